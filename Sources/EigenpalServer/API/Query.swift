import HTTPTypes

/// The parameters after a path's `?`. Names that an endpoint does not know are left alone; values that it does
/// not understand are refused.
struct Query: Sendable {
    private let values: [String: [String]]

    /// Reads a query as `application/x-www-form-urlencoded`.
    ///
    /// - Throws: 400 when it is not percent-encoded UTF-8, or has control characters in it.
    init(_ query: String?) throws(APIError) {
        var values: [String: [String]] = [:]
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = percentDecoded(parts[0], plusIsSpace: true),
                let value = percentDecoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else {
                throw APIError(
                    .badRequest, code: "invalid_encoding", field: "query",
                    "The query is not percent-encoded UTF-8.")
            }
            try requireNoControlCharacters(name, field: "query")
            try requireNoControlCharacters(value, field: name)
            values[name, default: []].append(value)
        }
        self.values = values
    }

    /// A parameter's value; nil when it is missing or empty.
    func text(_ name: String) throws(APIError) -> String? {
        guard let found = values[name], let value = found.first, !value.isEmpty else { return nil }
        guard found.count == 1 else {
            throw APIError(
                .badRequest, code: "repeated_parameter", field: name, "`\(name)` is given more than once.")
        }
        return value
    }

    /// The value of a parameter that must be there.
    func required(_ name: String) throws(APIError) -> String {
        guard let value = try text(name) else {
            throw APIError(
                .badRequest, code: "required", field: name, "The query parameter `\(name)` is missing.")
        }
        return value
    }

    /// A whole number in a range.
    func integer(_ name: String, in range: ClosedRange<Int>, default value: Int) throws(APIError) -> Int {
        guard let text = try text(name) else { return value }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text)
        else {
            throw APIError(
                .badRequest, code: "invalid_type", field: name, "`\(name)` is not a whole number.")
        }
        guard range.contains(number) else {
            let bounds =
                range.upperBound == .max
                ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
            throw APIError(.badRequest, code: "out_of_range", field: name, "`\(name)` must be \(bounds).")
        }
        return number
    }

    /// `true` or `false`; Python's `True` and `False`, too.
    func flag(_ name: String) throws(APIError) -> Bool {
        switch try text(name)?.lowercased() {
        case nil, "false", "0": return false
        case "true", "1": return true
        default:
            throw APIError(
                .badRequest, code: "invalid_value", field: name, "`\(name)` must be `true` or `false`.")
        }
    }

    /// One of a few words.
    func choice(_ name: String, of choices: [String]) throws(APIError) -> String? {
        guard let value = try text(name) else { return nil }
        try requireChoice(value, name, of: choices)
        return value
    }

    /// Some of a few words, with commas between them.
    func choices(_ name: String, of choices: [String]) throws(APIError) -> Set<String> {
        guard let value = try text(name) else { return [] }
        let found = value.split(separator: ",").map(String.init)
        for word in found { try requireChoice(word, name, of: choices) }
        return Set(found)
    }

    private func requireChoice(_ value: String, _ name: String, of choices: [String]) throws(APIError) {
        guard choices.contains(value) else {
            let known = choices.map { "`\($0)`" }.joined(separator: ", ")
            throw APIError(
                .badRequest, code: "invalid_value", field: name, "`\(name)` must be one of \(known).")
        }
    }

    /// The `limit` and `offset` of a list: 50 by default, at most 100.
    func page() throws(APIError) -> (limit: Int, offset: Int) {
        (
            try integer("limit", in: 1...100, default: 50),
            try integer("offset", in: 0...Int.max, default: 0)
        )
    }
}
