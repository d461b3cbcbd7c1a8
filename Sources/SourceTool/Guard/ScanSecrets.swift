import Git
import Glibc
import Guard
import Scanning
import SourceFormat
import SourceRepository
import SystemPackage

/// `scan`: the guard's search for secrets in files, in what is staged, in a history, or on standard input. It needs no
/// organization, no account and no network.
public enum ScanSecrets {
    /// What is looked at.
    public enum Target: Sendable {
        /// Files and folders; the working directory where none is named.
        case paths([String])
        /// What is staged for the next commit.
        case staged
        /// The commits of a range, `A..B` or what leads to `B`; nil for all that any reference leads to.
        case history(String?)
        /// Standard input.
        case input
    }

    /// Scans.
    ///
    /// - Parameter baseline: a file with an earlier answer in JSON, whose findings are known.
    /// - Throws: ``ToolError`` where the target is not there. What is found is an answer, not an error.
    public static func run(
        _ context: ToolContext, _ target: Target, baseline: String? = nil
    ) async throws(ToolError) -> GuardReport {
        let known = try baseline.map { (path) throws(ToolError) in try Baseline(context.path(path)) }
        let checkout = try? context.openCheckout()
        let scanner = Scanner(ownValues: checkout.flatMap { KnownValues.gather($0, context) })
        let (root, opened) = surroundings(of: target, context)
        var sieve = Sieve(known: known, allowed: allowed(root))
        var commits: Int?
        var (files, bytes) = (0, 0)
        var skipped: [String] = []
        switch target {
        case .paths(let paths):
            try scanFiles(paths, opened, scanner, context, &sieve, &files, &bytes, &skipped)
        case .input:
            FileScan.withBuffer { buffer in
                var scan = FileScan(scanner, rules: nil, buffer: buffer) { sieve.take($0) }
                scan.read(STDIN_FILENO, label: nil, place: .input)
                (files, bytes, skipped) = (scan.files, scan.bytes, scan.skipped)
            }
        case .staged:
            let repository = try requireRepository(opened, context)
            (files, bytes) = try scanStaged(repository, scanner, &sieve)
        case .history(let range):
            let repository = try requireRepository(opened, context)
            let store = ObjectStore(
                place: RepositoryPlace.discover(from: context.workingDirectory.string)
            ) { () throws(GitError) in repository }
            let history = try attempt {
                try HistoryScan.whole(of: store, range: try HistoryRange(range, repository), with: scanner)
            }
            for finding in history.findings { sieve.take(finding) }
            (commits, bytes) = (history.commits, history.bytes)
            skipped = history.skipped.map { "\($0.path): too large to be looked into" }
        }
        for line in skipped { context.terminal.warn("not looked into: \(line)") }
        return GuardReport(
            commits: commits, files: files, bytes: bytes, findings: sieve.findings, allowed: sieve.allowed,
            known: sieve.known, skipped: skipped)
    }

    /// The working tree around, and its repository where the target asks for more of it than settings.
    private static func surroundings(
        of target: Target, _ context: ToolContext
    ) -> (root: String?, repository: Repository?) {
        let directory = context.workingDirectory.string
        switch (RepositoryPlace.search(from: directory), target) {
        case (.nothing, _): return (nil, nil)
        case (.found(let place), .input): return (place.workingDirectory, nil)
        default:
            let repository = try? Repository.discover(from: directory)
            return (repository?.workingDirectory, repository)
        }
    }

    private static func requireRepository(
        _ repository: Repository?, _ context: ToolContext
    ) throws(ToolError) -> Repository {
        guard let repository else {
            throw ToolError(GitError.notARepository(context.workingDirectory.string))
        }
        return repository
    }

    /// The fingerprints that the working tree's settings allow.
    private static func allowed(_ root: String?) -> Set<String> {
        guard let root,
            let bytes = (try? Files.read(FilePath(root).appending(PlanSettings.fileName), limit: 1 << 20))
                ?? nil
        else { return [] }
        return Set(PlanSettings.parse(bytes: bytes).0?.allowed.keys.map { $0 } ?? [])
    }

    // MARK: Files

    private static func scanFiles(
        _ paths: [String], _ repository: Repository?, _ scanner: Scanner, _ context: ToolContext,
        _ sieve: inout Sieve, _ files: inout Int, _ bytes: inout Int, _ skipped: inout [String]
    ) throws(ToolError) {
        let root = repository?.workingDirectory.flatMap { Files.resolved(FilePath($0)) }
        var findings: [GuardFinding] = []
        try FileScan.withBuffer { (buffer) throws(ToolError) in
            var scan = FileScan(
                scanner, rules: root.map { ignoreRules($0, repository, context) }, buffer: buffer
            ) { findings.append($0) }
            for typed in paths.isEmpty ? ["."] : paths {
                let path = context.path(typed)
                guard let place = Files.resolved(path) else { throw ToolError("\(path) is not there") }
                let label = label(of: place, typed, root)
                if Files.kind(of: place) == .directory {
                    scan.walk(place.string, label: label)
                    try scanTracked(label, root, repository, &scan)
                } else {
                    scan.look(at: place.string, label: label)
                }
            }
            (files, bytes, skipped) = (scan.files, scan.bytes, scan.skipped)
        }
        for finding in findings { sieve.take(finding) }
    }

    /// A path below a repository's root, so that fingerprints are the same wherever one stands; as it was named outside
    /// of one.
    private static func label(of place: FilePath, _ typed: String, _ root: FilePath?) -> String {
        if let root, place.starts(with: root) {
            return place.components.dropFirst(root.components.count).map(\.string).joined(separator: "/")
        }
        return typed == "." ? "" : typed.hasSuffix("/") && typed.count > 1 ? String(typed.dropLast()) : typed
    }

    private static func ignoreRules(
        _ root: FilePath, _ repository: Repository?, _ context: ToolContext
    ) -> IgnoreRules {
        let general = repository.map { GeneralIgnoreRules.contents($0.commonDirectory, context) } ?? []
        return IgnoreRules(general: general) { path in
            (try? Files.read(root.pushing(FilePath(path)), limit: 1 << 20)) ?? nil
        }
    }

    /// Files that are ignored and in Git all the same.
    private static func scanTracked(
        _ label: String, _ root: FilePath?, _ repository: Repository?, _ scan: inout FileScan
    ) throws(ToolError) {
        guard let root, let repository else { return }
        for entry in try attempt({ try repository.indexEntries() }) where entry.isFile {
            guard label.isEmpty || entry.path.hasPrefix(label + "/"),
                !scan.seen.contains(entry.path.hashValue)
            else { continue }
            let path = root.pushing(FilePath(entry.path))
            if Files.kind(of: path) == .file { scan.look(at: path.string, label: entry.path) }
        }
    }

    // MARK: The index

    private static func scanStaged(
        _ repository: Repository, _ scanner: Scanner, _ sieve: inout Sieve
    ) throws(ToolError) -> (files: Int, bytes: Int) {
        try attempt {
            let store = ObjectStore(of: repository)
            let tree: ObjectID?
            switch try repository.head() {
            case .branch(_, let tip), .detached(let tip): tree = try store.commit(tip)?.tree
            case .unborn: tree = nil
            }
            let scan = TextScan(scanner: scanner)
            var (files, bytes) = (0, 0)
            for entry in try repository.indexEntries() where entry.isFile {
                let old = try tree.flatMap { (tree) throws(GitError) in
                    try store.entry(atPath: entry.path, inTree: tree)
                }
                guard old?.id != entry.id, let text = try store.blob(entry.id) else { continue }
                var older: [[UInt8]] = []
                if let old, old.kind != .tree, let text = try store.blob(old.id) { older.append(text) }
                files += 1
                bytes += text.count
                for match in scan.added(in: text, since: older, path: entry.path) {
                    sieve.take(GuardFinding(match, at: .file(entry.path), in: nil))
                }
            }
            return (files, bytes)
        }
    }
}

/// Parts findings into new, allowed and known ones.
private struct Sieve {
    private let baseline: Baseline?
    private let allowedPrints: Set<String>
    private(set) var findings: [GuardEntry] = []
    private(set) var allowed: [GuardEntry] = []
    private(set) var known = 0

    init(known: Baseline?, allowed: Set<String>) { (baseline, allowedPrints) = (known, allowed) }

    mutating func take(_ finding: GuardFinding) {
        if let print = finding.fingerprint {
            if allowedPrints.contains(print) {
                allowed.append(GuardEntry(finding))
                return
            }
            if baseline?.fingerprints.contains(print) == true {
                known += 1
                return
            }
        }
        findings.append(GuardEntry(finding))
    }
}
