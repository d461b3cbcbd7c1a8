import Git
import Scanning
import SourceFormat
import SourceRepository

/// Looks at what a push brings to a remote, in Git's objects alone, before it is pushed.
public struct PushCheck {
    /// What the checks need to know of the checkout.
    public struct Scene {
        /// The repository's objects.
        public let store: ObjectStore
        /// The commits that the remote is known to have: its branches as they were last fetched.
        public let remoteTips: [ObjectID]
        /// The remote's `main` as it was last fetched; nil where it never was.
        public let remoteMain: ObjectID?
        /// The branch that releases are made of.
        public let mainBranch: String
        /// Whether the remote is the organization's, whose rules for releases and for its `main` count.
        public let judgesReferences: Bool
        /// Reads the contents of files whose ignore rules count everywhere, the most important first.
        public let ignoreRules: () -> [[UInt8]]
        /// The secrets that wait for the server, by package.
        public let pending: [(package: PackagePath, name: String)]

        /// Describes a checkout.
        public init(
            store: ObjectStore, remoteTips: [ObjectID], remoteMain: ObjectID?, mainBranch: String = "main",
            judgesReferences: Bool = true, ignoreRules: @escaping () -> [[UInt8]] = { [] },
            pending: [(package: PackagePath, name: String)] = []
        ) {
            (self.store, self.remoteTips, self.remoteMain) = (store, remoteTips, remoteMain)
            (self.mainBranch, self.judgesReferences) = (mainBranch, judgesReferences)
            (self.ignoreRules, self.pending) = (ignoreRules, pending)
        }
    }

    /// What came out.
    public struct Result: Sendable {
        /// What was found: errors first, each kind in the order of the checks.
        public var findings: [GuardFinding] = []
        /// The findings that are allowed on purpose.
        public var allowed: [GuardFinding] = []
        /// Files that were too large to be looked into.
        public var skipped: [HistoryScan.Skipped] = []
        /// How many commits the push brings.
        public var commits = 0
        /// The packages that it changes, in order.
        public var packages: [PackagePath] = []
    }

    let scene: Scene
    let scanner: () -> Scanner

    /// Checks of a checkout's pushes.
    ///
    /// - Parameter scanner: is asked for with the first text that a push brings.
    public init(_ scene: Scene, scanner: @escaping () -> Scanner) {
        (self.scene, self.scanner) = (scene, scanner)
    }

    /// Checks a push.
    ///
    /// - Throws: ``SourceRepositoryError`` where objects are missing or damaged.
    public func run(_ updates: [PushUpdate]) throws(SourceRepositoryError) -> Result {
        let store = scene.store
        var result = Result()
        let tips = try inGit { () throws(GitError) in try Tips(updates, in: store) }
        var history = HistoryScan(of: store, with: scanner)
        try inGit { () throws(GitError) in
            let outgoing = try OutgoingCommits(
                to: tips.commits.map(\.commit),
                notFrom: scene.remoteTips + updates.map(\.old).filter { $0 != .zero }, in: store)
            for commit in outgoing.commits { try history.look(at: commit) }
            try history.look(atRestOf: tips)
        }
        result.commits = history.commits
        result.skipped = history.skipped
        var findings = history.findings
        var packages: Set<PackagePath> = []
        for (update, commit) in tips.commits where update.name.hasPrefix("refs/heads/") {
            let changes = try changedPaths(of: update, to: commit, history)
            let checked = try PushedPackages(at: commit, store, with: tips.releases).check(changes)
            packages.formUnion(checked.packages)
            for finding in checked.findings where !findings.contains(where: { finding.repeats($0) }) {
                findings.append(finding)
            }
            findings += try ignored(changes.intersection(history.added.keys), at: commit, history)
        }
        if scene.judgesReferences { findings += try PushedReferences(scene, updates).check() }
        for update in updates where !update.isDeletion {
            if let tag = update.tag.flatMap({ try? ReleaseTag(parsing: $0) }) { packages.insert(tag.path) }
        }
        findings += pending(of: packages)
        result.packages = packages.sorted()
        let settings = try GuardSettings.read(at: tips.commits.map(\.commit), store)
        for finding in findings {
            if let print = finding.fingerprint, settings.allows(print) {
                result.allowed.append(finding)
            } else if !result.findings.contains(finding) {
                result.findings.append(finding)
            }
        }
        result.findings =
            result.findings.filter { $0.severity == .error }
            + result.findings.filter { $0.severity != .error }
        return result
    }

    /// The paths that a branch's update changes: against where the remote has it, or, where that is not known, by any
    /// of the commits.
    private func changedPaths(
        of update: PushUpdate, to commit: ObjectID, _ history: HistoryScan
    ) throws(SourceRepositoryError) -> Set<String> {
        try inGit { () throws(GitError) in
            guard update.old != .zero, let old = try scene.store.commit(update.old),
                let new = try scene.store.commit(commit)
            else { return history.changed }
            var paths: Set<String> = []
            try scene.store.fileDifferences(of: new.tree, from: [old.tree]) {
                if $0.isOfContents { paths.insert($0.path) }
            }
            return paths
        }
    }

    private func pending(of packages: Set<PackagePath>) -> [GuardFinding] {
        scene.pending.filter { packages.contains($0.package) }.map { secret in
            GuardFinding(
                check: .pending, rule: "pending_secret", place: .file(secret.package.secretsPath),
                message: "the secret \(secret.name) waits for the server, and what uses it would go without",
                fix: "Run eigenpal-src secrets push, commit, then push again")
        }
    }

    /// Whether a file is named like one that holds a machine's own settings, and not an example of it.
    private static func isEnvironment(_ path: String) -> Bool {
        let name = path.split(separator: "/").last?.lowercased() ?? ""
        guard name == ".env" || name.hasPrefix(".env.") || name == ".envrc" else { return false }
        let ends = ["example", "sample", "template", "dist", "defaults", "schema", "test", "ci"]
        return !ends.contains { name.hasSuffix(".\($0)") }
    }

    /// Files that the push adds, and that the ignore rules of its own commit keep out.
    private func ignored(
        _ added: Set<String>, at commit: ObjectID, _ history: HistoryScan
    ) throws(SourceRepositoryError) -> [GuardFinding] {
        guard !added.isEmpty else { return [] }
        let store = scene.store
        guard let tree = try inGit({ () throws(GitError) in try store.commit(commit)?.tree }) else {
            return []
        }
        let rules = IgnoreRules(general: scene.ignoreRules()) { path in
            guard let entry = try? store.entry(atPath: path, inTree: tree), entry.kind != .tree else {
                return nil
            }
            return (try? store.blob(entry.id, limit: 1 << 20)).flatMap { $0 }
        }
        var findings: [GuardFinding] = []
        for path in added.sorted() {
            let isIgnored = rules.ignores(path)
            guard isIgnored || Self.isEnvironment(path),
                try inGit({ () throws(GitError) in try store.entry(atPath: path, inTree: tree) }) != nil
            else { continue }
            guard isIgnored else {
                findings.append(
                    GuardFinding(
                        check: .ignored, rule: "environment_file", severity: .warning,
                        commit: history.added[path], place: .file(path),
                        message: "\(path) looks like the settings of one machine",
                        fix: "If it is, take it out (git rm --cached \(path)) and name it in .gitignore"))
                continue
            }
            findings.append(
                GuardFinding(
                    check: .ignored, rule: "ignored_file", commit: history.added[path], place: .file(path),
                    message:
                        "\(path) is to stay out of Git, as its ignore rules say, and this push brings it",
                    fix:
                        "Take it out: git rm --cached \(path), then amend or rewrite the commit that added it"
                ))
        }
        return findings
    }
}

/// What a push's references lead to.
struct Tips {
    /// The commits, each with the update that brings it.
    private(set) var commits: [(update: PushUpdate, commit: ObjectID)] = []
    /// The tag objects on the way.
    private(set) var tags: [(name: String, message: String)] = []
    /// Files and folders that are pushed without a commit, each with the name of its reference.
    private(set) var loose: [(name: String, kind: EntryKind, id: ObjectID)] = []

    /// The commits that are released.
    var releases: [ReleaseTag: ObjectID] {
        var releases: [ReleaseTag: ObjectID] = [:]
        for (update, commit) in commits {
            if let tag = update.tag.flatMap({ try? ReleaseTag(parsing: $0) }) { releases[tag] = commit }
        }
        return releases
    }

    init(_ updates: [PushUpdate], in store: ObjectStore) throws(GitError) {
        for update in updates where !update.isDeletion {
            var id = update.new
            // Tags of tags are rare, and rings of them cannot be.
            for _ in 0..<16 {
                guard let (kind, bytes) = try store.object(id) else { throw .notFound("object \(id)") }
                if kind == .commit { commits.append((update, id)) }
                if kind == .blob { loose.append((update.name, .blob, id)) }
                if kind == .tree { loose.append((update.name, .tree, id)) }
                guard kind == .tag, let tag = TagText(bytes) else { break }
                tags.append((update.tag ?? update.name, tag.message))
                id = tag.target
            }
        }
    }
}
