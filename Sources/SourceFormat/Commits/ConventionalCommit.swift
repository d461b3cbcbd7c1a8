/// A commit's message by Conventional Commits 1.0.0: `type(scope)!: description`, a body, and footers.
public struct ConventionalCommit: Sendable, Hashable {
    /// One footer: `token: value` or `token #value`, at the end of a message.
    public struct Footer: Sendable, Hashable {
        /// What it is called, as it was written: `Reviewed-by`, `BREAKING CHANGE`.
        public let token: String
        /// What it says, of one or more lines. The number sign of `token #value` is in it.
        public let value: String

        /// Whether it says what no longer works as before. Of all words of the convention these alone must be in
        /// capitals.
        public var isBreaking: Bool { token == "BREAKING CHANGE" || token == "BREAKING-CHANGE" }
    }

    /// The kind of change in small letters: `feat`, `fix`, `docs`.
    public let type: String
    /// The part of the code in parentheses after the type; nil where there is none.
    public let scope: String?
    /// Whether there is a `!` before the colon.
    public let isMarkedBreaking: Bool
    /// The rest of the first line.
    public let description: String
    /// The paragraphs between the first line and the footers; nil where there are none.
    public let body: String?
    /// The footers, in their order.
    public let footers: [Footer]

    /// Whether something no longer works as before: by the mark or by a footer.
    public var isBreaking: Bool { isMarkedBreaking || footers.contains(where: \.isBreaking) }

    /// What the footers say of what no longer works as before; where only the mark says so, the description.
    public var breakingDescriptions: [String] {
        let told = footers.filter(\.isBreaking).map(\.value)
        return told.isEmpty && isMarkedBreaking ? [description] : told
    }

    /// Reads a message; nil where it does not follow the convention.
    public init?(parsing message: String) {
        let lines = MessageLines.split(message)
        guard let first = lines.first, let header = Self.header(first) else { return nil }
        (type, scope, isMarkedBreaking, description) = header
        // What stands right below the first line is neither body nor footer to the convention.
        guard lines.count > 1 else {
            (body, footers) = (nil, [])
            return
        }
        guard lines[1].isEmpty else { return nil }
        let rest = lines.dropFirst(2)
        let start = rest.indices.first { lines[$0 - 1].isEmpty && Self.footerStart(lines[$0]) != nil }
        body = MessageLines.joined(rest[..<(start ?? rest.endIndex)])
        footers = start.map { Self.footers(rest[$0...]) } ?? []
    }

    // MARK: The first line

    private static func header(_ line: Substring) -> (String, String?, Bool, String)? {
        guard let colon = line.utf8.firstIndex(of: 0x3A) else { return nil }
        var (head, scope, isBreaking) = (line[..<colon], String?.none, false)
        var end = colon
        // A scope may hold a colon; a type may not.
        if let open = head.utf8.firstIndex(of: 0x28) {
            guard let close = line.utf8[open...].firstIndex(of: 0x29) else { return nil }
            let name = line[line.utf8.index(after: open)..<close]
            let isClean = !name.utf8.contains(0x28) && !name.allSatisfy(\.isWhitespace)
            guard isClean else { return nil }
            scope = String(name)
            head = line[..<open]
            end = line.utf8.index(after: close)
            if line.utf8[end...].first == 0x21 {
                isBreaking = true
                end = line.utf8.index(after: end)
            }
            guard line.utf8[end...].first == 0x3A else { return nil }
        } else if head.utf8.last == 0x21 {
            isBreaking = true
            head = head.dropLast()
        }
        guard isWord(head.utf8) else { return nil }
        let rest = line.utf8[line.utf8.index(after: end)...]
        guard rest.first == 0x20, let text = Substring(rest) as Substring? else { return nil }
        let description = text.drop { $0 == " " }
        guard !description.isEmpty else { return nil }
        return (String(head).lowercased(), scope, isBreaking, String(description))
    }

    /// Whether bytes are a type or a footer's token: letters, digits and hyphens, a letter first.
    private static func isWord(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    // MARK: Footers

    /// The token that a line begins with, and what follows it.
    private static func footerStart(_ line: Substring) -> (token: Substring, value: Substring)? {
        let bytes = line.utf8
        for token in ["BREAKING CHANGE", "BREAKING-CHANGE"] where bytes.starts(with: token.utf8) {
            let rest = bytes.dropFirst(token.utf8.count)
            guard rest.first == 0x3A else { return nil }
            return value(after: rest.dropFirst()).map { (line.prefix(token.utf8.count), $0) }
        }
        guard let end = bytes.firstIndex(where: { $0 == 0x3A || $0 == 0x20 }), isWord(bytes[..<end])
        else { return nil }
        if bytes[end] == 0x3A {
            return value(after: bytes[bytes.index(after: end)...]).map { (line[..<end], $0) }
        }
        let number = bytes[bytes.index(after: end)...]
        guard number.first == 0x23, number.count > 1 else { return nil }
        return (line[..<end], Substring(number))
    }

    private static func value(after rest: Substring.UTF8View) -> Substring? {
        // A value may begin on the line below, as git writes long ones; the space is then stripped by many editors.
        guard rest.first == 0x20 || rest.isEmpty else { return nil }
        return Substring(rest).drop { $0 == " " }
    }

    private static func footers(_ lines: ArraySlice<Substring>) -> [Footer] {
        var found: [(token: Substring, lines: [Substring])] = []
        for line in lines {
            if let (token, value) = footerStart(line) {
                found.append((token, value.isEmpty ? [] : [value]))
            } else if !found.isEmpty {
                found[found.count - 1].lines.append(line)
            }
        }
        return found.map { footer in
            Footer(token: String(footer.token), value: MessageLines.joined(footer.lines[...]) ?? "")
        }
    }
}

/// A message as lines.
enum MessageLines {
    /// The lines without the space at their ends, from the first that is not empty to the last.
    static func split(_ message: String) -> [Substring] {
        var lines: [Substring] = message.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            var line = $0
            while let last = line.last, last == 0x20 || last == 0x09 || last == 0x0D { line.removeLast() }
            return Substring(line)
        }
        lines = Array(lines.drop(while: \.isEmpty))
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// The lines as one text, without empty ones around it; nil where nothing is left.
    static func joined(_ lines: ArraySlice<Substring>) -> String? {
        var lines = lines.drop(while: \.isEmpty)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }
}
