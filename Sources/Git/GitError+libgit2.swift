import CLibgit2
import Glibc

extension GitError {
    /// The error that a call of the operating system left in `errno`.
    init(systemError code: Int32, _ path: String) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull(path)
        case EACCES, EPERM, EROFS: self = .permissionDenied(path)
        case ENOENT: self = .notFound(path)
        default: self = .other(code: -1, message: "\(path): \(String(cString: strerror(code)))")
        }
    }

    /// The error that a libgit2 function left behind, told by its code, its class and its message.
    ///
    /// - Parameter subject: the thing that the call was about, for errors that do not name it themselves.
    init(code: Int32, subject: String, functions: UnsafePointer<libgit2_functions>) {
        let last = functions.pointee.git_error_last()
        let message = last?.pointee.message.map { String(cString: $0) } ?? "libgit2 error \(code)"
        self.init(code: code, errorClass: last?.pointee.klass ?? 0, message: message, subject: subject)
    }

    init(code: Int32, errorClass: Int32, message: String, subject: String) {
        let thing = subject.isEmpty ? message : subject
        if message.contains("No space left on device") || message.contains("Disk quota exceeded") {
            self = .diskFull(thing)
            return
        }
        if message.contains("Permission denied") || message.contains("Read-only file system")
            || message.contains("Operation not permitted")
        {
            self = .permissionDenied(thing)
            return
        }
        switch git_error_code(code) {
        case GIT_ENOTFOUND: self = .notFound(thing)
        case GIT_EEXISTS: self = .alreadyExists(thing)
        case GIT_EAMBIGUOUS, GIT_EINVALIDSPEC: self = .invalidName(thing)
        case GIT_EBAREREPO: self = .bareRepository(thing)
        case GIT_EUNBORNBRANCH: self = .unbornHead
        case GIT_ENONFASTFORWARD: self = .notFastForward(thing)
        case GIT_ELOCKED: self = .locked(thing)
        case GIT_ECONFLICT, GIT_EUNMERGED, GIT_EMERGECONFLICT: self = .conflict([thing])
        case GIT_EUSER: self = .cancelled
        case GIT_EOWNER: self = .notOwned(thing)
        case GIT_EMODIFIED: self = .locked(thing)
        default:
            self = Self.lockedFile(in: message).map { .locked($0) } ?? .other(code: code, message: message)
        }
    }

    /// The file that libgit2 says it could not lock: `failed to lock file '/r/.git/refs/heads/a.lock' for writing`.
    private static func lockedFile(in message: String) -> String? {
        let (start, end) = ("failed to lock file '", "' for writing")
        guard message.hasPrefix(start), let last = message.ranges(of: end).last else { return nil }
        return String(message[message.index(message.startIndex, offsetBy: start.count)..<last.lowerBound])
    }
}

/// Throws for a text with a zero byte in it, of which C would read the beginning only: another name than was meant.
func requirePlain(_ texts: String...) throws(GitError) {
    for text in texts where text.utf8.contains(0) {
        throw .invalidName(
            text.split(separator: "\0", omittingEmptySubsequences: false).joined(separator: "\u{2400}"))
    }
}

/// Throws what a libgit2 function left behind, if its code says that it failed.
func check(
    _ code: Int32, _ functions: UnsafePointer<libgit2_functions>, _ subject: @autoclosure () -> String = ""
) throws(GitError) {
    guard code < 0 else { return }
    throw GitError(code: code, subject: subject(), functions: functions)
}
