import Git
import SourceFormat
import SourceRepository

/// From what was found to what will be released: versions, messages, and what moves along.
struct ReleasePlanner {
    let scene: ReleaseScene
    let base: ReleaseBase
    let settings: PlanSettings
    /// The message of every tag; nil makes one of the commits.
    let message: String?

    /// A package that gets a version.
    private struct Draft {
        let plan: PackagePlan
        let version: SemanticVersion
    }

    private let engine: ReleasePlanEngine
    private let highest: [PackagePath: HighestReleases.Release]

    init(
        _ scene: ReleaseScene, _ base: ReleaseBase, _ settings: PlanSettings, message: String?
    ) throws(ToolError) {
        (self.scene, self.base, self.settings, self.message) = (scene, base, settings, message)
        // What follows is released only where it is asked for, and is then found package by package.
        let own = PlanSettings(
            types: settings.types, tagMessage: settings.tagMessage, dependents: .stay,
            excluded: settings.excluded)
        engine = ReleasePlanEngine(repository: try scene.checkout.repository, settings: own)
        highest = scene.server.highest
    }

    /// Plans releases.
    ///
    /// - Parameters:
    ///   - named: the packages; nil for all that changed.
    ///   - withDependents: also those that depend on a released one, in the version that they name.
    /// - Throws: ``ToolError`` for a package that is left out by the settings, and for a version that exists.
    func plan(
        _ named: [PackagePath]?, _ version: ReleaseRequest.Version, withDependents: Bool
    ) throws(ToolError) -> [PlannedRelease] {
        var request = ReleasePlanEngine.Request(packages: named, releases: highest)
        if named == nil, case .bump(let bump) = version { request.bump = bump }
        for path in named ?? [] {
            guard !settings.excluded.contains(path) else {
                throw ToolError("\(path) is left out of releases by \(PlanSettings.fileName)")
            }
            request.versions[path] = try asked(version, of: path)
        }
        var drafts = try drafts(request)
        if withDependents { try follow(in: &drafts) }
        var releases: [PlannedRelease] = []
        for path in drafts.keys.sorted() {
            guard let draft = drafts[path] else { continue }
            try requireFree(ReleaseTag(path: path, version: draft.version))
            releases.append(release(draft, pins: withDependents ? pins(of: path, in: drafts) : [], drafts))
        }
        return releases
    }

    private func asked(
        _ version: ReleaseRequest.Version, of path: PackagePath
    ) throws(ToolError) -> SemanticVersion? {
        switch version {
        case .auto: return nil
        case .exact(let exact): return exact
        case .bump(let bump):
            return try attempt { try (highest[path]?.version ?? .zero).bumped(bump) }
        }
    }

    private func drafts(
        _ request: ReleasePlanEngine.Request
    ) throws(ToolError) -> [PackagePath: Draft] {
        let plan = try attempt { try engine.plan(request, at: base.commit) }
        var drafts: [PackagePath: Draft] = [:]
        for package in plan.packages {
            if let next = package.next { drafts[package.path] = Draft(plan: package, version: next) }
        }
        return drafts
    }

    /// Adds what depends on a package that moves, and what depends on that: by what its own commits ask for, a patch
    /// at least.
    private func follow(in drafts: inout [PackagePath: Draft]) throws(ToolError) {
        var open = drafts.keys.sorted()
        while !open.isEmpty {
            var found: Set<PackagePath> = []
            for path in open {
                for dependent in drafts[path]?.plan.outdatedDependents ?? []
                where drafts[dependent.path] == nil && !settings.excluded.contains(dependent.path) {
                    found.insert(dependent.path)
                }
            }
            open = found.sorted()
            guard !open.isEmpty else { return }
            var added = try self.drafts(.init(packages: open, releases: highest))
            var request = ReleasePlanEngine.Request(releases: highest)
            request.packages = open.filter { added[$0] == nil }
            for path in request.packages ?? [] { request.versions[path] = try asked(.bump(.patch), of: path) }
            if request.packages?.isEmpty == false {
                added.merge(try self.drafts(request)) { first, _ in first }
            }
            drafts.merge(added) { first, _ in first }
        }
    }

    private func pins(of path: PackagePath, in drafts: [PackagePath: Draft]) -> [PlannedRelease.Pin] {
        drafts.sorted { $0.key < $1.key }.compactMap { dependency, draft in
            let outdated = draft.plan.outdatedDependents.first { $0.path == path }
            return outdated.map {
                PlannedRelease.Pin(package: dependency, from: $0.version, to: draft.version)
            }
        }
    }

    private func requireFree(_ tag: ReleaseTag) throws(ToolError) {
        if scene.server.tags[tag] != nil {
            let free = try attempt { try (highest[tag.path]?.version ?? tag.version).bumped(.patch) }
            throw ToolError(
                "\(tag) is released already, and a release never changes",
                next: "eigenpal-src release \(free) \(tag.path)")
        }
        let repository = try scene.checkout.repository
        if try attempt({ try repository.reference(tag.referenceName) }) != nil {
            throw ToolError(
                "the tag \(tag) is in this checkout and not on \(scene.checkout.remoteName): it is no release",
                next: "eigenpal-src git -- tag --delete \(tag)")
        }
    }

    private func release(
        _ draft: Draft, pins: [PlannedRelease.Pin], _ drafts: [PackagePath: Draft]
    ) -> PlannedRelease {
        let plan = draft.plan
        let tag = ReleaseTag(path: plan.path, version: draft.version)
        let previous = plan.current?.version
        var warnings: [String] = []
        if let previous, draft.version < previous {
            warnings.append("\(draft.version) is below \(previous), which stays the latest release")
        }
        if let previous, plan.commits.isEmpty, pins.isEmpty {
            warnings.append("nothing changed in \(plan.path) since \(previous)")
        }
        let changelog = ChangelogEntry.adding(
            dependencies: pins.map { ($0.package, $0.to) }, to: plan.changelog ?? "")
        return PlannedRelease(
            package: plan.path, version: draft.version, previous: previous,
            message: message
                ?? settings.tagMessage.message(
                    for: tag, previous: previous, changelog: ChangelogEntry.body(of: changelog)),
            commits: plan.commits, pins: pins,
            staying: plan.outdatedDependents.filter { dependent in
                !(drafts[dependent.path].map { $0.plan.path == dependent.path } ?? false)
                    || self.pins(of: dependent.path, in: drafts).isEmpty
            },
            warnings: warnings)
    }
}
