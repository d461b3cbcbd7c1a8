/// A name in a program or a setting, and whether what it names is a secret.
struct SecretLookingName {
    /// Its words in lower case: `clientSecretValue` has three.
    private let words: [[UInt8]]
    /// All of it in lower case, without what separates the words.
    let joined: [UInt8]

    init(_ name: UnsafeRawBufferPointer) {
        var words: [[UInt8]] = [[]]
        var last: UInt8 = 0
        for index in name.indices {
            let byte = name[index]
            let isSeparator = !ByteSet.alphanumeric.contains(byte)
            let isCapital = byte &- 65 < 26
            let wasCapital = last &- 65 < 26
            let isFollowedBySmall = index + 1 < name.count && name[index + 1] &- 97 < 26
            let beginsWord = isCapital && (!wasCapital && last != 0 || wasCapital && isFollowedBySmall)
            if isSeparator || beginsWord { words.append([]) }
            if !isSeparator { words[words.count - 1].append(lowered(byte)) }
            last = byte
        }
        self.words = words.filter { !$0.isEmpty }
        joined = Array(self.words.joined())
    }

    /// How sure the name is.
    enum Kind {
        case password, token
    }

    private static func set(_ text: String) -> Set<[UInt8]> {
        Set(text.split(separator: " ").map { Array($0.utf8) })
    }

    private static let passwords = ["password", "passwd", "passphrase", "passcode", "pwd"].map {
        Array($0.utf8)
    }
    private static let tokens = [
        "secret", "token", "apikey", "secretkey", "accesskey", "privatekey", "authkey", "signingkey",
        "encryptionkey",
        "masterkey", "credential", "credentials", "secrets", "apitoken", "appkey", "licensekey", "authtoken",
    ].map { Array($0.utf8) }
    /// What makes a key a secret one.
    private static let keyWords = set(
        """
        api secret private access auth signing encryption encrypt master jwt session account storage shared client app \
        application service admin webhook hmac crypto cookie server deploy license root rails flask django write aes \
        authentication authorization sign cipher subscription function ingestion integration db
        """)
    /// What may follow without changing what is named.
    private static let tails = set(
        """
        value string str text prod production staging stage dev development live key env base64 b64 hex new old primary \
        secondary default plain raw main current next previous backup admin user db database root master 1 2 3 0 v1 v2
        """)
    private static let publicWords = set(
        "public pub hash digest checksum fingerprint publishable placeholder example")

    /// What it names; nil for what is no secret, such as `tokenCount`, `public_key` or `password_hash`.
    var kind: Kind? {
        guard !words.isEmpty, !words.contains(where: { Self.publicWords.contains($0) }) else { return nil }
        var index = words.count - 1
        while true {
            if let kind = kind(at: index) { return kind }
            guard index > 0, Self.tails.contains(words[index]) || words[index].allSatisfy({ $0 &- 0x30 < 10 })
            else {
                return nil
            }
            index -= 1
        }
    }

    private func kind(at index: Int) -> Kind? {
        var word = words[index]
        while let last = word.last, last &- 0x30 < 10 { word.removeLast() }
        func ends(_ ending: [UInt8]) -> Bool {
            word.count >= ending.count && word.suffix(ending.count).elementsEqual(ending)
        }
        if Self.passwords.contains(where: ends) { return .password }
        let passes = ["pass", "dbpass", "userpass", "mypass", "smtppass", "mailpass", "sqlpass"]
        if passes.contains(where: { word.elementsEqual($0.utf8) }) { return .password }
        if Self.tokens.contains(where: ends) { return .token }
        if word.elementsEqual("key".utf8) || word.elementsEqual("keys".utf8), index > 0 {
            return Self.keyWords.contains(words[index - 1]) ? .token : nil
        }
        return word.elementsEqual("auth".utf8) || word.elementsEqual("pat".utf8) ? .token : nil
    }

    /// Whether it has any of these words.
    func has(anyOf words: [String]) -> Bool {
        words.contains { word in
            let word = Array(word.utf8)
            guard joined.count >= word.count else { return false }
            return (0...(joined.count - word.count)).contains {
                joined[$0..<$0 + word.count].elementsEqual(word)
            }
        }
    }
}
