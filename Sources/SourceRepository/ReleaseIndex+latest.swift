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
        do throws(GitError) {
            let references = try repository.references(prefix: "refs/tags/").map { ($0.name, $0) }
            return try latest(of: references) { tag, _ throws(GitError) in try repository.tag(named: tag.name)
            }
        } catch {
            throw .git(error)
        }
    }

    /// The same without libgit2; nil where it must answer.
    public static func latest(in place: RepositoryPlace) -> [Release]? {
        guard let references = place.referenceFiles?.references(prefix: "refs/tags/"),
            let objects = ObjectFiles(place: place)
        else { return nil }
        return try? latest(of: references.map { ($0.name, $0) }) { _, entry throws(GitError) in
            try objects.tag(of: entry)
        }
    }

    /// The highest release of each package.
    ///
    /// - Parameters:
    ///   - references: full names of tags, in order, so that those of one package stand together.
    ///   - open: the tag of a reference; nil where it went away meanwhile.
    private static func latest<Item>(
        of references: [(name: String, item: Item)],
        opening open: (ReleaseTag, Item) throws(GitError) -> Tag?
    ) throws(GitError) -> [Release] {
        var latest: [Release] = []
        var tags: [(tag: ReleaseTag, item: Item)] = []
        for (name, item) in references {
            guard let tag = ReleaseTag(reading: name.dropFirst(10)) else { continue }
            if let path = tags.first?.tag.path, path != tag.path {
                if let release = try highest(of: tags, opening: open) { latest.append(release) }
                tags.removeAll(keepingCapacity: true)
            }
            tags.append((tag, item))
        }
        if let release = try highest(of: tags, opening: open) { latest.append(release) }
        return latest.sorted { $0.path < $1.path }
    }

    private static func highest<Item>(
        of tags: [(tag: ReleaseTag, item: Item)],
        opening open: (ReleaseTag, Item) throws(GitError) -> Tag?
    ) throws(GitError) -> Release? {
        // A tag that is shaped like a release and is none stands in the way of no release below it.
        for (tag, item) in tags.sorted(by: { $0.tag.version > $1.tag.version }) {
            guard let found = try open(tag, item), found.annotation != nil else { continue }
            return Release(tag: tag, commit: found.target, annotation: found.annotation)
        }
        return nil
    }
}
