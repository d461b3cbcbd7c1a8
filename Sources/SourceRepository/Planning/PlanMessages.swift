import Git
import SourceFormat

/// What commits say, each read once however many packages it touches.
struct PlanMessages {
    /// A commit, and what must be known of its message beside.
    struct Told {
        let commit: PlannedCommit
        let message: String
        /// The commits that it takes back, as the first digits of their names.
        let reverted: [String]
    }

    private let repository: Repository
    private let settings: PlanSettings
    private var known: [ObjectID: Told] = [:]

    init(repository: Repository, settings: PlanSettings) {
        (self.repository, self.settings) = (repository, settings)
    }

    /// What commits say, in their order, with those that cancel each other out told so.
    mutating func told(of ids: [ObjectID]) throws(GitError) -> [Told] {
        var all: [Told] = []
        for id in ids { all.append(try told(of: id)) }
        var cancelled: Set<Int> = []
        // From the newest on, so that a commit that was itself taken back takes nothing back.
        for (place, told) in all.enumerated() where !told.reverted.isEmpty && !cancelled.contains(place) {
            var places: [Int] = []
            for digits in told.reverted {
                let found = all[(place + 1)...].firstIndex { $0.commit.commit.hasPrefix(digits) }
                if let found, !cancelled.contains(found) { places.append(found) }
            }
            // One that also takes back what was released still changes something.
            guard places.count == told.reverted.count else { continue }
            cancelled.formUnion(places + [place])
        }
        return all.enumerated().map { place, told in
            guard cancelled.contains(place) else { return told }
            return Told(commit: told.commit.cancelled, message: told.message, reverted: told.reverted)
        }
    }

    private mutating func told(of id: ObjectID) throws(GitError) -> Told {
        if let told = known[id] { return told }
        let commit = try repository.commit(id)
        let parsed = ConventionalCommit(parsing: commit.message)
        let planned = PlannedCommit(
            commit: id.hex, summary: TerminalText.cleaned(commit.summary), type: parsed?.type,
            scope: parsed?.scope.map { TerminalText.cleaned($0) }, isBreaking: parsed?.isBreaking ?? false,
            isConventional: parsed != nil, isCancelled: false, bump: settings.bump(for: parsed))
        let told = Told(
            commit: planned, message: commit.message,
            reverted: RevertedCommits.named(in: commit.message))
        known[id] = told
        return told
    }
}

extension PlannedCommit {
    /// The commit, which asks for nothing.
    fileprivate var cancelled: PlannedCommit {
        PlannedCommit(
            commit: commit, summary: summary, type: type, scope: scope, isBreaking: isBreaking,
            isConventional: isConventional, isCancelled: true, bump: nil)
    }
}
