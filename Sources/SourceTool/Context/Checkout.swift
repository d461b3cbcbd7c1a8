import Git
import SourceFormat
import SystemPackage

/// A working copy of an organization's source repository.
///
/// It holds an open repository, so it stays in the task that opened it.
public struct Checkout {
    /// The open repository.
    public let repository: Repository
    /// The working tree's root, absolute, links followed.
    public let root: FilePath
    /// The remote of the organization's server.
    public let remoteName: String
    /// The remote's URL as the configuration holds it; nil where there is no such remote.
    public let remoteURL: String?
    /// The branch that releases are made of.
    public let mainBranch: String
    /// Where the verb works: the place that ``packageHere()`` looks at.
    public let workingDirectory: FilePath

    /// The package that the working directory is in: the nearest directory at or above it that is a package path
    /// and has a manifest.
    public func packageHere() -> PackagePath? {
        guard let place = Files.resolved(workingDirectory), place.starts(with: root) else { return nil }
        var segments = place.components.dropFirst(root.components.count).map(\.string)
        while segments.count > 1 {
            let text = segments.joined(separator: "/")
            if let path = try? PackagePath(parsing: text),
                Files.kind(of: root.pushing(FilePath(path.manifestPath))) == .file
            {
                return path
            }
            segments.removeLast()
        }
        return nil
    }
}

extension ToolContext {
    /// The checkout that the working directory is in.
    ///
    /// - Throws: ``ToolError`` where there is none, or the repository is bare.
    public func openCheckout() throws(ToolError) -> Checkout {
        do throws(GitError) {
            let repository = try Repository.discover(from: workingDirectory.string)
            guard let directory = repository.workingDirectory, let root = Files.resolved(FilePath(directory))
            else {
                throw GitError.bareRepository(repository.gitDirectory)
            }
            let remotes = try repository.remotes()
            let known = try repository.config("eigenpal.gitRemoteUrl")
            let remote =
                remotes.first { known != nil && $0.url == known } ?? remotes.first { $0.name == "origin" }
            return Checkout(
                repository: repository, root: root, remoteName: remote?.name ?? "origin",
                remoteURL: remote?.url,
                mainBranch: "main", workingDirectory: workingDirectory)
        } catch {
            throw ToolError(error)
        }
    }
}
