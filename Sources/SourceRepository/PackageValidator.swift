import Git
import SourceFormat

/// Checks packages against every rule of the source format, and tells all that is wrong at once.
///
/// What it says of a commit and of a directory with the same files is the same. Manifests are parsed once, so that a
/// package's neighbours cost nothing more when they are checked too; a validator is for one state of the files.
public final class PackageValidator {
    let files: any PackageFiles
    private let source: ReleaseSource
    private var indices: [PackagePath: Result<ReleaseIndex, SourceRepositoryError>] = [:]
    private var manifests: [PackagePath: ParsedManifest] = [:]

    /// A manifest as it was read.
    struct ParsedManifest {
        /// Nil for one that is missing or has errors.
        let manifest: PackageManifest?
        let findings: [Finding]
        /// Whether there is one at all.
        let exists: Bool
    }

    /// Where the releases of dependencies are looked up.
    private enum ReleaseSource {
        case none
        case index(ReleaseIndex)
        case repository(Repository, pushed: [ReleaseTag: ObjectID])
    }

    /// Checks a tree of files.
    ///
    /// - Parameter releases: the releases that dependencies are looked up in; nil leaves that out. An index of one
    ///   package's releases is not enough.
    public init(files: any PackageFiles, releases: ReleaseIndex? = nil) {
        self.files = files
        source = releases.map(ReleaseSource.index) ?? .none
    }

    /// Checks a tree of files, looking up the releases of those packages that others depend on in a repository: for a
    /// few packages much less work than an index of all releases.
    ///
    /// - Parameter pushed: releases that come with what is checked, and are not among the repository's tags yet.
    public init(
        files: any PackageFiles, releasesIn repository: Repository, pushed: [ReleaseTag: ObjectID] = [:]
    ) {
        self.files = files
        source = .repository(repository, pushed: pushed)
    }

    /// What is wrong with one package: its folder, manifest, required files, schemas, secrets, dependencies, and the
    /// cycles they close. In order of file and line.
    public func validate(_ path: PackagePath) -> [Finding] {
        let survey = survey(of: files, below: path)
        let placement = placementFindings(survey)
        guard manifest(of: path).exists else {
            // A manifest that is there, and not as it should be, has been told.
            let known = [path.manifestPath, "\(path)/\(PackageFileName.misspelledManifest)"]
            if placement.contains(where: { known.contains($0.file) }) { return ordered(placement) }
            return ordered(placement.filter { $0.code != "missing_manifest" } + [missingPackage(path)])
        }
        return ordered(placement + contentFindings(path) + cycleFindings(from: [path]))
    }

    /// What is wrong at the repository's root: `eigenpal.yaml` and `.gitignore`.
    public func validateRoot() -> [Finding] {
        ordered(rootFindings())
    }

    /// What is wrong anywhere: the root, every package, and whatever stands where no package can be. In order of file
    /// and line; each cycle once.
    public func validateAll() -> [Finding] {
        let survey = survey(of: files)
        var findings = rootFindings() + strayFindings() + placementFindings(survey)
        for path in survey.packages { findings += contentFindings(path) }
        return ordered(findings + cycleFindings(from: survey.packages))
    }

    /// The manifest of a package in these files, parsed once.
    func manifest(of path: PackagePath) -> ParsedManifest {
        if let known = manifests[path] { return known }
        let parsed = parseManifest(of: path)
        manifests[path] = parsed
        return parsed
    }

    /// An index that has a package's releases; nil where releases are not looked up.
    func releases(of path: PackagePath) throws(SourceRepositoryError) -> ReleaseIndex? {
        switch source {
        case .none: return nil
        case .index(let index): return index
        case .repository(let repository, let pushed):
            if let known = indices[path] { return try known.get() }
            let result = Result { () throws(SourceRepositoryError) in
                try ReleaseIndex(repository: repository, path: path).adding(
                    pushed.filter { $0.key.path == path })
            }
            indices[path] = result
            return try result.get()
        }
    }

    private func parseManifest(of path: PackagePath) -> ParsedManifest {
        switch file(at: path.manifestPath, limit: FileLimit.manifest) {
        case .missing: return ParsedManifest(manifest: nil, findings: [], exists: false)
        case .finding(let finding): return ParsedManifest(manifest: nil, findings: [finding], exists: true)
        case .bytes(let bytes):
            let (manifest, findings) = PackageManifest.parse(bytes: bytes, path: path)
            return ParsedManifest(manifest: manifest, findings: findings, exists: true)
        }
    }

    private func contentFindings(_ path: PackagePath) -> [Finding] {
        let parsed = manifest(of: path)
        var findings = parsed.findings + requiredFileFindings(path) + secretsFindings(path)
        if path.kind == .agent { findings += schemaFindings(path) }
        if let manifest = parsed.manifest { findings += dependencyFindings(path, manifest) }
        return findings
    }

    private func missingPackage(_ path: PackagePath) -> Finding {
        guard entry(at: path.description)?.isDirectory == true else {
            return Finding(
                file: path.description, code: "package_not_found",
                message: "there is no package \(path.dottedName)",
                remedy: "Check the name, or scaffold it: eigenpal-src init \(path)")
        }
        return Finding(
            file: path.manifestPath, code: "missing_manifest",
            message: "the folder has no \(PackageFileName.manifest), so it is no package",
            remedy: "Add one with schemaVersion and name")
    }

    // The generic walk needs the files' own type.
    private func survey(of files: some PackageFiles, below path: PackagePath? = nil) -> PackageSurvey {
        path.map { PackageSurvey(of: files, below: $0) } ?? PackageSurvey(of: files)
    }

    private func ordered(_ findings: [Finding]) -> [Finding] {
        var seen: Set<Finding> = []
        return findings.filter { seen.insert($0).inserted }.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            if one.file != other.file { return one.file.utf8.lexicographicallyPrecedes(other.file.utf8) }
            if one.line != other.line { return (one.line ?? 0) < (other.line ?? 0) }
            return left.offset < right.offset
        }.map(\.element)
    }
}
