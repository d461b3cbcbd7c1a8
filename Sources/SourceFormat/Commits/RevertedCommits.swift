/// Which commits a message takes back.
public enum RevertedCommits {
    /// The commits, as 7 to 40 hexadecimal digits each: of git's own `This reverts commit <id>.`, and of the footers
    /// `Refs:` and `Reverts:` of a commit of the type `revert`.
    public static func named(in message: String) -> [String] {
        var found: [String] = []
        let phrase = "This reverts commit "
        for line in MessageLines.split(message) where line.utf8.starts(with: phrase.utf8) {
            if let id = identifier(line.dropFirst(phrase.count)) { found.append(id) }
        }
        guard let commit = ConventionalCommit(parsing: message), commit.type == "revert" else { return found }
        for footer in commit.footers where ["refs", "reverts"].contains(footer.token.lowercased()) {
            for word in footer.value.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
                if let id = identifier(word) { found.append(id) }
            }
        }
        return found
    }

    /// The digits that a text begins with, where they are an id.
    private static func identifier(_ text: Substring) -> String? {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
        let next = text.utf8.dropFirst(digits.count).first
        guard (7...40).contains(digits.count), next.map({ $0 == 0x2E || $0 == 0x2C }) ?? true else {
            return nil
        }
        return String(Substring(digits)).lowercased()
    }
}
