import Eigenpal
import EigenpalAPI

/// `auth status`: which key goes to which server, and whether the server takes it.
public enum AuthStatus {
    /// Asks the server.
    ///
    /// - Throws: ``ToolError`` without a key, where the server refuses it, or where it cannot be asked.
    public static func run(_ context: ToolContext) async throws(ToolError) -> AuthStatusReport {
        let account = try context.account()
        let check = try await context.withClient(for: account) { try await $0.checkAuthentication() }
        return AuthStatusReport(
            baseUrl: account.baseURL, profile: account.profileName, keyFrom: account.source.description,
            baseUrlFrom: account.baseURLSource.description, key: account.maskedKey, keyId: check.keyId,
            email: check.email, name: check.name)
    }
}

/// What `auth status` answers.
public struct AuthStatusReport: Renderable {
    /// The server that took the key.
    public let baseUrl: String
    /// The profile the key is from, where it is from one.
    public let profile: String?
    /// Where the key was found.
    public let keyFrom: String
    /// Where the base URL was found.
    public let baseUrlFrom: String
    /// The key, masked.
    public let key: String
    /// The key's id, as the server names it.
    public let keyId: String
    /// Whose key it is, where the server says.
    public let email: String?
    /// The name of whose key it is, where the server says.
    public let name: String?

    /// A row a fact.
    public func lines(_ style: Style) -> [String] {
        let who = [name, email].compactMap(\.self).joined(separator: ", ")
        return style.table(
            [
                ["Server", "\(baseUrl) (from \(baseUrlFrom))"],
                ["Key", "\(key) (from \(keyFrom))"],
                ["Key id", keyId],
            ] + (who.isEmpty ? [] : [["User", who]])
        ) { column, cell in column == 0 ? style.dim(cell) : cell }
    }
}
