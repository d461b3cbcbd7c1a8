import Git
import SourceFormat

/// The highest release of each package, read with as few objects opened as can be.
public enum HighestReleases {
    /// A release by its version and commit.
    public struct Release: Sendable, Hashable {
        /// The version.
        public let version: SemanticVersion
        /// The commit that was released.
        public let commit: ObjectID

        /// Describes a release.
        public init(version: SemanticVersion, commit: ObjectID) {
            (self.version, self.commit) = (version, commit)
        }
    }

    /// Reads them. Tags that are shaped like a release and are not annotated are none.
    ///
    /// - Parameter package: the one package to read of; nil for all.
    static func read(
        from repository: Repository, of package: PackagePath? = nil
    ) throws(GitError) -> [PackagePath: Release] {
        var found: [PackagePath: Release] = [:]
        // Tags come by name, so that those of one package stand together.
        var last: (path: PackagePath, highest: Release)?
        for target in try repository.tagTargets(prefix: package.map { "\($0.dottedName)@" } ?? "") {
            guard target.isAnnotated != false, let tag = ReleaseTag(reading: target.name),
                package == nil || tag.path == package
            else { continue }
            if let last, last.path == tag.path, last.highest.version >= tag.version { continue }
            var release: Release?
            if let commit = target.target, target.isAnnotated == true {
                release = Release(version: tag.version, commit: commit)
            } else if let opened = try repository.tag(named: target.name), opened.annotation != nil {
                release = Release(version: tag.version, commit: opened.target)
            }
            guard let release else { continue }
            if let last, last.path != tag.path { found[last.path] = last.highest }
            last = (tag.path, release)
        }
        if let last { found[last.path] = last.highest }
        return found
    }
}
