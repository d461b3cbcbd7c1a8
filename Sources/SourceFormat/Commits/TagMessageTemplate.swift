/// What the tag of a release says, with places for what differs: `{{package}}`, `{{version}}`, `{{tag}}`,
/// `{{previous}}`, `{{changelog}}`.
public struct TagMessageTemplate: Sendable, Hashable {
    /// The places that a template may have.
    public static let places = ["package", "version", "tag", "previous", "changelog"]
    /// What it is on the first line, then what it brings.
    public static let standard = TagMessageTemplate(pieces: [
        .text("Release "), .place("package"), .text(" "), .place("version"), .text("\n\n"),
        .place("changelog"),
    ])

    private enum Piece: Sendable, Hashable {
        case text(String)
        case place(String)
    }

    private let pieces: [Piece]

    private init(pieces: [Piece]) { self.pieces = pieces }

    /// Reads a template.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_template` for a place that is not known or does not end.
    public init(parsing text: String) throws(FormatError) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw FormatError(
                    code: "invalid_template", message: "a place in the template does not end",
                    remedy: "Write }} behind its name")
            }
            let name = String(rest[open.upperBound..<close.lowerBound]).filter { $0 != " " }
            guard Self.places.contains(name) else {
                throw FormatError(
                    code: "invalid_template", message: "there is no place \(TerminalText.quoted(name))",
                    remedy: Self.places.nearest(to: name).map { "Did you mean {{\($0)}}?" }
                        ?? "The places are \(Self.places.joined(separator: ", "))")
            }
            pieces.append(.place(name))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces
    }

    /// The message of a release, which ends in one line break.
    ///
    /// - Parameters:
    ///   - previous: the version before; nil for a first release, of which it says nothing.
    ///   - changelog: the changelog's entry without its heading.
    public func message(
        for tag: ReleaseTag, previous: SemanticVersion?, changelog: String
    ) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let words): text += words
            case .place("package"): text += tag.path.dottedName
            case .place("version"): text += tag.version.description
            case .place("tag"): text += tag.name
            case .place("previous"): text += previous?.description ?? ""
            case .place: text += changelog
            }
        }
        while text.last?.isNewline == true { text.removeLast() }
        return text + "\n"
    }
}
