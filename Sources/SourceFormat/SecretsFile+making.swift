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
        func field(_ name: StaticString, _ text: String) {
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
            if !append(plain: text, to: &bytes) { bytes.append(contentsOf: YAMLText.scalar(text).utf8) }
            bytes.append(0x0A)
        }
        for addition in additions {
            let value = addition.value
            guard addition.description == nil, addition.comments.isEmpty else { return nil }
            bytes.append(contentsOf: [0x20, 0x20])
            bytes.append(contentsOf: addition.name.rawValue.utf8)
            field(":\n    encrypted:\n      algorithm: ", value.algorithm)
            bytes.append(contentsOf: "      keyId: ".utf8)
            // What a key is called elsewhere may be anything.
            guard append(plain: value.keyId, to: &bytes) else { return nil }
            bytes.append(0x0A)
            field("      nonce: ", value.nonce)
            field("      ciphertext: ", value.ciphertext)
            field("      tag: ", value.tag)
            entries.append(Entry(name: addition.name, description: nil, value: value, line: line))
            line += 7
        }
        guard bytes.count <= SourceText.maximumSize else { return nil }
        return SecretsFile(entries: entries, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Adds a text that YAML takes for a text and nothing else, seen without a closer look: it begins with a letter, has
    /// only what base64 and identifiers have, and is longer than every word that means something.
    ///
    /// - Returns: false for any other, which is not added.
    private static func append(plain text: String, to bytes: inout [UInt8]) -> Bool {
        var text = text
        return text.withUTF8 { text in
            guard text.count > 5, let first = text.first, (0x61...0x7A).contains(first | 0x20) else {
                return false
            }
            let isPlain = plainBytes.withUnsafeBufferPointer { plain in
                var isPlain = true
                for byte in text { isPlain = isPlain && plain[Int(byte)] }
                return isPlain
            }
            if isPlain { bytes.append(contentsOf: text) }
            return isPlain
        }
    }

    /// Whether a byte is one of those that base64 and identifiers have.
    private static let plainBytes: [Bool] = (0...UInt8.max).map { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2B, 0x2F, 0x3D: true
        default: false
        }
    }
}
