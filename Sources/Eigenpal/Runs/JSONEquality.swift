import EigenpalAPI

/// Whether JSON values are the same, and where they are not, by the rules of Python: 1, 1.0 and true are alike, and texts
/// are alike when they have the same characters in the same form.
enum JSONEquality {
    /// Whether two values are the same.
    static func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy(same)
        case (.object(let left), .object(let right)):
            return left.count == right.count
                && left.allSatisfy { key, value in right[key].map { same(value, $0) } ?? false }
        default:
            guard let left = Number(left), let right = Number(right) else { return false }
            return left == right
        }
    }

    /// The places where a value differs from what is expected; null expects nothing.
    static func differences(
        _ expected: JSONValue, _ actual: JSONValue, at path: String
    ) -> [RunComparisonResponse.JSONDifference] {
        if expected == .null || same(expected, actual) { return [] }
        guard let expected = expected.object, let actual = actual.object else {
            return [.init(path: path, type: "changed")]
        }
        let keys = Set(expected.keys).union(actual.keys)
            .sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        return keys.flatMap { key in
            let path = "\(path).\(key)"
            guard let actual = actual[key] else {
                return [RunComparisonResponse.JSONDifference(path: path, type: "missing")]
            }
            guard let expected = expected[key] else { return [.init(path: path, type: "extra")] }
            return differences(expected, actual, at: path)
        }
    }

    /// A number, or a truth value as one.
    private enum Number: Equatable {
        case whole(Int64)
        case fraction(Double)

        init?(_ value: JSONValue) {
            switch value {
            case .bool(let value): self = .whole(value ? 1 : 0)
            case .integer(let value): self = .whole(value)
            case .number(let value): self = Int64(exactly: value).map(Number.whole) ?? .fraction(value)
            default: return nil
            }
        }
    }
}

/// JSON values as Python's `str` writes them.
enum PythonText {
    /// The text of a value; nil for one that counts as false.
    static func ifTrue(_ value: JSONValue) -> String? {
        switch value {
        case .null, .bool(false), .integer(0), .number(0), .string(""), .array([]), .object([:]): nil
        default: of(value)
        }
    }

    /// The text of a value. Lists and objects are no names and no statuses; their text is only one that differs.
    static func of(_ value: JSONValue) -> String {
        switch value {
        case .null: "None"
        case .bool(let value): value ? "True" : "False"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): value
        case .array, .object: "\(value)"
        }
    }
}
