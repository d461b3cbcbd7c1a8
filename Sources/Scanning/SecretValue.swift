/// Whether a value that stands where a secret may stand is one.
enum SecretValue {
    /// Whether the bytes look like chance and like nothing that is public.
    ///
    /// - Parameter isStrict: for values that stand without quotes among code, and for names that tell little.
    static func isRandom(_ value: UnsafeRawBufferPointer, isStrict: Bool) -> Bool {
        guard value.count >= 8, value.count <= 512 else { return false }
        if Placeholder.isOne(value) || Credentials.isWeak(value) || isUUID(value) || isAddress(value) {
            return false
        }
        let measure = Randomness.measure(value)
        let digits = value.count { $0 &- 0x30 < 10 }
        if digits == value.count { return false }
        if value.allSatisfy({ ByteSet.anyHex.contains($0) }) {
            return value.count >= 16 && digits * 8 >= value.count && Randomness.entropy(value) >= 2.7
        }
        let kinds = kinds(of: value)
        let hasMixture = digits > 0 || kinds >= 3
        if isStrict {
            let changes = caseChanges(in: value)
            if !hasMixture, value.count < 16 || changes * 3 < value.count { return false }
            return value.count >= 12 && measure.bits >= 52
                && measure.perByte >= (kinds < 3 ? (digits > 0 ? 4 : 3.9) : digits > 0 ? 3.8 : 4.2)
        }
        if hasPattern(value) { return false }
        if !hasMixture {
            // Letters alone: chance changes between small and capital far more often than words do.
            let changes = caseChanges(in: value)
            return value.count >= 14 && measure.perByte >= (changes * 3 >= value.count ? 3.9 : 4.5)
        }
        // One number among words is a version or a count.
        let groups = zip(value, value.dropFirst()).count { ($0 &- 0x30 >= 10) && ($1 &- 0x30 < 10) }
        if kinds == 2, groups <= 1, digits <= 4, measure.perByte < 4.2 { return false }
        return measure.bits >= 34 && measure.perByte >= (kinds >= 4 ? 3.4 : 3.75)
    }

    /// How often small letters and capitals follow each other: seldom in words, all the time in chance.
    private static func caseChanges(in value: UnsafeRawBufferPointer) -> Int {
        zip(value, value.dropFirst()).count { ($0 ^ $1) & 0x20 != 0 }
    }

    /// Whether a value without quotes reads like a program's expression: a call, a member, a constant's name.
    static func isExpression(_ value: UnsafeRawBufferPointer) -> Bool {
        guard let first = value.first, let last = value.last else { return true }
        if ByteSet("(.[&!?:").contains(first) || ByteSet("?(;").contains(last) { return true }
        guard value.allSatisfy({ ByteSet("A-Za-z0-9_.:?!()<>*&").contains($0) }) else { return false }
        if value.count >= 16, value.allSatisfy({ ByteSet.anyHex.contains($0) }) { return false }
        let changes = caseChanges(in: value)
        if value.count(where: { $0 &- 0x30 < 10 }) < 2 {
            return Randomness.measure(value).perByte < (changes * 3 >= value.count ? 3.8 : 4.2)
        }
        if value.contains(where: { ByteSet(":?()<>*&").contains($0) }) {
            return Randomness.measure(value).perByte < 4.6
        }
        // A constant's name: capitals and underscores.
        if value.contains(0x5F), !value.contains(where: { $0 &- 97 < 26 }) { return true }
        return Randomness.measure(value).perByte < 4
    }

    private static func kinds(of value: UnsafeRawBufferPointer) -> Int {
        var kinds: UInt8 = 0
        for byte in value {
            switch byte {
            case 0x61...0x7A: kinds |= 1
            case 0x41...0x5A: kinds |= 2
            case 0x30...0x39: kinds |= 4
            default: kinds |= 8
            }
        }
        return kinds.nonzeroBitCount
    }

    /// Whether a value is a regular expression's text.
    private static func hasPattern(_ value: UnsafeRawBufferPointer) -> Bool {
        zip(value, value.dropFirst()).contains { first, second in
            first == UInt8(ascii: "[") && ByteSet("aA0^").contains(second)
                || first == UInt8(ascii: "(") && second == UInt8(ascii: "?")
        }
    }

    /// Whether the bytes are a UUID in its usual form.
    static func isUUID(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.count == 36 else { return false }
        return value.indices.allSatisfy { index in
            [8, 13, 18, 23].contains(index) ? value[index] == 0x2D : ByteSet.anyHex.contains(value[index])
        }
    }

    /// Whether the bytes are an address, a path, a version, or a digest with its algorithm before it.
    private static func isAddress(_ value: UnsafeRawBufferPointer) -> Bool {
        if value.starts(with: "/".utf8) || value.starts(with: "./".utf8) || value.starts(with: "~/".utf8) {
            return Randomness.measure(value).perByte < 4.1
        }
        let prefixes = [
            "http:", "https:", "sha1-", "sha1:", "sha256-", "sha256:", "sha384-", "sha512-", "sha512:",
            "md5:",
            "file:", "data:", "urn:", "ssh-rsa", "ssh-ed", "$2a$", "$2b$", "$2y$", "$argon2", "$6$", "$5$",
            "$1$",
            "{SHA", "{SSHA", "pbkdf2", "op://", "projects/", "kms:", "secrets.", "process.", "os.",
            "env.", "ENC[", "AQICA", "age1", "-----", "keyvault", "env:", "var.", "self.", "this.",
            "pk_live_",
            "pk_test_", "public", "--",
        ]
        let endings = [
            ".yaml", ".yml", ".json", ".pem", ".key", ".env", ".txt", ".crt", ".swift", ".enc", ".js", ".ts",
            ".com",
        ]
        if endings.contains(where: {
            value.count > $0.utf8.count && value.suffix($0.utf8.count).elementsEqual($0.utf8)
        }) {
            return true
        }
        return prefixes.contains { value.starts(with: $0.utf8) }
    }
}
