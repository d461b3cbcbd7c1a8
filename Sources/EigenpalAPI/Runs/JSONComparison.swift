/// Whether JSON values are the same, and where they are not. Numbers are the same when they are equal, and a truth value is
/// the number 0 or 1, as the reference client has it; texts when they have the same characters in the same form.
public enum JSONComparison {
    /// Whether two values are the same.
    public static func areSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy(areSame)
        case (.object(let left), .object(let right)):
            return left.count == right.count
                && left.allSatisfy { key, value in right[key].map { areSame(value, $0) } ?? false }
        default:
            guard let left = Number(left), let right = Number(right) else { return false }
            return left == right
        }
    }

    /// The places where a value differs from what is expected, keys in order; nil and null expect nothing.
    ///
    /// Objects are compared key by key; anything else, lists too, as a whole.
    public static func differences(
        expected: JSONValue?, actual: JSONValue, at path: String = "$"
    ) -> [RunComparisonResponse.JSONDifference] {
        guard let expected, expected != .null, !areSame(expected, actual) else { return [] }
        guard let expected = expected.object, let actual = actual.object else {
            return [.init(path: path, type: "changed")]
        }
        let keys = Set(expected.keys).union(actual.keys)
            .sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        return keys.flatMap { key -> [RunComparisonResponse.JSONDifference] in
            let path = "\(path).\(key)"
            guard let actual = actual[key] else { return [.init(path: path, type: "missing")] }
            guard let expected = expected[key] else { return [.init(path: path, type: "extra")] }
            return differences(expected: expected, actual: actual, at: path)
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
