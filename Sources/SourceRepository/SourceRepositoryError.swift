import Git
import SourceFormat

/// What can go wrong when an organization's source repository is read or scaffolded into.
public enum SourceRepositoryError: Error, Sendable, Equatable {
    /// Git itself refused or failed.
    case git(GitError)
    /// A path, name, version or other piece of the grammar does not parse.
    case format(FormatError)
    /// A file or directory could not be read; `path` is relative to the repository.
    case unreadable(path: String, reason: String)
    /// A file could not be written; `path` is relative to the repository.
    case unwritable(path: String, reason: String)
    /// A file is larger than anything of its sort needs to be. `limit` is in bytes.
    case tooLarge(path: String, limit: Int)
    /// Something is where a scaffold or a commit would put its own.
    case alreadyExists(path: String)
    /// A path leads through a symbolic link or a file where a directory is due.
    case notADirectory(path: String)
    /// `main` moved under every attempt to commit to it.
    case busy(reference: String)
    /// A package reference does not resolve to a lock graph.
    case resolution(ResolutionError)
}

extension SourceRepositoryError: CustomStringConvertible {
    /// What happened, to which thing, and how to mend it where that is known.
    public var description: String {
        switch self {
        case .git(let error): error.description
        case .format(let error): error.description
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
        case .tooLarge(let path, let limit):
            "\(path) is larger than \(byteCount(limit)), the most that is read"
        case .alreadyExists(let path): "\(path) exists already. Choose another name, or edit what is there"
        case .notADirectory(let path): "\(path) is a file or a symbolic link where a directory is due"
        case .busy(let reference): "\(reference) keeps moving. Try again"
        case .resolution(let error): error.description
        }
    }
}

/// A size for people, in binary units.
func byteCount(_ bytes: Int) -> String {
    if bytes >= 1 << 20, bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
    if bytes >= 1 << 10, bytes % (1 << 10) == 0 { return "\(bytes >> 10) KiB" }
    return "\(bytes) bytes"
}

/// Runs something in Git, its errors as this module's.
package func inGit<Value>(_ body: () throws(GitError) -> Value) throws(SourceRepositoryError) -> Value {
    do throws(GitError) { return try body() } catch { throw .git(error) }
}
