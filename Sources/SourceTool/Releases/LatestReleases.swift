import Git
import SourceFormat
import SourceRepository

/// The highest release of every package of a repository.
///
/// The versions are compared by the tags' names, and only the tag of the highest is opened: that is what keeps this
/// short in a repository with many releases.
struct LatestReleases {
    /// One package's.
    struct Latest {
        /// The release.
        let release: SourceRepository.Release
        /// How many tags of the package are shaped like a release.
        let count: Int
    }

    private var latest: [PackagePath: Latest] = [:]

    /// Reads the tags of a repository.
    ///
    /// - Throws: ``ToolError``.
    init(of repository: Repository) throws(ToolError) {
        var versions: [PackagePath: [SemanticVersion]] = [:]
        for reference in try attempt({ try repository.references(prefix: "refs/tags/") }) {
            guard let tag = ReleaseTag(reading: reference.name.dropFirst("refs/tags/".count)) else {
                continue
            }
            versions[tag.path, default: []].append(tag.version)
        }
        for (path, versions) in versions {
            // A lightweight tag is no release, whatever its name says.
            for version in versions.sorted(by: >) {
                let name = ReleaseTag(path: path, version: version)
                guard let tag = try attempt({ try repository.tag(named: name.name) }), tag.annotation != nil
                else {
                    continue
                }
                latest[path] = Latest(
                    release: Release(tag: name, commit: tag.target, annotation: tag.annotation),
                    count: versions.count)
                break
            }
        }
    }

    /// The packages that have a release, in order, with the highest.
    var all: [Latest] { latest.values.sorted { $0.release.path < $1.release.path } }

    /// The highest release of a package; nil where there is none.
    func of(_ path: PackagePath) -> SourceRepository.Release? { latest[path]?.release }
}
