import Git
import Scanning
import SourceFormat

/// Looks for secrets in what commits add, one commit after the other.
public struct HistoryScan {
    /// A file that was not looked into.
    public struct Skipped: Sendable, Hashable {
        /// The commit that brings it; nil for a file that a reference names.
        public let commit: ObjectID?
        /// Its path.
        public let path: String
    }

    /// The findings, each secret where it was met first.
    public private(set) var findings: [GuardFinding] = []
    /// The files that were not looked into: they are larger than ``Git/ObjectFiles/maximumSize``.
    public private(set) var skipped: [Skipped] = []
    /// How many commits were looked at.
    public private(set) var commits = 0
    /// How many bytes of files were looked at.
    public private(set) var bytes = 0

    /// The paths that any commit changed.
    private(set) var changed: Set<String> = []
    /// The files that were new in any commit.
    private(set) var added: [String: ObjectID] = [:]

    private let store: ObjectStore
    private let scanner: () -> Scanner
    private lazy var scan = TextScan(scanner: scanner())
    private var seen: Set<Seen> = []
    private var told: Set<String> = []

    /// One comparison, which in histories with merges and picks comes again.
    private struct Seen: Hashable {
        let path: String
        let new: ObjectID
        let old: [ObjectID]
    }

    /// A scan of a repository's history.
    ///
    /// - Parameter scanner: is asked for with the first text there is to scan.
    public init(of store: ObjectStore, with scanner: @escaping () -> Scanner) {
        (self.store, self.scanner) = (store, scanner)
    }

    /// Looks at a commit: its message, and the lines that it adds to what all of its parents have.
    ///
    /// - Throws: ``GitError`` for an object that is missing or damaged.
    public mutating func look(at commit: Commit) throws(GitError) {
        commits += 1
        for match in scan.message(commit.message) { tell(match, .commitMessage, commit.id, of: "") }
        var parents: [ObjectID?] = []
        for parent in commit.parents { parents.append(try store.commit(parent)?.tree) }
        var differences: [ObjectStore.Difference] = []
        try store.fileDifferences(of: commit.tree, from: parents) {
            if $0.isOfContents { differences.append($0) }
        }
        // A file that only moved brings nothing new.
        let gone = Set(
            differences.lazy.filter { $0.new == nil }.flatMap { $0.old.compactMap { $0?.id } })
        for difference in differences {
            changed.insert(difference.path)
            guard let new = difference.new, new.kind != .submodule else { continue }
            let old = difference.old.compactMap { $0 }.filter { $0.kind != .submodule && $0.kind != .tree }
            if old.isEmpty {
                if added[difference.path] == nil { added[difference.path] = commit.id }
                if gone.contains(new.id) { continue }
            }
            try look(at: difference.path, new.id, since: old.map(\.id), commit.id)
        }
    }

    /// Looks at what a push brings beside commits: the messages of tags, and files and folders that references name.
    ///
    /// - Throws: ``GitError`` for an object that is missing or damaged.
    mutating func look(atRestOf tips: Tips) throws(GitError) {
        for tag in tips.tags {
            for match in scan.message(tag.message) { tell(match, .tagMessage(tag.name), nil, of: tag.name) }
        }
        for (name, kind, id) in tips.loose {
            guard kind == .tree else {
                try look(at: name, id, since: [], nil)
                continue
            }
            var files: [(path: String, id: ObjectID)] = []
            try store.fileDifferences(of: id, from: []) { file in
                if let new = file.new, new.kind != .submodule { files.append((file.path, new.id)) }
            }
            for file in files { try look(at: file.path, file.id, since: [], nil) }
        }
    }

    private mutating func look(
        at path: String, _ new: ObjectID, since old: [ObjectID], _ commit: ObjectID?
    ) throws(GitError) {
        guard seen.insert(Seen(path: path, new: new, old: old)).inserted else { return }
        do throws(GitError) {
            guard let text = try store.blob(new) else { throw .notFound("blob \(new)") }
            bytes += text.count
            var older: [[UInt8]] = []
            for id in old { if let text = try store.blob(id) { older.append(text) } }
            for match in scan.added(in: text, since: older, path: path) {
                tell(match, .file(path), commit, of: path)
            }
            if path == PackageFileName.secrets || path.hasSuffix("/\(PackageFileName.secrets)") {
                lookForPlaintext(text, path, commit)
            }
        } catch .tooLarge {
            skipped.append(Skipped(commit: commit, path: path))
        }
    }

    /// A value that was written into a secrets file unencrypted is a leak in whichever commit it is.
    private mutating func lookForPlaintext(_ text: [UInt8], _ path: String, _ commit: ObjectID?) {
        for finding in SecretsFile.parse(bytes: text, file: path).1
        where SecretsFile.plaintextCodes.contains(finding.code) {
            guard told.insert("\(path)\0\(finding.code)\0\(finding.message)").inserted else { continue }
            findings.append(
                GuardFinding(
                    check: .secret, rule: finding.code, commit: commit, place: .file(path),
                    line: finding.line,
                    message: finding.message, fix: finding.remedy))
        }
    }

    private mutating func tell(
        _ match: Match, _ place: GuardFinding.Place, _ commit: ObjectID?, of path: String
    ) {
        guard told.insert("\(path)\0\(match.fingerprint)").inserted else { return }
        findings.append(GuardFinding(match, at: place, in: commit))
    }
}
