/// One change of a secrets file.
public enum SecretChange: Sendable, Hashable {
    /// Adds a secret or replaces its value. A description of nil keeps the one that is there; an empty one
    /// removes it.
    case set(SecretName, SealedValue, description: String? = nil)
    /// Replaces a description; an empty one removes it. Nothing where there is no such secret.
    case describe(SecretName, String)
    /// Removes a secret. Nothing where there is no such secret.
    case remove(SecretName)

    /// The secret that is changed.
    public var name: SecretName {
        switch self {
        case .set(let name, _, _), .describe(let name, _), .remove(let name): name
        }
    }
}

extension SecretChange {
    /// Refuses values and descriptions that no secrets file can hold.
    func check() throws(FormatError) {
        switch self {
        case .set(let name, let value, let description):
            if let problem = value.problems.first {
                throw FormatError(
                    code: "invalid_sealed_value", message: "the secret \(name): \(problem.message)")
            }
            if let description { try Self.check(description) }
        case .describe(_, let description): try Self.check(description)
        case .remove: break
        }
    }

    private static func check(_ description: String) throws(FormatError) {
        let isClean = description.unicodeScalars.allSatisfy { scalar in
            (scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)) || scalar == "\n"
                || scalar == "\t"
        }
        guard isClean else {
            throw FormatError(
                code: "invalid_description", message: "the description holds a control character",
                remedy: "Write it as plain text")
        }
    }
}
