import Git
import SourceFormat
import SystemPackage

/// A working copy of an organization's source repository.
///
/// It holds a repository, so it stays in the task that opened it.
public struct Checkout {
    private let opening: RepositoryOpening
    /// The Git directory of this working tree, absolute, with a slash at its end.
    public let gitDirectory: String
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

    /// The repository's files, which answer some questions without libgit2; nil for a repository that is not of the
    /// ordinary kind.
    let place: RepositoryPlace?

    init(
        place: RepositoryPlace? = nil, opening: RepositoryOpening, gitDirectory: String, root: FilePath,
        remoteName: String,
        remoteURL: String?,
        workingDirectory: FilePath
    ) {
        (self.place, self.opening, self.gitDirectory, self.root) = (place, opening, gitDirectory, root)
        (self.remoteName, self.remoteURL) = (remoteName, remoteURL)
        (mainBranch, self.workingDirectory) = ("main", workingDirectory)
    }

    /// The repository, opened when it is first needed: many a question is answered without.
    ///
    /// - Throws: ``ToolError`` where it cannot be opened.
    public var repository: Repository {
        get throws(ToolError) { try opening.repository() }
    }

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

/// A repository that is opened once, when it is first asked for.
final class RepositoryOpening {
    private let path: String
    private var opened: Repository?

    /// One that is open.
    init(_ repository: Repository) {
        (path, opened) = (repository.gitDirectory, repository)
        repository.removeAbandonedIndexLock()
    }

    /// One whose Git directory is at a path.
    init(path: String) { self.path = path }

    func repository() throws(ToolError) -> Repository {
        if let opened { return opened }
        let repository = try attempt { try Repository(open: path) }
        repository.removeAbandonedIndexLock()
        opened = repository
        return repository
    }
}

/// What the working directory is in.
enum WorkingPlace {
    /// No Git repository.
    case nowhere
    /// A Git repository that is no organization's source: no root manifest, and not cloned by this tool.
    case elsewhere(FilePath)
    /// A checkout.
    case checkout(Checkout)
}

extension ToolContext {
    /// The checkout that the working directory is in.
    ///
    /// - Throws: ``ToolError`` where there is none, where the repository is bare, or where it is no organization's
    ///   source repository: it has no root manifest and was not cloned by this tool.
    public func openCheckout() throws(ToolError) -> Checkout {
        switch try place() {
        case .checkout(let checkout): return checkout
        case .nowhere: throw ToolError(GitError.notARepository(workingDirectory.string))
        case .elsewhere(let root):
            throw ToolError(
                "\(root) is a Git repository, but not an organization's source repository",
                details: ["it has no eigenpal.yaml, and \(ToolVersion.name) did not clone it"],
                next: "\(ToolVersion.name) clone DIR")
        }
    }

    /// What the working directory is in.
    ///
    /// - Throws: ``ToolError`` for a repository that is bare or cannot be read.
    func place() throws(ToolError) -> WorkingPlace {
        switch RepositoryPlace.search(from: workingDirectory.string) {
        case .found(let place):
            if let checkout = ordinaryCheckout(place) { return .checkout(checkout) }
        case .nothing: return .nowhere
        case .unclear: break
        }
        do throws(GitError) {
            let repository = try Repository.discover(from: workingDirectory.string)
            guard let directory = repository.workingDirectory, let root = Files.resolved(FilePath(directory))
            else { throw GitError.bareRepository(repository.gitDirectory) }
            let known = try repository.config("eigenpal.gitRemoteUrl")
            if known == nil {
                guard try Self.holdsManifest(repository, root) else { return .elsewhere(root) }
            }
            let remotes = try repository.remotes()
            let remote =
                remotes.first { known != nil && $0.url == known } ?? remotes.first { $0.name == "origin" }
            return .checkout(
                Checkout(
                    opening: RepositoryOpening(repository), gitDirectory: repository.gitDirectory, root: root,
                    remoteName: remote?.name ?? "origin", remoteURL: remote?.url,
                    workingDirectory: workingDirectory))
        } catch .notARepository {
            return .nowhere
        } catch {
            throw ToolError(error)
        }
    }

    /// The checkout at a place, told without libgit2; nil where that must say whether it is one.
    private func ordinaryCheckout(_ place: RepositoryPlace) -> Checkout? {
        guard let root = Files.resolved(FilePath(place.workingDirectory)),
            Files.kind(of: root.appending(PackageFileName.manifest)) == .file
        else { return nil }
        let remotes = place.config.subsections(of: "remote").compactMap { name in
            place.config.value("remote", name, "url").map { (name: name, url: $0) }
        }
        let known = place.config.value("eigenpal", nil, "gitremoteurl")
        let remote =
            remotes.first { known != nil && $0.url == known } ?? remotes.first { $0.name == "origin" }
        return Checkout(
            place: place, opening: RepositoryOpening(path: place.gitDirectory),
            gitDirectory: place.gitDirectory, root: root,
            remoteName: remote?.name ?? "origin", remoteURL: remote?.url, workingDirectory: workingDirectory)
    }

    /// Whether the root manifest is there, or would be had nobody removed it.
    private static func holdsManifest(_ repository: Repository, _ root: FilePath) throws(GitError) -> Bool {
        if Files.kind(of: root.appending(PackageFileName.manifest)) == .file { return true }
        let commit: ObjectID
        switch try repository.head() {
        case .branch(_, let tip), .detached(let tip): commit = tip
        case .unborn: return false
        }
        let tree = try repository.commit(commit).tree
        return try repository.entry(atPath: PackageFileName.manifest, inTree: tree) != nil
    }
}
