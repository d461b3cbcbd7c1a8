/// The rules made ready for the search.
struct RuleBook: Sendable {
    let rules: [ScanRule]
    let search: LiteralSearch
    /// For each literal of the search its length and the rules that ask for it.
    let literals: [(count: Int, rules: [Int])]
    private let named: [(rule: Int, value: NamedValue)]
    private let encryptedKey: Int?
    private let connectionString: Int?

    /// What a line has that is allowed to have a secret.
    static let marker = Array("eigenpal-src:allow".utf8)

    init(_ rules: [ScanRule]) {
        self.rules = rules
        var places: [[UInt8]: Int] = [:]
        var texts: [[UInt8]] = [Self.marker]
        var users: [[Int]] = [[]]
        for (index, rule) in rules.enumerated() {
            for literal in rule.literals where !literal.isEmpty {
                let place = places[literal] ?? texts.count
                if place == texts.count {
                    places[literal] = place
                    texts.append(literal)
                    users.append([])
                }
                if users[place].last != index { users[place].append(index) }
            }
        }
        search = LiteralSearch(texts)
        literals = zip(texts, users).map { ($0.count, $1) }
        named = rules.enumerated().compactMap { index, rule in
            if case .named(let value) = rule.matcher { (index, value) } else { nil }
        }
        encryptedKey = rules.firstIndex { $0.id == "encrypted-private-key" }
        connectionString = rules.firstIndex { $0.id == "connection-string" }
    }

    /// Confirms what the search found.
    func confirm(_ rule: Int, _ text: Stretch, literal: Range<Int>, place: TextPlace) -> Candidate? {
        switch rules[rule].matcher {
        case .shape(let shape, let literals, let entropy):
            guard
                literals.contains(where: { $0.count == literal.count && text.has($0, at: literal.lowerBound) }
                ),
                let (token, body) = shape.match(text, literal: literal)
            else { return nil }
            let bytes = text.slice(body)
            if entropy > 0, Placeholder.isOne(bytes) || Randomness.entropy(bytes) < entropy { return nil }
            return Candidate(rule: rule, range: token)
        case .privateKey:
            guard let (range, isEncrypted) = PrivateKeyBlock.match(text, literal: literal) else { return nil }
            return Candidate(rule: isEncrypted ? encryptedKey ?? rule : rule, range: range)
        case .webToken:
            return WebToken.match(text, literal: literal).map { Candidate(rule: rule, range: $0) }
        case .credentialURL:
            guard let (range, isDatabase) = Credentials.passwordInURL(text, literal: literal) else {
                return nil
            }
            return Candidate(rule: isDatabase ? connectionString ?? rule : rule, range: range)
        case .authorization:
            return Credentials.bearer(text, literal: literal).map { Candidate(rule: rule, range: $0) }
        case .basicAuthorization:
            return Credentials.basic(text, literal: literal).map { Candidate(rule: rule, range: $0) }
        case .commandLineUser:
            return Credentials.commandLineUser(text, literal: literal).map {
                Candidate(rule: rule, range: $0)
            }
        case .assignment:
            return place == .published ? nil : assigned(rule, text, literal: literal, place: place)
        case .named:
            return nil
        }
    }

    private static let checked = ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_"].map { Array($0.utf8) }

    private func assigned(
        _ rule: Int, _ text: Stretch, literal: Range<Int>, place: TextPlace
    ) -> Candidate? {
        guard let assignment = Assignment(text, literal: literal), assignment.value.count >= 8 else {
            return nil
        }
        let name = SecretLookingName(text.slice(assignment.name))
        guard let kind = name.kind else { return nil }
        let value = text.slice(assignment.value)
        if let (owner, _) = named.first(where: { fits($0.value, name, value) }) {
            return Candidate(rule: owner, range: assignment.value)
        }
        // These have a checksum: what is not found by it is none of them.
        if Self.checked.contains(where: { value.starts(with: $0) }) { return nil }
        if kind == .password, Placeholder.isAboutPasswords(value) || value.count > 128 { return nil }
        if WebToken.isHeader(value) || Placeholder.isAboutPasswords(value) { return nil }
        let isCode = !assignment.isQuoted && place == .code
        // In a program only a text in quotes has values without quotes of their own: `"Password=…;"`, `"?token=…"`.
        if isCode, !ByteSet("\"'`&;").contains(text[assignment.value.upperBound]) { return nil }
        if !assignment.isQuoted || text[assignment.value.lowerBound - 1] == UInt8(ascii: "`"),
            SecretValue.isExpression(value)
        {
            return nil
        }
        guard SecretValue.isRandom(value, isStrict: !assignment.isPlain || isCode) else { return nil }
        return Candidate(rule: rule, range: assignment.value)
    }

    private func fits(_ shape: NamedValue, _ name: SecretLookingName, _ value: UnsafeRawBufferPointer) -> Bool
    {
        guard shape.counts.contains(where: { $0.contains(value.count) }), name.has(anyOf: shape.words),
            shape.alsoWords.isEmpty || name.has(anyOf: shape.alsoWords),
            value.allSatisfy({ shape.set.contains($0) }), !Placeholder.isOne(value)
        else { return false }
        return shape.isUUID
            ? SecretValue.isUUID(value)
            : Randomness.entropy(value) >= 2.8
                && SecretValue.isRandom(value, isStrict: true)
    }

    /// Which of two findings at one place is told: the greater one.
    func rank(_ candidate: Candidate) -> Int {
        if candidate.name != nil { return 6 }
        switch rules[candidate.rule].matcher {
        case .shape, .privateKey: return 5
        case .webToken: return 4
        case .named: return 3
        case .credentialURL: return 2
        case .authorization, .basicAuthorization, .commandLineUser: return 1
        case .assignment: return 0
        }
    }
}
