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
        // The tags of one package stand together, and its name is read once for them all.
        var last: (name: [UInt8], path: PackagePath, highest: Release?)?
        try repository.visitTags(prefix: package.map { "\($0.dottedName)@" } ?? "") {
            target throws(GitError) in
            guard target.isAnnotated != false,
                let (name, version) = ReleaseTag.parts(ofName: target.name)
            else { return }
            if last.map({ !$0.name.elementsEqual(name) }) ?? true {
                if let last, let highest = last.highest { found[last.path] = highest }
                last = nil
                guard let path = PackagePath(reading: name), package == nil || path == package else {
                    return
                }
                last = (Array(name), path, found[path])
            }
            if let highest = last?.highest, highest.version >= version { return }
            if let release = try release(version, target, repository) { last?.highest = release }
        }
        if let last, let highest = last.highest { found[last.path] = highest }
        return found
    }

    private static func release(
        _ version: SemanticVersion, _ tag: TagTarget, _ repository: Repository
    ) throws(GitError) -> Release? {
        if let commit = tag.target, tag.isAnnotated == true {
            return Release(version: version, commit: commit)
        }
        let opened = try repository.tag(named: String(decoding: tag.name, as: UTF8.self))
        guard let opened, opened.annotation != nil else { return nil }
        return Release(version: version, commit: opened.target)
    }
}
