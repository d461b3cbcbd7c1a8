import Git
import SourceFormat

/// Plans releases from a repository alone: one walk over history answers for all packages.
///
/// Bound to the ``Git/Repository`` it was made with, and like it for one task at a time.
public struct ReleasePlanEngine {
    /// What to plan.
    public struct Request: Sendable {
        /// The packages to plan for; nil for all.
        public var packages: [PackagePath]?
        /// Commits that lead to this one are not counted; nil counts from each package's highest release on.
        public var since: ObjectID?
        /// The part of the version to raise for every package with commits, whatever they say; nil asks them.
        public var bump: Bump?
        /// The highest release of each package that has one, where others count than those of the repository's tags.
        public var releases: [PackagePath: HighestReleases.Release]?
        /// Next versions that are asked for, whatever the commits say.
        public var versions: [PackagePath: SemanticVersion]
        /// Whether to keep what was learned in the Git directory, and to use what is there.
        public var usesIndex: Bool

        /// Describes what to plan.
        public init(
            packages: [PackagePath]? = nil, since: ObjectID? = nil, bump: Bump? = nil,
            releases: [PackagePath: HighestReleases.Release]? = nil,
            versions: [PackagePath: SemanticVersion] = [:], usesIndex: Bool = true
        ) {
            self.versions = versions
            self.packages = packages
            self.since = since
            self.bump = bump
            self.releases = releases
            self.usesIndex = usesIndex
        }
    }

    let repository: Repository
    let settings: PlanSettings

    /// Plans in a repository.
    public init(repository: Repository, settings: PlanSettings = .standard) {
        (self.repository, self.settings) = (repository, settings)
    }

    /// Plans the releases of a commit, which is the tip of `main` but for questions of what would be.
    ///
    /// - Throws: ``SourceRepositoryError/unreadable(path:reason:)`` for a package that the commit does not have;
    ///   ``SourceRepositoryError/format(_:)`` where a version cannot be raised; ``SourceRepositoryError/git(_:)``.
    public func plan(
        _ request: Request = Request(), at tip: ObjectID
    ) throws(SourceRepositoryError) -> ReleasePlan {
        // A history that was cut off may grow at its end, where the index takes it to be over.
        let isShallow = try inGit { () throws(GitError) in repository.isShallow }
        let file =
            request.usesIndex && !isShallow
            ? TouchIndexFile(commonDirectory: repository.commonDirectory) : nil
        var history = PlanHistory(repository: repository, index: file?.read() ?? TouchIndex())
        let catalog = try inGit { () throws(GitError) in try history.start(at: tip) }
        let asked = try packages(of: request, in: catalog, at: tip)
        let excluded = Set(settings.excluded)
        let planned = asked.filter { !excluded.contains($0) }
        let needed = needed(for: planned, in: catalog).subtracting(excluded)
        let commits = try inGit { () throws(GitError) in
            let releases: [PackagePath: HighestReleases.Release]
            if let known = request.releases {
                releases = known
            } else {
                releases = try HighestReleases.read(
                    from: repository, of: needed.count == 1 ? needed.first : nil)
            }
            return try history.commits(touching: needed, releases: releases, since: request.since)
        }
        if let file, history.hasLearned { file.write(history.index) }
        var drafts: [PackagePath: PlanDraft] = [:]
        var messages = PlanMessages(repository: repository, settings: settings)
        for path in needed {
            let own = commits[path] ?? PlanHistory.Touching(release: nil, isInHistory: false, commits: [])
            drafts[path] = try PlanDraft(own, of: path, request: request, messages: &messages)
        }
        let moves = PlanMoves(catalog: catalog, follows: settings.dependents == .follow)
        try moves.follow(in: &drafts)
        return ReleasePlan(
            commit: tip.hex, isShallow: isShallow,
            packages: planned.compactMap { path in drafts[path].map { moves.plan(of: path, $0, in: drafts) }
            },
            excluded: asked.filter { excluded.contains($0) })
    }

    private func packages(
        of request: Request, in catalog: PlanCatalog, at tip: ObjectID
    ) throws(SourceRepositoryError) -> [PackagePath] {
        guard let named = request.packages else { return catalog.packages.keys.sorted() }
        for path in named where catalog.packages[path] == nil {
            throw .unreadable(
                path: path.manifestPath, reason: "there is no such package in the commit \(tip.hex.prefix(7))"
            )
        }
        return Set(named).sorted()
    }

    /// The packages whose moves decide on the plan: where dependents follow, also all that are depended on.
    private func needed(for packages: [PackagePath], in catalog: PlanCatalog) -> Set<PackagePath> {
        var needed = Set(packages)
        guard settings.dependents == .follow else { return needed }
        var open = packages
        while let path = open.popLast() {
            for pin in catalog.packages[path]?.dependencies ?? []
            where catalog.packages[pin.path] != nil && needed.insert(pin.path).inserted {
                open.append(pin.path)
            }
        }
        return needed
    }
}
