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
        let space = UInt8(ascii: " ")
        let text = value.utf8.drop { $0 == space }
        guard let end = text.firstIndex(of: space) else { return nil }
        let rest = text[end...].drop { $0 == space }
        guard !rest.isEmpty else { return nil }
        let parameter = String(Substring(rest))
        switch value[text.startIndex..<end].lowercased() {
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
