import Eigenpal
import EigenpalAPI

/// Who the commits of an account are by.
struct AccountIdentity: Sendable, Hashable {
    /// The name of the key's owner, else the key's id.
    let name: String
    /// The owner's address, else one made of the key's id and the server's host.
    let email: String

    init(_ check: AuthCheck, _ account: Account) {
        name = Self.line(check.name) ?? Self.line(check.email) ?? Self.line(check.keyId) ?? "eigenpal"
        email = Self.line(check.email) ?? "\(Self.line(check.keyId) ?? "eigenpal")@\(account.address.host)"
    }

    /// Asks the server.
    static func of(_ account: Account, _ context: ToolContext) async throws(ToolError) -> AccountIdentity {
        AccountIdentity(
            try await context.withClient(for: account) { try await $0.checkAuthentication() }, account)
    }

    // Git allows no line break and no angle bracket in a name; nor does a sensible name hold a control character.
    private static func line(_ text: String?) -> String? {
        guard let text else { return nil }
        let kept = text.unicodeScalars.filter {
            $0 != "<" && $0 != ">" && $0.properties.generalCategory != .control
                && $0.properties.generalCategory != .format
        }
        var answer = String(String.UnicodeScalarView(kept))[...]
        while answer.first == " " { answer.removeFirst() }
        while answer.last == " " { answer.removeLast() }
        return answer.isEmpty ? nil : String(answer.prefix(200))
    }
}
