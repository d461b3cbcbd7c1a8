/// Random names for things: a prefix that tells what it is, and 16 characters (80 bits) of base32.
public enum Identifier {
    /// What an identifier names.
    public enum Kind: String, Sendable, CaseIterable {
        /// An organization.
        case organization = "org_"
        /// An API key.
        case apiKey = "key_"
        /// An organization's encryption key.
        case encryptionKey = "ek_"
        /// An agent.
        case agent = "agt_"
        /// A workflow.
        case workflow = "wf_"
        /// A run.
        case run = "run_"
        /// A file that a run was given.
        case file = "file_"
        /// A mail alias.
        case emailAlias = "eml_"
        /// A request.
        case request = "req_"
    }

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    /// A new identifier from the system's random source.
    public static func random(_ kind: Kind) -> String { kind.rawValue + randomText(length: 16) }

    /// Random characters of the base32 alphabet in lower case, five bits each.
    static func randomText(length: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        var bits: UInt64 = 0
        var available = 0
        return String(unsafeUninitializedCapacity: length) { text in
            for index in 0..<length {
                if available < 5 {
                    bits = generator.next()
                    available = 64
                }
                text[index] = alphabet[Int(bits & 31)]
                bits >>= 5
                available -= 5
            }
            return length
        }
    }
}
