import Git
import Scanning
import SourceRepository

/// The secrets in what a push brings to a repository, as the repository that receives it sees it.
public struct PushedSecrets {
    /// The secrets that are not allowed.
    public let findings: [GuardFinding]
    /// The commits that the push's references lead to.
    public let tips: Set<ObjectID>

    /// Looks at the commits and tags that a push brings and no reference has yet.
    ///
    /// - Throws: ``SourceRepositoryError`` where objects are missing or damaged.
    public init(
        of updates: [ReferenceUpdate], to repository: Repository, with scanner: Scanner = Scanner()
    ) throws(SourceRepositoryError) {
        let pushed = updates.map {
            PushUpdate(source: $0.name, new: $0.new, name: $0.name, old: $0.old)
        }
        let store = ObjectStore(of: repository)
        let (findings, commits) = try inGit { () throws(GitError) in
            let known = try Tips(
                repository.references(prefix: "refs/heads/").map {
                    PushUpdate(source: $0.name, new: $0.target, name: $0.name, old: .zero)
                }, in: store)
            let tips = try Tips(pushed, in: store)
            let outgoing = try OutgoingCommits(
                to: tips.commits.map(\.commit), notFrom: known.commits.map(\.commit), in: store)
            var scan = HistoryScan(of: store) { scanner }
            for commit in outgoing.commits { try scan.look(at: commit) }
            try scan.look(atRestOf: tips)
            return (scan.findings, tips.commits.map(\.commit))
        }
        tips = Set(commits)
        let settings = try GuardSettings.read(at: commits, store)
        self.findings = findings.filter { finding in
            finding.severity == .error && !(finding.fingerprint.map(settings.allows) ?? false)
        }
    }
}
