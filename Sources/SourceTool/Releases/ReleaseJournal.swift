import Git
import Guard
import SourceFormat
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a release is about to do, written down before anything is done: `eigenpal/release.json` in the directory that all
/// worktrees of a repository share.
///
/// While it is there, a release is unfinished. Every step can be done again: what is done already is then left alone.
struct ReleaseJournal: Codable, Hashable, Sendable {
    /// One release.
    struct Entry: Codable, Hashable, Sendable {
        /// The package.
        let package: PackagePath
        /// The version.
        let version: SemanticVersion
        /// The highest release before it.
        let previous: SemanticVersion?
        /// The tag object, 40 digits.
        let object: String
        /// The commit that it leads to, 40 digits.
        let commit: String
        /// Whether the server takes over what it says of its automation.
        let syncs: Bool
        /// Whether nothing is left to do for it.
        var isDone = false

        /// The tag's name.
        var tag: ReleaseTag { ReleaseTag(path: package, version: version) }
    }

    /// How `main` moves.
    struct MainMove: Codable, Hashable, Sendable {
        /// Where the server has it, 40 digits.
        let from: String
        /// Where it goes, 40 digits.
        let to: String
    }

    /// The form of the file.
    var form = 1
    /// What was asked for, so that the same command is known again.
    let request: String
    /// When it began, ISO 8601 in UTC.
    let begun: String
    /// The remote that the tags go to.
    let remote: String
    /// The branch that releases are made of.
    let mainBranch: String
    /// How the branch moves; nil where it stays.
    let main: MainMove?
    /// The releases, each after what it depends on.
    var releases: [Entry]
    /// Whether the server is known to have the tags.
    var hasArrived = false

    /// The releases in words: the one tag, or how many there are.
    var subject: String {
        releases.count == 1 ? "\(releases[0].tag)" : "\(count(releases.count, "release"))"
    }

    /// What it pushes, as git would tell its `pre-push` hook.
    var updates: [PushUpdate] {
        let tags = releases.compactMap { entry in
            ObjectID(hex: entry.object).map {
                PushUpdate(
                    source: entry.tag.referenceName, new: $0, name: entry.tag.referenceName, old: .zero)
            }
        }
        guard let main, let from = ObjectID(hex: main.from), let to = ObjectID(hex: main.to) else {
            return tags
        }
        let name = "refs/heads/\(mainBranch)"
        return [PushUpdate(source: name, new: to, name: name, old: from)] + tags
    }

    /// Whether every object is named by digits.
    private var isSound: Bool {
        let ids = releases.flatMap { [$0.object, $0.commit] } + (main.map { [$0.from, $0.to] } ?? [])
        return form == 1 && !releases.isEmpty && ids.allSatisfy { ObjectID(hex: $0) != nil }
    }

    /// Reads a journal; nil for anything but a whole one.
    init?(bytes: [UInt8]) {
        guard let journal = try? JSONDecoder().decode(Self.self, from: Data(bytes)), journal.isSound else {
            return nil
        }
        self = journal
    }

    init(
        request: String, begun: String, remote: String, mainBranch: String, main: MainMove?,
        releases: [Entry]
    ) {
        (self.request, self.begun, self.remote) = (request, begun, remote)
        (self.mainBranch, self.main, self.releases) = (mainBranch, main, releases)
    }
}

/// The place of the journal.
struct ReleaseJournalFile {
    private static let limit = 16 << 20

    /// The journal's own path.
    let path: FilePath

    /// - Throws: ``ToolError`` where the repository cannot be opened.
    init(in checkout: Checkout) throws(ToolError) {
        path = FilePath(try checkout.repository.commonDirectory).appending("eigenpal").appending(
            "release.json")
    }

    /// The unfinished release; nil where there is none.
    ///
    /// - Throws: ``ToolError`` for a journal that cannot be read.
    func read() throws(ToolError) -> ReleaseJournal? {
        guard let bytes = try Files.read(path, limit: Self.limit) else { return nil }
        guard let journal = ReleaseJournal(bytes: bytes) else {
            throw ToolError(
                "\(path) does not say which release is unfinished: it is damaged",
                details: ["compare eigenpal-src releases PACKAGE --server, then remove the file"])
        }
        return journal
    }

    /// Writes the journal.
    ///
    /// - Parameter isDurable: waits until the disk has it; false for what is found out again anyway.
    func write(_ journal: ReleaseJournal, isDurable: Bool = true) throws(ToolError) {
        try Files.makeDirectory(Files.parent(of: path))
        try AtomicFile.write(
            Array(try Output.json(journal).utf8), to: path, mode: FilePermissions(rawValue: 0o600),
            isDurable: isDurable)
    }

    /// Takes the journal away: the release is finished, or was given up.
    func remove() { Files.remove(path) }
}
