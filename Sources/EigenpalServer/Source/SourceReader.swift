import Git
import SourceFormat
import SourceRepository

/// What Git says of packages at this moment: on `main`, and in their releases. Made for one piece of work on one
/// repository handle.
struct SourceReader {
    let repository: Repository
    /// The files of `main`; nil while it has no commit.
    let main: CommitFiles?
    /// When `main` was last committed to; the beginning of 1970 while it has no commit.
    let mainDate: Timestamp

    init(_ repository: Repository) throws {
        self.repository = repository
        guard let tip = try repository.reference("refs/heads/main")?.target else {
            main = nil
            mainDate = Timestamp(milliseconds: 0)
            return
        }
        main = try CommitFiles(repository: repository, commit: tip)
        mainDate = Timestamp(milliseconds: try repository.commit(tip).committer.date * 1_000)
    }

    /// Whether `main` has a package's manifest.
    func isOnMain(_ path: PackagePath) throws -> Bool {
        try main?.entry(at: path.manifestPath)?.isFile ?? false
    }

    /// The packages of a kind on `main`, in order.
    func packages(of kind: Automation.Kind) throws -> [PackagePath] {
        guard let main else { return [] }
        return try PackageCatalog.packages(in: main).filter { $0.root == kind.root }
    }

    /// A package's highest release.
    func latestRelease(of path: PackagePath) throws -> Release? {
        try ReleaseIndex(repository: repository, path: path).latest(of: path)
    }

    /// A package's manifest in some commit's files; nil where it has none that can be read.
    func manifest(of path: PackagePath, in files: CommitFiles?) throws -> PackageManifest? {
        guard let bytes = try files?.read(path.manifestPath, limit: FileLimit.manifest) else { return nil }
        return PackageManifest.parse(bytes: bytes, path: path).0
    }

    /// What there is to tell of a package: its latest release, and the manifest there, or on `main` before the first.
    func state(of path: PackagePath) throws -> SourceState {
        let release = try latestRelease(of: path)
        let files = try release.map { try CommitFiles(repository: repository, commit: $0.commit) } ?? main
        return SourceState(
            isOnMain: try isOnMain(path), release: release, manifest: try manifest(of: path, in: files),
            mainDate: mainDate)
    }
}

/// What Git says of one package.
struct SourceState: Sendable {
    /// Whether `main` has it.
    let isOnMain: Bool
    /// Its highest release.
    let release: Release?
    /// Its manifest in that release, or on `main` before the first; nil if it cannot be read.
    let manifest: PackageManifest?
    /// When `main` was last committed to.
    let mainDate: Timestamp
}
