/// A private key in PEM, OpenSSH's form or PGP's armour, on lines of its own or in a string with escaped line feeds.
enum PrivateKeyBlock {
    /// The least characters of base64 that a real key has: Ed25519 in PKCS #8 takes 64.
    private static let least = 60
    private static let most = 400

    /// The range of the key's first bytes, and whether a passphrase protects it.
    static func match(_ text: Stretch, literal: Range<Int>) -> (range: Range<Int>, isEncrypted: Bool)? {
        let label = text.run(of: ByteSet("A-Z0-9 "), from: literal.upperBound, limit: 40)
        let name = text.slice(literal.upperBound..<literal.upperBound + label)
        guard contains(name, "PRIVATE KEY"), text.has(Array("-----".utf8), at: literal.upperBound + label)
        else {
            return nil
        }
        var isEncrypted = contains(name, "ENCRYPTED")
        var position = literal.upperBound + label + 5
        var body: [UInt8] = []
        while position < text.high, body.count < most {
            let byte = text[position]
            if ByteSet.base64.contains(byte) {
                let run = text.run(of: .base64, from: position, limit: 100)
                // `Proc-Type: 4,ENCRYPTED` and its like: a header's line.
                if text[position + run] == UInt8(ascii: ":")
                    || text[position + run] == UInt8(ascii: "-") && run < 12
                {
                    let line = lineLength(text, from: position)
                    if contains(text.slice(position..<position + line), "ENCRYPTED") { isEncrypted = true }
                    position += max(line, 1)
                    continue
                }
                body += text.slice(position..<position + run)
                position += run
            } else if byte == UInt8(ascii: "\\") {
                position += 2
            } else if ByteSet("\r\n\t \"',=#*>;|").contains(byte) {
                position += 1
            } else {
                break
            }
        }
        guard body.count >= least, Randomness.entropy(body) > 3.5 else { return nil }
        let isPlain = body.withUnsafeBytes { !Placeholder.saysSo($0) && !Placeholder.hasMarkup($0) }
        return isPlain ? (literal.lowerBound..<position, isEncrypted) : nil
    }

    /// The number of bytes up to a line feed, plain or escaped.
    private static func lineLength(_ text: Stretch, from start: Int) -> Int {
        var position = start
        while position < text.high, position - start < 200, text[position] != 0x0A, text[position] != 0x5C {
            position += 1
        }
        return position - start
    }

    private static func contains(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            guard bytes.count >= word.count else { return false }
            return (0...(bytes.count - word.count)).contains { start in
                word.indices.allSatisfy { bytes[start + $0] == word[$0] }
            }
        }
    }
}
