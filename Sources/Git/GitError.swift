/// What went wrong with a repository or a remote.
public enum GitError: Error, Sendable, Equatable {
    /// libgit2 itself could not be loaded; the loader's word for why.
    case libraryMissing(String)
    /// There is no repository at this path, nor above it.
    case notARepository(String)
    /// A reference, object, path or remote repository that is not there.
    case notFound(String)
    /// Something stands already where a new thing was to be made.
    case alreadyExists(String)
    /// A name or revision that Git does not take.
    case invalidName(String)
    /// The current branch has no commit yet.
    case unbornHead
    /// HEAD is not on a branch.
    case detachedHead
    /// A working tree is needed and this repository (its path) has none.
    case bareRepository(String)
    /// The repository (its path) belongs to another user and is not marked safe.
    case notOwned(String)
    /// Another process holds this file or reference.
    case locked(String)
    /// Local changes to these paths would be lost, or they are in conflict.
    case conflict([String])
    /// A merge, a rebase or the like (its name) is not finished.
    case operationInProgress(String)
    /// This reference's new value does not follow from its old one.
    case notFastForward(String)
    /// Two histories that each have commits which the other lacks.
    case diverged(ahead: Int, behind: Int)
    /// The host did not accept the credentials, or none may be sent to it.
    case authenticationRefused(host: String)
    /// The remote (its URL, without credentials) did not answer, or not as a Git server does.
    case unreachable(url: String, reason: String)
    /// The host's TLS certificate is not trusted.
    case certificateRejected(host: String, reason: String)
    /// The remote (its URL) sends its callers elsewhere, which is not followed: credentials would travel along.
    case redirectRefused(url: String)
    /// The server did not take this reference.
    case referenceRejected(name: String, reason: String, serverMessages: [String])
    /// The remote (its URL) could not take what was pushed to it, whatever the reference: it is too large, or there is
    /// no room.
    case pushNotTaken(url: String, reason: String, serverMessages: [String])
    /// The repository has no remote of this name.
    case remoteMissing(String)
    /// The caller asked to stop.
    case cancelled
    /// There is no room for this file.
    case diskFull(String)
    /// This file may not be read or written.
    case permissionDenied(String)
    /// An object (its name) of more bytes than the limit.
    case tooLarge(String, limit: Int)
    /// Anything else: libgit2's code and message.
    case other(code: Int32, message: String)
}

extension GitError: CustomStringConvertible {
    /// What happened, to which thing.
    public var description: String {
        switch self {
        case .libraryMissing(let reason):
            "libgit2 could not be loaded (\(reason)); install it: apt-get install libgit2-1.5"
        case .notARepository(let path): "there is no Git repository at \(path) or above it"
        case .notFound(let what): "\(what) was not found"
        case .alreadyExists(let what): "\(what) exists already"
        case .invalidName(let name): "\(name) is not a valid name"
        case .unbornHead: "the current branch has no commit yet"
        case .detachedHead: "HEAD is detached: it is on no branch"
        case .bareRepository(let path): "\(path) is a bare repository: it has no working tree"
        case .notOwned(let path):
            "\(path) belongs to another user; trust it with: git config --global --add safe.directory \(path)"
        case .locked(let what): "\(what) is locked by another process"
        case .conflict(let paths): "local changes are in the way: \(paths.joined(separator: ", "))"
        case .operationInProgress(let name):
            "\(name) is in progress; finish it with git \(name) --continue, or give it up with git \(name) --abort"
        case .notFastForward(let name): "\(name) is not a fast-forward"
        case .diverged(let ahead, let behind): "the histories have diverged: \(ahead) ahead, \(behind) behind"
        case .authenticationRefused(let host): "\(host) refused this API key"
        case .unreachable(let url, let reason): "\(url) cannot be reached: \(reason)"
        case .certificateRejected(let host, let reason):
            "the TLS certificate of \(host) is not trusted: \(reason)"
        case .redirectRefused(let url): "\(url) redirects elsewhere, which is not followed"
        case .referenceRejected(let name, let reason, _): "the server refused \(name): \(reason)"
        case .pushNotTaken(let url, let reason, _): "\(url) did not take what was pushed: \(reason)"
        case .remoteMissing(let name): "there is no remote named \(name)"
        case .cancelled: "cancelled"
        case .diskFull(let what): "no space left on the device: \(what)"
        case .permissionDenied(let what): "permission denied: \(what)"
        case .tooLarge(let what, let limit): "\(what) is larger than \(limit) bytes"
        case .other(_, let message): message
        }
    }
}
