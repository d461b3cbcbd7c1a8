import Git
import SourceFormat
import SourceRepository

/// A release with all that is known of it.
public struct ReleaseDetails: Renderable {
    /// A package that the release depends on.
    public struct Dependency: Sendable, Encodable {
        /// The package.
        public let package: PackagePath
        /// The version that is named.
        public let version: SemanticVersion
    }

    /// The package.
    public let package: PackagePath
    /// The version.
    public let version: SemanticVersion
    /// The tag's name.
    public let tag: String
    /// The commit that was released.
    public let commit: String
    /// The first line of the commit's message.
    public let summary: String
    /// Who wrote the commit.
    public let author: String
    /// When it was written, ISO 8601 in UTC.
    public let authorDate: String
    /// Who tagged it; nil where the tag does not say.
    public let tagger: String?
    /// When it was tagged, ISO 8601 in UTC; nil where the tag does not say.
    public let date: String?
    /// What the package's manifest names in that commit, in its order; nil where there is none that is valid.
    public let dependencies: [Dependency]?
    /// The tag's message, which is the changelog's entry.
    public let message: String

    init(_ release: Release, _ commit: Commit, dependencies: [SourceFormat.Dependency]?) {
        (package, version, tag) = (release.path, release.version, release.tag.name)
        (self.commit, summary) = (commit.id.hex, commit.summary)
        (author, authorDate) = (commit.author.name, Timestamp.iso(commit.author.date))
        let tagger = release.annotation?.tagger
        (self.tagger, date) = (tagger?.name, tagger.map { Timestamp.iso($0.date) })
        self.dependencies = dependencies?.map { Dependency(package: $0.path, version: $0.version) }
        message = release.annotation?.message ?? ""
    }

    /// What is known of it, and below that the message as it is.
    public func lines(_ style: Style) -> [String] {
        var rows = [
            ["  commit", "\(commit)  \(TerminalText.cleaned(summary))"],
            ["  author", "\(TerminalText.cleaned(author)), \(authorDate)"],
        ]
        if let tagger, let date { rows.append(["  tagger", "\(TerminalText.cleaned(tagger)), \(date)"]) }
        if let dependencies {
            for (index, dependency) in dependencies.enumerated() {
                rows.append([
                    index == 0 ? "  depends on" : "", "\(dependency.package) \(dependency.version)",
                ])
            }
        } else {
            rows.append(["  depends on", "unknown: the commit has no valid manifest of the package"])
        }
        var lines = [style.name(tag)] + style.table(rows)
        let text = message.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            // Not even the colours that an answer keeps.
            TerminalText.cleaned(
                String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self))
        }
        if let end = text.lastIndex(where: { !$0.isEmpty }) { lines += [""] + text[...end] }
        return lines
    }
}
