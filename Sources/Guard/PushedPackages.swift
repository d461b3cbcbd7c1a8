import Git
import SourceFormat
import SourceRepository

/// The packages that a branch brings, as they are at its commit.
struct PushedPackages {
    private let files: CommitFiles
    private let repository: Repository
    private let releases: [ReleaseTag: ObjectID]

    /// - Parameter releases: the releases of the same push.
    init(
        at commit: ObjectID, _ store: ObjectStore, with releases: [ReleaseTag: ObjectID]
    ) throws(SourceRepositoryError) {
        self.releases = releases
        repository = try inGit { () throws(GitError) in try store.repository }
        files = try CommitFiles(repository: repository, commit: commit)
    }

    /// Validates the packages that hold changed paths, and secrets files that lie in none.
    func check(
        _ changed: Set<String>
    ) throws(SourceRepositoryError) -> (
        packages: Set<PackagePath>, findings: [GuardFinding]
    ) {
        guard !changed.isEmpty else { return ([], []) }
        let validator = PackageValidator(files: files, releasesIn: repository, pushed: releases)
        var packages: Set<PackagePath> = []
        var findings: [Finding] = []
        // Which package holds a file is the same for all files of a folder, and there may be many.
        var holders: [Substring: PackagePath?] = [:]
        for path in changed.sorted() {
            let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
            let holder: PackagePath?
            if let known = holders[folder] {
                holder = known
            } else {
                holder = try PackageCatalog.package(holding: path, in: files)
                holders[folder] = .some(holder)
            }
            if let package = holder {
                packages.insert(package)
            } else {
                findings += try strayFindings(path)
            }
        }
        for package in packages.sorted() { findings += validator.validate(package) }
        if changed.contains(PackageFileName.manifest) || changed.contains(IgnoreRules.fileName) {
            findings += validator.validateRoot()
        }
        return (
            packages, findings.filter { $0.severity == .error }.map { GuardFinding($0, at: files.commit) }
        )
    }

    /// What is wrong with a changed file in no package: a manifest that is not read, a broken secrets file.
    private func strayFindings(_ path: String) throws(SourceRepositoryError) -> [Finding] {
        guard let slash = path.lastIndex(of: "/") else { return [] }
        let (folder, name) = (String(path[..<slash]), String(path[path.index(after: slash)...]))
        switch name {
        case PackageFileName.misspelledManifest:
            guard let package = try? PackagePath(parsing: folder), try files.entry(at: path)?.isFile == true
            else { return [] }
            return [
                Finding(
                    file: path, code: "misspelled_manifest",
                    message: "\(path) is not read: the manifest's name is \(PackageFileName.manifest)",
                    remedy: "Rename it: git mv \(path) \(package.manifestPath)")
            ]
        case PackageFileName.secrets:
            guard let bytes = try files.read(path, limit: FileLimit.manifest) else { return [] }
            let (file, problems) = SecretsFile.parse(bytes: bytes, file: path)
            return problems + (file?.conflictFindings(file: path) ?? [])
        default: return []
        }
    }
}

extension GuardFinding {
    /// A rule of the source format that a file breaks at a commit.
    init(_ finding: Finding, at commit: ObjectID) {
        self.init(
            check: .package, rule: finding.code, severity: finding.severity == .error ? .error : .warning,
            commit: commit, place: .file(finding.file), line: finding.line, message: finding.message,
            fix: finding.remedy)
    }
}
