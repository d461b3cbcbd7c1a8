extension SecretsFile {
    /// The file of new secrets alone, as editing ``empty`` makes it, but written in one go and not read again: all there
    /// is in it was made here, and a thousand secrets take longer to read than to write.
    ///
    /// - Parameter additions: the secrets, in the order in which they stand.
    /// - Returns: nil where something is to be written that takes more care than names and base64.
    static func made(of additions: [SecretsPlan.Addition]) -> SecretsFile? {
        var bytes = Array("schemaVersion: 1\nsecrets:\n".utf8)
        bytes.reserveCapacity(bytes.count + 320 * additions.count)
        var entries: [Entry] = []
        entries.reserveCapacity(additions.count)
        var line = 3
        for addition in additions {
            let value = addition.value
            guard addition.description == nil, addition.comments.isEmpty, isPlain(value.keyId) else {
                return nil
            }
            bytes.append(contentsOf: "  ".utf8)
            bytes.append(contentsOf: addition.name.rawValue.utf8)
            bytes.append(contentsOf: ":\n    encrypted:\n".utf8)
            for (name, text) in value.fields {
                bytes.append(contentsOf: "      ".utf8)
                bytes.append(contentsOf: name.utf8)
                bytes.append(contentsOf: ": ".utf8)
                bytes.append(contentsOf: (isPlain(text) ? text : YAMLText.scalar(text)).utf8)
                bytes.append(0x0A)
            }
            entries.append(Entry(name: addition.name, description: nil, value: value, line: line))
            line += 2 + value.fields.count
        }
        guard bytes.count <= SourceText.maximumSize else { return nil }
        return SecretsFile(entries: entries, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Whether a text is one that YAML takes for a text and nothing else, seen without a closer look: it begins with a
    /// letter, has only what base64 and identifiers have, and is longer than every word that means something.
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count > 5, let first = bytes.first, isLetter(first) else { return false }
            return bytes.allSatisfy { byte in
                isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
                    || byte == 0x2B
                    || byte == 0x2F || byte == 0x3D
            }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
