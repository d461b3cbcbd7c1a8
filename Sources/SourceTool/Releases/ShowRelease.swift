import Git
import SourceFormat
import SourceRepository

/// `releases show`: one release of a package, with its commit, its dependencies and its changelog.
public enum ShowRelease {
    /// Reads a release from the tags of the checkout, with no network.
    ///
    /// - Parameter argument: the package, and behind an `@` the version, `latest` or a range; the highest release where
    ///   no version is named, the package around where nothing is.
    /// - Throws: ``ToolError`` for a release that is not there.
    public static func run(
        _ context: ToolContext, _ argument: String? = nil
    ) async throws(ToolError) -> ReleaseDetails {
        let checkout = try context.openCheckout()
        let (package, version) = try parse(argument)
        let path = try PackageArgument.resolve(package, in: checkout, context)
        let index = try ReleaseIndex(of: path, in: checkout)
        let release = try find(version, of: path, in: index, checkout)
        if let place = checkout.place, let objects = ObjectFiles(place: place),
            let details = try? details(of: release, from: objects)
        {
            return details
        }
        let repository = try checkout.repository
        return try attempt { try details(of: release, from: repository) }
    }

    /// The package as it was typed, and which of its releases.
    private static func parse(
        _ argument: String?
    ) throws(ToolError) -> (package: String?, version: VersionReference) {
        // A path in the file system may have an @ in it, a version has none.
        guard let argument, let at = argument.lastIndex(of: "@") else { return (argument, .latest) }
        let version = try attempt(exitCode: 2) {
            try VersionReference(parsing: argument[argument.index(after: at)...])
        }
        switch version {
        case .latest, .exact, .range: return (String(argument[..<at]), version)
        case .main, .commit:
            throw .usage(
                "\(version) is no release: name a version, such as 1.2.0, or latest",
                next: "\(ToolVersion.name) releases")
        }
    }

    private static func find(
        _ version: VersionReference, of path: PackagePath, in index: ReleaseIndex, _ checkout: Checkout
    ) throws(ToolError) -> Release {
        guard let latest = index.latest(of: path) else {
            if let tag = index.lightweight(of: path).first { throw lightweight(tag.tag) }
            try PackageArgument.require(path, in: checkout)
            throw ToolError(
                "\(path) has no release in this checkout yet", next: "\(ToolVersion.name) pull")
        }
        switch version {
        case .exact(let exact):
            if let release = index.release(of: path, version: exact) { return release }
            if let tag = index.lightweight(of: path).first(where: { $0.version == exact }) {
                throw lightweight(tag.tag)
            }
        case .range(let range):
            if let release = index.highest(of: path, matching: range) { return release }
        default: return latest
        }
        let versions = index.releases(of: path).map(\.version.description)
        throw ToolError(
            "\(path) has no release \(version) in this checkout",
            details: ["there \(versions.count == 1 ? "is" : "are") \(PlanReport.list(versions))"],
            next: "\(ToolVersion.name) releases show \(path)@\(latest.version)")
    }

    private static func lightweight(_ tag: ReleaseTag) -> ToolError {
        ToolError(
            "\(tag) is a lightweight tag, and no release", next: "\(ToolVersion.name) releases \(tag.path)")
    }

    private static func details(
        of release: Release, from objects: some ObjectReader
    ) throws -> ReleaseDetails {
        let commit = try objects.commit(release.commit)
        let path = release.path
        var manifest: PackageManifest?
        if let entry = try objects.entry(atPath: path.manifestPath, inTree: commit.tree),
            entry.kind == .blob || entry.kind == .executable
        {
            let bytes = try objects.blob(entry.id, limit: FileLimit.manifest)
            manifest = PackageManifest.parse(bytes: bytes, path: path).0
        }
        return ReleaseDetails(release, commit, dependencies: manifest?.dependencies)
    }
}
