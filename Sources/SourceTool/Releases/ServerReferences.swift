import Git
import SourceFormat
import SourceRepository

/// What the server has of `main` and of releases, as it answered.
struct ServerReferences: Sendable, Hashable {
    /// A release tag.
    struct Tagged: Sendable, Hashable {
        /// What the reference points at.
        let object: ObjectID
        /// The commit that was released.
        let commit: ObjectID
        /// Whether there is a tag object: only then it is a release.
        let isAnnotated: Bool
    }

    /// The commit of `main`; nil where there is none.
    var main: ObjectID?
    /// The tags that are named as releases.
    var tags: [ReleaseTag: Tagged] = [:]

    /// No reference at all, or these.
    init(main: ObjectID? = nil, tags: [ReleaseTag: Tagged] = [:]) { (self.main, self.tags) = (main, tags) }

    /// Takes releases and one branch out of what a remote has.
    init(_ references: [RemoteReference], mainBranch: String) {
        for reference in references {
            if reference.name == "refs/heads/\(mainBranch)" { main = reference.id }
            guard reference.name.hasPrefix("refs/tags/"),
                let tag = ReleaseTag(reading: reference.name.dropFirst(10))
            else { continue }
            tags[tag] = Tagged(
                object: reference.id, commit: reference.peeled ?? reference.id,
                isAnnotated: reference.peeled != nil)
        }
    }

    /// The highest release of each package.
    var highest: [PackagePath: HighestReleases.Release] {
        var found: [PackagePath: HighestReleases.Release] = [:]
        for (tag, tagged) in tags where found[tag.path].map({ $0.version < tag.version }) ?? true {
            found[tag.path] = HighestReleases.Release(version: tag.version, commit: tagged.commit)
        }
        return found
    }

    /// The releases, and those that are about to be made.
    func index(with planned: [ReleaseTag: ObjectID]) -> ReleaseIndex {
        var releases = tags.filter(\.value.isAnnotated).mapValues(\.commit)
        for (tag, commit) in planned { releases[tag] = commit }
        return ReleaseIndex(releases: releases)
    }
}
