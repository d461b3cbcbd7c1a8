/// A signed JSON Web Token (RFC 7519) in its compact form.
enum WebToken {
    /// The range of the token that begins with the literal `eyJ`.
    static func match(_ text: Stretch, literal: Range<Int>) -> Range<Int>? {
        let start = literal.lowerBound
        if ByteSet.base64URL.contains(text[start - 1]) || text[start - 1] == UInt8(ascii: ".") { return nil }
        let header = text.run(of: .base64URL, from: start, limit: 700)
        guard header >= 16, text[start + header] == UInt8(ascii: ".") else { return nil }
        let payloadStart = start + header + 1
        guard text.has(Array("eyJ".utf8), at: payloadStart) else { return nil }
        let payload = text.run(of: .base64URL, from: payloadStart, limit: 2200)
        guard payload >= 10, text[payloadStart + payload] == UInt8(ascii: ".") else { return nil }
        let signatureStart = payloadStart + payload + 1
        let signature = text.run(of: .base64URL, from: signatureStart, limit: 900)
        guard signature >= 20 else { return nil }
        guard let head = Base64.decoded(text.slice(start..<start + header)), has(head, "\"alg\""),
            let claims = Base64.decoded(text.slice(payloadStart..<payloadStart + payload)),
            claims.first == 0x7B
        else { return nil }
        // What every introduction to them prints, and keys that are made to be public.
        let known: [StaticString] = [
            "1234567890\"", "John Doe", "\"role\":\"anon\"", "\"role\": \"anon\"", "example", "joe\"",
            "\"some\":\"payload", "\"foo\":\"bar", "\"hello\":\"world",
        ]
        if known.contains(where: { has(claims, $0) }) { return nil }
        let sealed = text.slice(signatureStart..<signatureStart + signature)
        if Placeholder.isRegular(sealed) || Placeholder.saysSo(sealed) || Randomness.entropy(sealed) < 3.3 {
            return nil
        }
        return start..<signatureStart + signature
    }

    /// Whether a value begins like a token, which is found as one or is none.
    static func isHeader(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.starts(with: "eyJ".utf8) else { return false }
        let header = UnsafeRawBufferPointer(rebasing: value.prefix { ByteSet.base64URL.contains($0) })
        return Base64.decoded(header).map { has($0, "\"alg\"") } ?? false
    }

    private static func has(_ bytes: [UInt8], _ word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            guard bytes.count >= word.count else { return false }
            return (0...(bytes.count - word.count)).contains { start in
                word.indices.allSatisfy { bytes[start + $0] == word[$0] }
            }
        }
    }
}

/// Base64 in either alphabet.
enum Base64 {
    private static let plain = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The bytes that a text without or with padding stands for; nil when it has other characters.
    static func decoded(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text where byte != UInt8(ascii: "=") {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x61 + 26
            case 0x30...0x39: value = byte - 0x30 + 52
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }

    /// The characters for whole groups of three bytes, and what is sure of the last group.
    static func encoded(_ bytes: [UInt8], isURL: Bool) -> [UInt8] {
        let alphabet = isURL ? url : plain
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                result.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { result.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
        return result
    }
}
