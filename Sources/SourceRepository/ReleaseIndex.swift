import Git
import SourceFormat

/// The releases of a repository's packages, read from its tags.
///
/// A value of the moment it was made: tags that arrive later are not in it. Tags that are not shaped like a release
/// are passed over; those that are and are not annotated stand apart, in ``lightweight(of:)``.
public struct ReleaseIndex: Sendable {
    private var releases: [PackagePath: [Release]] = [:]
    private var lightweight: [PackagePath: [Release]] = [:]

    /// Reads the tags of one package, or of all.
    ///
    /// - Parameter path: the package; nil reads every tag of the repository. One package costs little in a repository
    ///   with many tags.
    /// - Throws: ``SourceRepositoryError/git(_:)``.
    public init(repository: Repository, path: PackagePath? = nil) throws(SourceRepositoryError) {
        do throws(GitError) {
            self.init(tags: try repository.tags(prefix: Self.prefix(of: path)), path: path)
        } catch {
            throw .git(error)
        }
    }

    /// Reads the tags of one package, or of all, without libgit2; nil where it must answer.
    public init?(place: RepositoryPlace, path: PackagePath? = nil) {
        guard let tags = place.tags(prefix: Self.prefix(of: path)) else { return nil }
        self.init(tags: tags, path: path)
    }

    /// The tags of one package by what `packed-refs` says of them, with who made them and with what words left out; nil
    /// where it does not tell all of them.
    init?(packed tags: PackedTags, path: PackagePath) {
        var (releases, lightweight): ([Release], [Release]) = ([], [])
        let prefix = Self.prefix(of: path)
        let isWhole = tags.visit(prefix: prefix) { tag in
            guard let commit = tag.target, let (named, version) = ReleaseTag.parts(ofName: tag.name),
                named.count == prefix.utf8.count - 1
            else { return }
            let name = ReleaseTag(path: path, version: version)
            if tag.isAnnotated == true {
                let annotation = Tag.Annotation(tagger: nil, message: "", id: commit)
                releases.append(Release(tag: name, commit: commit, annotation: annotation))
            } else {
                lightweight.append(Release(tag: name, commit: commit, annotation: nil))
            }
        }
        guard isWhole else { return nil }
        if !releases.isEmpty { self.releases[path] = releases.sorted { $0.version > $1.version } }
        if !lightweight.isEmpty { self.lightweight[path] = lightweight.sorted { $0.version > $1.version } }
    }

    /// An index of these releases, all of them annotated.
    ///
    /// - Parameter releases: packages with the versions that they have.
    public init(releases: [ReleaseTag: ObjectID]) {
        for (tag, commit) in releases {
            // Who made it is not known, and does not matter to whoever has no tag of it.
            let annotation = Tag.Annotation(tagger: nil, message: "", id: commit)
            self.releases[tag.path, default: []].append(
                Release(tag: tag, commit: commit, annotation: annotation))
        }
        for path in self.releases.keys { self.releases[path]?.sort { $0.version > $1.version } }
    }

    /// The index with some releases more, unless it has them.
    func adding(_ more: [ReleaseTag: ObjectID]) -> ReleaseIndex {
        let missing = more.filter { release(of: $0.key.path, version: $0.key.version) == nil }
        guard !missing.isEmpty else { return self }
        var index = self
        for (path, added) in ReleaseIndex(releases: missing).releases {
            index.releases[path] = (releases(of: path) + added).sorted { $0.version > $1.version }
        }
        return index
    }

    private static func prefix(of path: PackagePath?) -> String { path.map { "\($0.dottedName)@" } ?? "" }

    private init(tags: [Tag], path: PackagePath?) {
        for tag in tags {
            guard let name = ReleaseTag(reading: tag.name), path == nil || name.path == path else { continue }
            let release = Release(tag: name, commit: tag.target, annotation: tag.annotation)
            if release.isAnnotated {
                releases[name.path, default: []].append(release)
            } else {
                lightweight[name.path, default: []].append(release)
            }
        }
        for path in releases.keys { releases[path]?.sort { $0.version > $1.version } }
        for path in lightweight.keys { lightweight[path]?.sort { $0.version > $1.version } }
    }

    /// The packages that have a release, in order.
    public var packages: [PackagePath] { releases.keys.sorted() }

    /// A package's releases, highest version first.
    public func releases(of path: PackagePath) -> [Release] { releases[path] ?? [] }

    /// Tags of a package that are shaped like a release and are none, because they are not annotated; highest version
    /// first.
    public func lightweight(of path: PackagePath) -> [Release] { lightweight[path] ?? [] }

    /// The highest release; nil where there is none.
    public func latest(of path: PackagePath) -> Release? { releases[path]?.first }

    /// The release of one version.
    public func release(of path: PackagePath, version: SemanticVersion) -> Release? {
        releases[path]?.first { $0.version == version }
    }

    /// The highest release within a range.
    public func highest(of path: PackagePath, matching range: VersionRange) -> Release? {
        releases[path]?.first { range.contains($0.version) }
    }
}
