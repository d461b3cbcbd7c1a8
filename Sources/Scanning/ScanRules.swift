/// The rules that there are.
public enum ScanRules {
    /// All of them, in an order that does not change.
    public static let all: [ScanRule] =
        ScanRule.clouds + ScanRule.hosting + ScanRule.messages + ScanRule.payments + ScanRule.models
        + ScanRule.products
        + shapes

    /// The rule of a name; nil where there is none.
    public static func named(_ id: String) -> ScanRule? { byName[id] }

    private static let byName = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

    /// Secrets of no provider in particular.
    private static let shapes: [ScanRule] = [
        rule("private-key", "private key", ["-----begin "], .privateKey),
        rule("encrypted-private-key", "private key under a passphrase", [], .privateKey, severity: .medium),
        .token(
            "putty-private-key", "its server", "PuTTY private key", ["PuTTY-User-Key-File-"],
            [.run(.digits, 1...1), .text(": "), .run(ByteSet("a-z0-9-"), 6...40)], entropy: 0),
        rule("json-web-token", "JSON Web Token", ["eyj"], .webToken),
        rule("credential-url", "password in an address", ["://"], .credentialURL),
        rule("connection-string", "password in a connection string", [], .credentialURL),
        rule(
            "authorization-header", "token of an Authorization header",
            ["bearer ", "authorization: token ", "bot ", "apikey ", "ssws "], .authorization),
        rule(
            "basic-authorization", "user and password of an Authorization header", ["basic "],
            .basicAuthorization),
        rule("command-line-password", "password on a command line", [" -u ", " --user "], .commandLineUser),
        rule(
            "secret-assignment", "value of a secret-looking name",
            ["pass", "pwd", "secret", "token", "key", "credential", "auth", "_pat"], .assignment),
    ]

    private static func rule(
        _ id: String, _ title: String, _ literals: [String], _ matcher: ScanRule.Matcher,
        severity: Severity = .high
    ) -> ScanRule {
        ScanRule(
            id: id, provider: "its service", title: title, severity: severity,
            literals: literals.map { Array($0.utf8) },
            matcher: matcher)
    }
}
