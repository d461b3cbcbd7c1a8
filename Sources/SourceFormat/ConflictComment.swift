/// The two lines that a merge writes below the name of a secret which both sides changed:
///
///     # conflict: NAME was changed on both sides; the value below is ours
///     # theirs: {"algorithm":"aes-256-gcm","keyId":…,"nonce":…,"ciphertext":…,"tag":…,"description":…}
///
/// The second is one object of JSON, or the word `removed`; it begins with `# ours:` where ours is the side that
/// removed the secret. So the file is valid, programs run with the side below, and both ciphertexts are in it.
struct ConflictComment {
    /// The bytes of each line, with its line break.
    let lines: [Range<Int>]
    /// Whose side the comment keeps; nil where that cannot be read.
    private let kept: Kept?

    private enum Kept {
        case theirs(SecretConflict.Side?)
        case oursIsRemoved
    }

    private static let begin = Array("conflict: ".utf8)
    private static let theirs = Array("theirs: ".utf8)
    private static let ours = Array("ours: ".utf8)
    private static let removed = Array("removed".utf8)

    /// Finds the comment in the lines of comments below a name.
    ///
    /// - Parameter place: the beginning of the line below the name.
    /// - Returns: nil where none is there, nor a part of one.
    init?(in source: LineText, below place: Int, of name: SecretName) {
        var place = place
        var lines: [(range: Range<Int>, text: ArraySlice<UInt8>)] = []
        var isFirst = false
        while let text = source.comment(at: place) {
            let next = source.nextLine(place)
            if Self.isBegin(text, of: name) {
                isFirst = isFirst || lines.isEmpty
                lines.append((place..<next, text))
            } else if let rest = Self.rest(of: text)?.rest,
                rest.first == 0x7B || rest.elementsEqual(Self.removed) || !lines.isEmpty
            {
                lines.append((place..<next, text))
            }
            place = next
        }
        guard let first = lines.first else { return nil }
        self.lines = lines.map(\.range)
        guard isFirst, lines.count == 2, let last = lines.last,
            last.range.lowerBound == first.range.upperBound, let (isOurs, rest) = Self.rest(of: last.text)
        else {
            kept = nil
            return
        }
        if rest.elementsEqual(Self.removed) {
            kept = isOurs ? .oursIsRemoved : .theirs(nil)
        } else {
            kept = isOurs ? nil : Self.side(rest).map { .theirs($0) }
        }
    }

    private static func isBegin(_ text: ArraySlice<UInt8>, of name: SecretName) -> Bool {
        guard text.starts(with: begin) else { return false }
        return text.dropFirst(begin.count).starts(with: Array("\(name) ".utf8))
    }

    /// Whether a comment that begins as one of these lines does is among some bytes.
    static func mayBegin(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = bytes[...]
        while let place = rest.firstIndex(of: 0x23) {
            rest = rest[(place + 1)...]
            let text = rest.drop { $0 == 0x20 || $0 == 0x09 }
            if [begin, theirs, ours].contains(where: { text.starts(with: $0) }) { return true }
        }
        return false
    }

    private static func rest(of text: ArraySlice<UInt8>) -> (isOurs: Bool, rest: ArraySlice<UInt8>)? {
        if text.starts(with: theirs) { return (false, text.dropFirst(theirs.count)) }
        if text.starts(with: ours) { return (true, text.dropFirst(ours.count)) }
        return nil
    }

    /// Reads a side back; nil where it is not exactly what ``text(of:)`` writes.
    private static func side(_ text: ArraySlice<UInt8>) -> SecretConflict.Side? {
        guard let members = try? FlatJSON.members(of: text) else { return nil }
        var fields: [String: String] = [:]
        for member in members {
            guard case .string(let bytes) = member.value, fields[member.key] == nil else { return nil }
            fields[member.key] = String(decoding: bytes, as: UTF8.self)
        }
        let description = fields.removeValue(forKey: "description")
        guard fields.count == SealedValue.fieldNames.count, let algorithm = fields["algorithm"],
            let keyId = fields["keyId"], let nonce = fields["nonce"], let ciphertext = fields["ciphertext"],
            let tag = fields["tag"]
        else { return nil }
        let value = SealedValue(
            algorithm: algorithm, keyId: keyId, nonce: nonce, ciphertext: ciphertext, tag: tag)
        guard value.problems.isEmpty else { return nil }
        return SecretConflict.Side(value: value, description: description)
    }

    /// Both sides; nil where the comment is damaged.
    func conflict(of entry: SecretsFile.Entry) -> SecretConflict? {
        let below = SecretConflict.Side(value: entry.value, description: entry.description)
        switch kept {
        case .theirs(let theirs):
            return SecretConflict(name: entry.name, line: entry.line, ours: below, theirs: theirs)
        case .oursIsRemoved:
            return SecretConflict(name: entry.name, line: entry.line, ours: nil, theirs: below)
        case nil: return nil
        }
    }

    // MARK: Writing

    /// The lines for a secret, without indentation.
    ///
    /// - Parameters:
    ///   - ours: one side; nil where it removed the secret.
    ///   - theirs: the other side; nil where it removed the secret.
    static func lines(
        for name: SecretName, ours: SecretConflict.Side?, theirs: SecretConflict.Side?
    ) -> [String] {
        guard let ours else {
            return [
                "# conflict: \(name) was removed by ours and changed by theirs; the value below is theirs",
                "# ours: removed",
            ]
        }
        guard let theirs else {
            return [
                "# conflict: \(name) was changed by ours and removed by theirs; the value below is ours",
                "# theirs: removed",
            ]
        }
        let isDescription = ours.value == theirs.value
        let change = isDescription ? "described differently" : "changed"
        return [
            "# conflict: \(name) was \(change) on both sides; the \(isDescription ? "description" : "value") below is ours",
            "# theirs: \(text(of: theirs))",
        ]
    }

    private static func text(of side: SecretConflict.Side) -> String {
        var json = JSONText()
        let fields = side.value.fields + (side.description.map { [("description", $0)] } ?? [])
        json.append("{")
        for (index, field) in fields.enumerated() {
            if index > 0 { json.append(",") }
            json.append(string: field.name)
            json.append(":")
            json.append(string: field.value, isPrintable: YAMLText.isPrintable)
        }
        json.append("}")
        return json.text
    }
}
