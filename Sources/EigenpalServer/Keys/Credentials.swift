#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An API key as an `Authorization` field carries it, not yet checked.
enum Credentials: Sendable, Hashable {
    /// `Bearer KEY`.
    case bearer(String)
    /// `Basic …`, with the key as the password; any user name will do.
    case basic(password: String)

    /// Reads the field's value; nil for any other scheme, or one that is malformed.
    init?(authorization value: String) {
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2 else { return nil }
        let parameter = String(parts[1].drop { $0 == " " })
        switch parts[0].lowercased() {
        case "bearer":
            self = .bearer(parameter)
        case "basic":
            guard let decoded = Data(base64Encoded: parameter),
                let text = String(validating: decoded, as: UTF8.self), let colon = text.firstIndex(of: ":")
            else { return nil }
            self = .basic(password: String(text[text.index(after: colon)...]))
        default:
            return nil
        }
    }
}
