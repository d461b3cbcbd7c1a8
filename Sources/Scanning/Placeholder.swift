/// Texts that stand where a secret will stand, and are none.
enum Placeholder {
    /// Words that make the whole text a placeholder wherever they stand.
    private static let tellingWords = [
        "example", "changeme", "change_me", "change-me", "placeholder", "redacted", "yourkey", "yourtoken",
        "yoursecret", "your_", "your-", "yourpass", "replace", "insert", "dummy", "sample", "xxxxx",
        "notreal",
        "not_real", "not-real", "notasecret", "not-a-secret", "not_a_secret", "todo", "fixme", "lorem",
        "goeshere",
        "goes_here", "goes-here", "enter_", "enter-", "my_secret", "my-secret", "mysecret", "mypass",
        "my-pass",
        "my_pass", "my_token", "my-token", "my_api", "my-api", "supersecret", "super-secret", "super_secret",
        "correcthorse", "correct-horse", "hunter2", "qwerty", "asdf", "foobar", "foo_bar", "foo-bar",
        "undefined",
        "encrypted:", "vault:", "ssm:", "arn:", "secretref", "secret_ref", "fill_", "fill-", "masked",
        "hidden",
        "obfuscated", "fake", "secret_here", "key_here", "token_here", "-here", "_here", "opensesame",
        "aladdin", "anoncvs", "anonymous",
    ].map { Array($0.utf8) }

    /// Values that documentation prints and everybody copies: how they begin.
    private static let documented = [
        "4eC39HqLyjWD", "BQokikJOvBiI2Hl", "Eby8vdM02xNOcqFlqUwJ", "wJalrXUtnFEMI",
        "C2y6yDjf5/R+ob0N8A7Cgv30VR",
        "QWxhZGRpbjpvcGVuIHNlc2FtZQ", "dXNlcm5hbWU6cGFzc3dvcmQ", "dXNlcjpwYXNz", "mF_9.B5f-4.1JqM",
        "T00000000/B00000000", "2YotnFZFEjr1zCsicMWpAA", "tGzv3JOkF0XG5Qx2TlKWIA", "czZCaGRSa3F0Mz",
        "h480djs93hd8",
        "SplxlOBeZQQYbYS6WxSbIA", "45ghiukldjahdnhzdauz", "gX1fBat3bV", "7Fjfp0ZBr1KtDRbnfVdmIw",
    ].map { Array($0.utf8) }

    /// Whether a text is one, by what it says or by how regular it is.
    static func isOne(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count > 0 else { return true }
        return hasMarkup(bytes) || isRegular(bytes) || documented.contains { bytes.starts(with: $0) }
            || saysSo(bytes)
    }

    private static let passwordWords = [
        "password", "passw0rd", "p@ssw0rd", "s3cret", "secret-", "secret_", "_secret", "-secret", "pa55w",
        "letmein",
        "publickey", "privatekey", "testkey", "test-key", "test_key", "test-token", "test_token", "testtoken",
        "apikey", "api-key",
        "api_key",
    ].map { Array($0.utf8) }

    /// Whether a value names what it should be: `s3cret-password`, `test-api-key-1`.
    static func isAboutPasswords(_ bytes: UnsafeRawBufferPointer) -> Bool { has(anyOf: passwordWords, bytes) }

    /// Whether one of the telling words is in it.
    static func saysSo(_ bytes: UnsafeRawBufferPointer) -> Bool { has(anyOf: tellingWords, bytes) }

    private static func has(anyOf words: [[UInt8]], _ bytes: UnsafeRawBufferPointer) -> Bool {
        // One pass over a short text for each word would be slow; the first letters decide.
        for start in bytes.indices {
            let first = lowered(bytes[start])
            for word in words where word[0] == first && word.count <= bytes.count - start {
                var index = 1
                while index < word.count, lowered(bytes[start + index]) == word[index] { index += 1 }
                if index == word.count { return true }
            }
        }
        return false
    }

    /// `<token>`, `${VAR}`, `{{ value }}`, `$(command)`, `%s`, `***`, `[key]`, an ellipsis.
    static func hasMarkup(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let first = bytes[0]
        let last = bytes[bytes.count - 1]
        if first == UInt8(ascii: "<") && last == UInt8(ascii: ">") { return true }
        if first == UInt8(ascii: "[") && last == UInt8(ascii: "]") { return true }
        if first == UInt8(ascii: "{") && last == UInt8(ascii: "}") { return true }
        if first == UInt8(ascii: "%") && last == UInt8(ascii: "%") { return true }
        if first == UInt8(ascii: "_") && last == UInt8(ascii: "_") && bytes.count > 2 && bytes[1] == first {
            return true
        }
        if first == UInt8(ascii: "$"), bytes.count > 1, ByteSet.letters.contains(bytes[1]) {
            // A variable, unless it goes on like no name does.
            return bytes.dropFirst().allSatisfy { ByteSet.identifier.contains($0) }
        }
        guard bytes.count > 1 else { return false }
        if let open = bytes.firstIndex(of: UInt8(ascii: "{")),
            let close = bytes[open...].firstIndex(of: UInt8(ascii: "}")),
            bytes[(open + 1)..<close].allSatisfy({ ByteSet(":A-Za-z0-9_.-").contains($0) })
        {
            return true
        }
        for index in 1..<bytes.count {
            if isVariable(bytes, at: index - 1) { return true }
            switch (bytes[index - 1], bytes[index]) {
            case (UInt8(ascii: "$"), UInt8(ascii: "{")), (UInt8(ascii: "{"), UInt8(ascii: "{")),
                (UInt8(ascii: "$"), UInt8(ascii: "(")), (UInt8(ascii: "\\"), UInt8(ascii: "(")),
                (UInt8(ascii: "#"), UInt8(ascii: "{")), (UInt8(ascii: "%"), UInt8(ascii: "(")),
                (UInt8(ascii: "*"), UInt8(ascii: "*")), (0xE2, 0x80), (UInt8(ascii: "<"), UInt8(ascii: "%")):
                return true
            case (UInt8(ascii: "."), UInt8(ascii: "."))
            where index + 1 < bytes.count && bytes[index + 1] == 0x2E:
                return true
            default: continue
            }
        }
        return false
    }

    /// `$NAME` in capitals, wherever it stands.
    private static func isVariable(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard bytes[start] == UInt8(ascii: "$"), start + 4 <= bytes.count else { return false }
        return bytes[(start + 1)..<(start + 4)].allSatisfy { $0 &- 65 < 26 || $0 == 0x5F }
    }

    /// Repeated or counted bytes: `aaaaaaaa`, `12345678`, `abcdefgh`, `deadbeefdeadbeef`, or few different ones.
    static func isRegular(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var same = 1
        var up = 1
        var down = 1
        var steps = 0
        for index in 1..<max(bytes.count, 1) {
            let (last, byte) = (lowered(bytes[index - 1]), lowered(bytes[index]))
            same = byte == last ? same + 1 : 1
            // 9 is followed by 0 where people count on.
            let isNext = byte == last &+ 1 || last == UInt8(ascii: "9") && byte == UInt8(ascii: "0")
            up = isNext ? up + 1 : 1
            down = byte == last &- 1 ? down + 1 : 1
            if isNext || byte == last { steps += 1 }
            if same >= 7 || up >= 7 || down >= 7 { return true }
        }
        if bytes.count >= 8, steps * 2 >= bytes.count { return true }
        return isPeriodic(bytes) || hasFewDifferent(bytes)
    }

    private static func isPeriodic(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for period in 1...16 where period * 2 <= bytes.count && bytes.count >= 6 {
            var index = period
            while index < bytes.count, bytes[index] == bytes[index - period] { index += 1 }
            if index == bytes.count { return true }
        }
        return false
    }

    private static func hasFewDifferent(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var seen = (UInt64(0), UInt64(0))
        for byte in bytes {
            if byte & 64 == 0 { seen.0 |= 1 << UInt64(byte & 63) } else { seen.1 |= 1 << UInt64(byte & 63) }
        }
        let different = seen.0.nonzeroBitCount + seen.1.nonzeroBitCount
        return different < min(6, (bytes.count + 2) / 2)
    }
}
