import EigenpalAPI
import HTTPTypes

/// The fields of a mail alias, checked.
struct EmailAliasFields: Sendable {
    /// The most addresses of an allowlist.
    private static let longestList = 1_000
    /// The words of a status.
    private static let statuses = ["active", "disabled"]

    /// A whole address from what a request gives.
    ///
    /// - Parameter domain: the domain of an address that is given by the part before the `@` alone.
    /// - Throws: 400 for what is no address.
    static func address(_ body: EmailAliasCreateBody, domain: String) throws(APIError) -> String {
        let (field, text): (String, String)
        switch (body.email, body.alias) {
        case (let email?, nil): (field, text) = ("email", email)
        case (nil, let alias?): (field, text) = ("alias", "\(alias)@\(domain)")
        case (_?, _?):
            throw APIError(
                .badRequest, code: "two_addresses", field: "alias", "Give `email` or `alias`, and not both.")
        case (nil, nil):
            throw APIError(
                .badRequest, code: "required", field: "email",
                "`email` is missing, or `alias` for one of \(domain).")
        }
        guard isAddress(text) else {
            throw APIError(
                .badRequest, code: "invalid_address", field: field, "\(quoted(text)) is no mail address.")
        }
        return text
    }

    /// Who may write, from the list's two names.
    ///
    /// - Throws: 400 for an entry that is neither an address nor `@` and a domain.
    static func allowlist(_ first: [String]?, _ second: [String]?) throws(APIError) -> [String]? {
        guard let list = first ?? second else { return nil }
        let field = first == nil ? "allow" : "allowlist"
        guard list.count <= longestList else {
            throw APIError(
                .badRequest, code: "out_of_range", field: field,
                "`\(field)` has more than \(longestList) entries.")
        }
        for (index, entry) in list.enumerated() {
            guard isAddress(entry.hasPrefix("@") ? "any\(entry)" : entry) else {
                throw APIError(
                    .badRequest, code: "invalid_address", field: "\(field)[\(index)]",
                    "\(quoted(entry)) is neither a mail address nor @ and a domain.")
            }
        }
        return list
    }

    /// A status among those that there are.
    static func status(_ text: String?) throws(APIError) -> String? {
        guard let text else { return nil }
        guard statuses.contains(text) else {
            throw APIError(
                .badRequest, code: "invalid_value", field: "status",
                "`status` must be `active` or `disabled`.")
        }
        return text
    }

    /// A label of reasonable length.
    static func label(_ text: String?) throws(APIError) -> String? {
        guard let text else { return nil }
        try requireNoControlCharacters(text, field: "label")
        guard text.utf8.count <= 200 else {
            throw APIError(.badRequest, code: "too_long", field: "label", "`label` is longer than 200 bytes.")
        }
        return text
    }

    /// Whether text has the form of the addresses that mail is sent to: a dotted word, `@`, a domain.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count), (1...253).contains(parts[1].count) else {
            return false
        }
        func isWord(_ word: Substring.UTF8View, beyond others: String) -> Bool {
            !word.isEmpty
                && word.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                    default: others.utf8.contains(byte)
                    }
                }
        }
        func dotted(_ text: Substring.UTF8View, beyond others: String) -> Bool {
            text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy { isWord($0, beyond: others) }
        }
        return dotted(parts[0], beyond: "!#$%&'*+/=?^_`{|}~-") && dotted(parts[1], beyond: "-")
    }
}
