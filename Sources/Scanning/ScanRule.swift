/// One kind of secret: how it is found, and what to tell whoever wrote it.
public struct ScanRule: Sendable {
    /// Its name, such as `github-personal-token`.
    public let id: String
    /// Whose secret it is.
    public let provider: String
    /// What it is.
    public let title: String
    /// Why it must not be in a repository.
    public let reason: String
    /// What to do.
    public let fix: String
    /// How bad it is.
    public let severity: Severity
    /// Whose secret it is and what it is, in a few words.
    public var subject: String {
        provider.hasPrefix("its ") || title.lowercased().contains(provider.lowercased())
            ? title : "\(provider) \(title)"
    }
    /// The texts that the search looks for, in lower case.
    let literals: [[UInt8]]
    /// What makes a found text a secret.
    let matcher: Matcher

    /// How a candidate is confirmed.
    enum Matcher: Sendable {
        /// By its shape; the literal counts only in the case given here.
        case shape(TokenShape, literals: [[UInt8]], minimumEntropy: Double)
        case privateKey
        case webToken
        case credentialURL
        case authorization
        case basicAuthorization
        case commandLineUser
        /// A value given to a secret-looking name.
        case assignment
        /// A value given to a name that has one of the provider's words; tried by `assignment`.
        case named(NamedValue)
    }
}

/// What the value of a provider's setting looks like, for providers whose keys have no prefix.
struct NamedValue: Sendable {
    /// Any of these in the name, lower case and without separators.
    let words: [String]
    /// And any of these too, if there are some.
    let alsoWords: [String]
    let set: ByteSet
    let counts: [ClosedRange<Int>]
    /// Whether a UUID is a secret here.
    let isUUID: Bool
}

extension ScanRule {
    /// A token that begins with a literal.
    static func token(
        _ id: String, _ provider: String, _ title: String, _ literals: [String], _ pieces: [TokenShape.Piece],
        lead: (set: ByteSet, counts: ClosedRange<Int>)? = nil, boundary: ByteSet = .alphanumeric,
        checksum: Bool = false, entropy: Double = 3, severity: Severity = .high
    ) -> ScanRule {
        let exact = literals.map { Array($0.utf8) }
        return ScanRule(
            id: id, provider: provider, title: title, severity: severity, literals: exact,
            matcher: .shape(
                TokenShape(lead: lead, pieces, boundary: boundary, hasChecksum: checksum), literals: exact,
                minimumEntropy: entropy))
    }

    /// The value of a setting whose name says whose it is.
    static func named(
        _ id: String, _ provider: String, _ title: String, _ words: [String], also: [String] = [],
        _ set: ByteSet = .alphanumeric, _ counts: [ClosedRange<Int>], isUUID: Bool = false
    ) -> ScanRule {
        ScanRule(
            id: id, provider: provider, title: title, severity: .high, literals: [],
            matcher: .named(
                NamedValue(words: words, alsoWords: also, set: set, counts: counts, isUUID: isUUID)))
    }

    init(
        id: String, provider: String, title: String, severity: Severity, literals: [[UInt8]],
        matcher: Matcher,
        reason: String? = nil, fix: String? = nil
    ) {
        self.init(
            id: id, provider: provider, title: title,
            reason: reason
                ?? "Whoever can read the repository, now or later, can act with it at \(provider).",
            fix: fix
                ?? """
                Take it out of the commit that added it and keep it with `eigenpal-src secrets set`. If it was \
                ever pushed, replace it at \(provider): it cannot be taken back.
                """,
            severity: severity, literals: literals.map { $0.map(lowered) }, matcher: matcher)
    }
}
