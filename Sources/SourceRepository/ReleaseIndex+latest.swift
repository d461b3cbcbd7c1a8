import Git
import SourceFormat

extension ReleaseIndex {
    /// The highest release of each package that has one, in order of packages.
    ///
    /// Much less work than an index of everything: versions are compared by the names of the tags, and only the highest
    /// are opened.
    ///
    /// - Throws: ``SourceRepositoryError/git(_:)``.
    public static func latest(in repository: Repository) throws(SourceRepositoryError) -> [Release] {
        let prefix = "refs/tags/"
        var latest: [Release] = []
        // References come by name, so that the tags of one package stand together.
        var tags: [ReleaseTag] = []
        for reference in try inGit({ () throws(GitError) in try repository.references(prefix: prefix) }) {
            guard let tag = ReleaseTag(reading: reference.name.dropFirst(prefix.count)) else { continue }
            if let path = tags.first?.path, path != tag.path {
                if let release = try highest(of: tags, in: repository) { latest.append(release) }
                tags.removeAll(keepingCapacity: true)
            }
            tags.append(tag)
        }
        if let release = try highest(of: tags, in: repository) { latest.append(release) }
        return latest.sorted { $0.path < $1.path }
    }

    private static func highest(
        of tags: [ReleaseTag], in repository: Repository
    ) throws(SourceRepositoryError) -> Release? {
        // A tag that is shaped like a release and is none stands in the way of no release below it.
        for tag in tags.sorted(by: { $0.version > $1.version }) {
            let found = try inGit { () throws(GitError) in try repository.tag(named: tag.name) }
            guard let found, found.annotation != nil else { continue }
            return Release(tag: tag, commit: found.target, annotation: found.annotation)
        }
        return nil
    }
}
