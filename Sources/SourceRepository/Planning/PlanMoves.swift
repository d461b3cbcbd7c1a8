import Git
import SourceFormat

/// A package's plan while it is made.
struct PlanDraft {
    let current: HighestReleases.Release?
    let isInHistory: Bool
    let told: [PlanMessages.Told]
    let isRequested: Bool
    private(set) var bump: Bump?
    private(set) var next: SemanticVersion?

    init(
        _ touching: PlanHistory.Touching, of path: PackagePath, request: ReleasePlanEngine.Request,
        messages: inout PlanMessages
    ) throws(SourceRepositoryError) {
        current = touching.release
        isInHistory = touching.isInHistory
        do throws(GitError) {
            told = try messages.told(of: touching.commits)
        } catch {
            throw .git(error)
        }
        let version = request.versions[path]
        isRequested = version != nil || (request.bump != nil && !told.isEmpty)
        let asked = told.compactMap(\.commit.bump).max()?.applied(after: current?.version ?? .zero)
        if let version {
            (next, bump) = (version, Bump(from: current?.version ?? .zero, to: version))
        } else if let bump = isRequested ? request.bump : asked {
            try move(bump)
        }
    }

    /// Sets the next version.
    mutating func move(_ bump: Bump) throws(SourceRepositoryError) {
        do throws(FormatError) {
            next = try (current?.version ?? .zero).bumped(bump)
        } catch {
            throw .format(error)
        }
        self.bump = bump
    }
}

/// How the moves of packages move others.
struct PlanMoves {
    private let catalog: PlanCatalog
    private let dependents: [PackagePath: [(path: PackagePath, version: SemanticVersion)]]
    private let follows: Bool

    init(catalog: PlanCatalog, follows: Bool) {
        (self.catalog, self.follows) = (catalog, follows)
        dependents = catalog.dependents()
    }

    /// Moves what depends on a package that moves, and what depends on that.
    func follow(in drafts: inout [PackagePath: PlanDraft]) throws(SourceRepositoryError) {
        guard follows else { return }
        var open = drafts.filter { $0.value.next != nil }.map(\.key)
        while let path = open.popLast() {
            guard let next = drafts[path]?.next else { continue }
            for dependent in dependents[path] ?? [] where dependent.version < next {
                guard var draft = drafts[dependent.path], draft.next == nil else { continue }
                try draft.move(.patch)
                drafts[dependent.path] = draft
                open.append(dependent.path)
            }
        }
    }

    /// A package's plan, when all moves are known.
    func plan(
        of path: PackagePath, _ draft: PlanDraft, in drafts: [PackagePath: PlanDraft]
    ) -> PackagePlan {
        let moved = follows ? movedDependencies(of: path, in: drafts) : []
        var reasons: [PlanReason] = []
        var changelog: String?
        if let next = draft.next {
            let asking = draft.told.filter { $0.commit.bump != nil }
            if draft.isRequested { reasons.append(.requested) }
            if !asking.isEmpty { reasons.append(.commits(asking.count)) }
            reasons += moved.map { .dependency($0.path, from: $0.from, to: $0.to) }
            var entry = ChangelogEntry(for: ReleaseTag(path: path, version: next))
            // Where only the request asks for a release, it is of whatever there is.
            let told = asking.isEmpty && draft.isRequested ? draft.told : asking
            for told in told { entry.add(message: told.message, commit: told.commit.commit) }
            for move in moved { entry.add(dependency: move.path, version: move.to) }
            changelog = entry.markdown
        }
        let highest = draft.next ?? draft.current?.version
        let outdated = (dependents[path] ?? []).filter { pin in highest.map { pin.version < $0 } ?? false }
        return PackagePlan(
            path: path,
            current: draft.current.map {
                CurrentRelease(version: $0.version, commit: $0.commit.hex, isInHistory: draft.isInHistory)
            },
            commits: draft.told.map(\.commit), bump: draft.bump, next: draft.next, reasons: reasons,
            changelog: changelog,
            outdatedDependents: outdated.map { pin in
                OutdatedDependent(
                    path: pin.path, version: pin.version,
                    follows: follows && draft.next != nil && drafts[pin.path]?.next != nil)
            },
            isManifestValid: catalog.packages[path]?.dependencies != nil)
    }

    /// The dependencies that move away from the version that a package names.
    private func movedDependencies(
        of path: PackagePath, in drafts: [PackagePath: PlanDraft]
    ) -> [(path: PackagePath, from: SemanticVersion, to: SemanticVersion)] {
        let pins = (catalog.packages[path]?.dependencies ?? []).sorted { $0.path < $1.path }
        return pins.compactMap { pin in
            guard let next = drafts[pin.path]?.next, pin.version < next else { return nil }
            return (pin.path, pin.version, next)
        }
    }
}
