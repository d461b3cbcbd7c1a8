/// Passwords in addresses, in `Authorization` headers, and on command lines.
enum Credentials {
    /// The password in `scheme://user:password@host`, the literal being `://`.
    static func passwordInURL(_ text: Stretch, literal: Range<Int>) -> (range: Range<Int>, isDatabase: Bool)?
    {
        let schemeLength = text.run(of: ByteSet("A-Za-z0-9+.-"), before: literal.lowerBound, limit: 30)
        guard schemeLength >= 2 else { return nil }
        let start = literal.upperBound
        var position = start
        var colon: Int?
        var sign: Int?
        let limit = min(text.high, start + 300)
        while position < limit {
            let byte = text[position]
            if byte == UInt8(ascii: "@") { sign = position }
            if byte == UInt8(ascii: ":"), colon == nil { colon = position }
            if byte <= 0x20 || ByteSet("/?#\"'`<>|,;)]\\").contains(byte) { break }
            position += 1
        }
        guard let colon, let sign, colon < sign, sign + 1 < position else { return nil }
        let password = text.slice(colon + 1..<sign)
        let user = text.slice(start..<colon)
        let host = text.slice(sign + 1..<position)
        guard password.count >= 6, password.count <= 256, !password.elementsEqual(user),
            !Placeholder.isOne(password), !isWeak(password),
            ByteSet.letters.contains(host[0]) || host[0] &- 0x30 < 10
        else { return nil }
        let scheme = text.slice(literal.lowerBound - schemeLength..<literal.lowerBound)
        let isWeb = scheme.count <= 5 && lowered(scheme[0]) == UInt8(ascii: "h")
        // A name without a dot, `localhost` or an example's host: a setup for trying things out.
        let isLocal =
            !host.contains(UInt8(ascii: ".")) || host.starts(with: "127.".utf8) || Placeholder.saysSo(host)
        let measure = Randomness.measure(password)
        guard measure.bits >= (isLocal ? 38 : 27), measure.perByte >= (isLocal ? 3.7 : 3.2) else {
            return nil
        }
        return (colon + 1..<sign, !isWeb)
    }

    /// What `Bearer` or `token` is followed by, the literal being `bearer ` or such a word.
    static func bearer(_ text: Stretch, literal: Range<Int>) -> Range<Int>? {
        if ByteSet.identifier.contains(text[literal.lowerBound - 1]) { return nil }
        let count = text.run(of: ByteSet("A-Za-z0-9._~+/=-"), from: literal.upperBound, limit: 2000)
        let range = literal.upperBound..<literal.upperBound + count
        guard count >= 16, ByteSet("\"'`\r\n \\,;)&").contains(text[range.upperBound]) else { return nil }
        let value = text.slice(range)
        return !WebToken.isHeader(value) && SecretValue.isRandom(value, isStrict: true) ? range : nil
    }

    /// What `Basic` is followed by, if that is a user and a password.
    static func basic(_ text: Stretch, literal: Range<Int>) -> Range<Int>? {
        if ByteSet.identifier.contains(text[literal.lowerBound - 1]) { return nil }
        let count = text.run(of: ByteSet("A-Za-z0-9+/=_-"), from: literal.upperBound, limit: 600)
        let range = literal.upperBound..<literal.upperBound + count
        guard count >= 12, !Placeholder.isOne(text.slice(range)),
            let pair = Base64.decoded(text.slice(range)),
            pair.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), let colon = pair.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        let password = Array(pair[(colon + 1)...])
        guard password.count >= 6, !password.elementsEqual(pair[..<colon]) else { return nil }
        let isSecret = password.withUnsafeBytes { !Placeholder.isOne($0) && !isWeak($0) }
        return isSecret ? range : nil
    }

    /// The password of `-u user:password`.
    static func commandLineUser(_ text: Stretch, literal: Range<Int>) -> Range<Int>? {
        var start = literal.upperBound
        if ByteSet("\"'").contains(text[start]) { start += 1 }
        let user = text.run(of: ByteSet("A-Za-z0-9@._+-"), from: start, limit: 64)
        guard user >= 1, text[start + user] == UInt8(ascii: ":") else { return nil }
        let password = start + user + 1
        let count = text.run(of: ByteSet("!-&*-~"), from: password, limit: 128)
        var range = password..<password + count
        if let quote = text.slice(range).firstIndex(of: UInt8(ascii: "\"")) {
            range = password..<password + quote
        }
        guard range.count >= 8, !Placeholder.isOne(text.slice(range)), !isWeak(text.slice(range)) else {
            return nil
        }
        let measure = Randomness.measure(text.slice(range))
        return measure.bits >= 36 && measure.perByte >= 3.7 ? range : nil
    }

    /// Passwords that everybody uses for trying things out.
    private static let weak = [
        "password", "passw0rd", "secret", "admin", "root", "postgres", "mysql", "guest", "test", "user",
        "pass",
        "redis", "rabbitmq", "mongo", "letmein", "welcome", "pwd", "token", "apikey", "minio", "docker",
        "hello",
        "world", "local", "develop", "demo",
    ].map { Array($0.utf8) }

    /// Whether a password is one of the usual ones, perhaps with a few digits behind it.
    static func isWeak(_ password: UnsafeRawBufferPointer) -> Bool {
        let letters = password.map(lowered)
        return weak.contains { word in
            guard letters.starts(with: word) else { return false }
            let rest = letters[word.count...]
            return rest.count <= 4 && rest.allSatisfy { ByteSet("0-9!@#$_.-").contains($0) }
                || weak.contains { rest.elementsEqual($0) }
        }
    }
}
