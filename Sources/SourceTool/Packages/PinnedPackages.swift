import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// The dependencies that manifests of the working tree name, beside what is released.
struct PinnedPackages {
    private let files: WorkingFiles
    private let highest: [PackagePath: [SemanticVersion]]

    /// Reads the releases of a checkout.
    init(of checkout: Checkout) throws(ToolError) {
        files = WorkingFiles(directory: checkout.root.string)
        let index = try attempt { try ReleaseIndex(repository: checkout.repository) }
        var highest: [PackagePath: [SemanticVersion]] = [:]
        for path in index.packages { highest[path] = index.releases(of: path).map(\.version) }
        self.highest = highest
    }

    /// Every package of the working tree.
    func packages() throws(ToolError) -> [PackagePath] {
        try attempt { try PackageCatalog.packages(in: files) }
    }

    /// The dependencies of a package.
    ///
    /// - Throws: ``ToolError`` for a manifest that is not valid.
    func dependencies(of path: PackagePath) throws(ToolError) -> [Dependency] {
        let bytes = try attempt { try files.read(path.manifestPath, limit: FileLimit.manifest) } ?? []
        let (manifest, findings) = PackageManifest.parse(bytes: bytes, path: path)
        guard let manifest else {
            throw ToolError(
                "\(path.manifestPath) is not valid", details: findings.map(\.description),
                next: "eigenpal-src validate \(path)")
        }
        return manifest.dependencies
    }

    /// The highest release of a package.
    func latest(of path: PackagePath) -> SemanticVersion? { highest[path]?.first }

    /// The highest release that promises to be compatible with a version: of the same first number, or before 1.0.0 of
    /// the same second one.
    func compatible(with version: SemanticVersion, of path: PackagePath) -> SemanticVersion? {
        highest[path]?.first {
            $0.major == version.major && (version.major > 0 || $0.minor == version.minor)
        }
    }
}
