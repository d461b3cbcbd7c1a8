/// `--version` of the verbs that take a version: the parser takes the word for the question which version the tool is of,
/// wherever it stands.
enum VersionOption {
    /// What the parser is given instead.
    static let name = "run-version"

    private static let verbs = ["run", "rerun"]

    /// The arguments with another word for `--version` behind one of these verbs.
    static func separated(_ arguments: [String]) -> [String] {
        guard arguments.contains(where: { $0.hasPrefix("--version") }) else { return arguments }
        let rest = Passthrough.withoutGlobalOptions(arguments[...])
        guard let verb = rest.first, verbs.contains(verb) else { return arguments }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        let own = rest[..<end].map { word in
            word == "--version" || word.hasPrefix("--version=") ? "--\(name)\(word.dropFirst(9))" : word
        }
        return arguments[..<rest.startIndex] + own + rest[end...]
    }

    /// A text of the parser's with the word that was typed.
    static func typed(_ text: String) -> String {
        // The first keeps the columns of help.
        text.replacing("--\(name) <ref> ", with: "--version <ref>     ")
            .replacing("--\(name)", with: "--version")
    }
}
