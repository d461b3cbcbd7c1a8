import EigenpalAPI

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
