/// Reads the contents of commits and tags in the form that git writes them; nil for any other, which libgit2 may
/// know how to take.
struct ObjectText {
    private var rest: ArraySlice<UInt8>

    private init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// A commit.
    static func commit(_ bytes: [UInt8], id: ObjectID) -> Commit? {
        var text = ObjectText(bytes)
        guard let tree = text.line("tree ").flatMap({ ObjectID(hexDigits: $0) }) else { return nil }
        var parents: [ObjectID] = []
        while let line = text.line("parent ") {
            guard let parent = ObjectID(hexDigits: line) else { return nil }
            parents.append(parent)
        }
        guard let author = text.line("author ").flatMap(signature),
            let committer = text.line("committer ").flatMap(signature)
        else { return nil }
        // Other fields, such as a signature's lines, until a line that is empty.
        while let line = text.line("") {
            // A second author, which some tools wrote, and the like.
            guard !line.starts(with: "author ".utf8), !line.starts(with: "committer ".utf8) else {
                return nil
            }
            guard line.isEmpty else { continue }
            let message = text.rest.drop { $0 == 0x0A }
            return Commit(
                id: id, tree: tree, parents: parents, author: author, committer: committer,
                message: string(message))
        }
        return nil
    }

    /// A tag object.
    static func tag(_ bytes: [UInt8]) -> TagObject? {
        var text = ObjectText(bytes)
        guard let target = text.line("object ").flatMap({ ObjectID(hexDigits: $0) }),
            let kind = text.line("type ").flatMap({ ObjectKind(word: $0) }), text.line("tag ") != nil
        else { return nil }
        var tagger: Signature?
        if let line = text.line("tagger ") {
            guard let known = signature(line) else { return nil }
            tagger = known
        }
        guard let empty = text.line(""), empty.isEmpty else { return nil }
        return TagObject(
            target: target, leadsToTag: kind == .tag, tagger: tagger, message: string(text.rest))
    }

    /// The rest of the line that begins so, which is then passed; nil where it begins otherwise or does not end.
    private mutating func line(_ beginning: StaticString) -> ArraySlice<UInt8>? {
        let word = UnsafeBufferPointer(start: beginning.utf8Start, count: beginning.utf8CodeUnitCount)
        guard rest.starts(with: word), let end = rest.firstIndex(of: 0x0A) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[(rest.startIndex + word.count)..<end]
    }

    /// The text up to a zero byte, where C ends it.
    private static func string(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// A person and a moment: `name <email> seconds zone`, with nothing around the names that git would leave out.
    private static func signature(_ line: ArraySlice<UInt8>) -> Signature? {
        guard let open = line.firstIndex(of: UInt8(ascii: "<")),
            let close = line.firstIndex(of: UInt8(ascii: ">")), open < close,
            open > line.startIndex + 1, line[open - 1] == 0x20,
            line[(open + 1)...].lastIndex(of: UInt8(ascii: "<")) == nil,
            line.lastIndex(of: UInt8(ascii: ">")) == close, !line.contains(0)
        else { return nil }
        let (name, email) = (line[..<(open - 1)], line[(open + 1)..<close])
        for part in [name, email] {
            guard let first = part.first, let last = part.last, !isCrud(first), !isCrud(last) else {
                return nil
            }
        }
        let fields = line[(close + 1)...].split(separator: 0x20, omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].isEmpty, let date = Int(decimalDigits: fields[1]),
            let sign = fields[2].first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            fields[2].count == 5, let zone = Int(decimalDigits: fields[2].dropFirst()),
            zone / 100 <= 14, zone % 100 <= 59
        else { return nil }
        let minutes = Int32(zone / 100 * 60 + zone % 100)
        return Signature(
            name: String(decoding: name, as: UTF8.self), email: String(decoding: email, as: UTF8.self),
            date: Int64(date), offsetMinutes: sign == UInt8(ascii: "-") ? -minutes : minutes)
    }

    /// Whether a byte is one that git takes off the ends of names.
    private static func isCrud(_ byte: UInt8) -> Bool {
        byte <= 0x20 || ".,:;<>\"\\'".utf8.contains(byte)
    }
}
