import EigenpalAPI
import SystemPackage

/// A field of an API request as typed, `name=value`.
public struct APIField: Sendable, Hashable {
    /// The name: `search`, `config[model]` for a key within, `tags[]` for an element of a list.
    public let name: String
    /// What follows the first `=`.
    public let text: String
    /// Whether the text is the value as it stands (`--raw-field`).
    public let isRaw: Bool

    /// Reads `name=value`.
    ///
    /// - Throws: ``ToolError`` of wrong usage for text without a name or an equals sign.
    public init(parsing typed: String, isRaw: Bool) throws(ToolError) {
        guard let equals = typed.firstIndex(of: "="), equals != typed.startIndex else {
            throw .usage("\"\(typed)\" is not a field: write NAME=VALUE")
        }
        name = String(typed[..<equals])
        text = String(typed[typed.index(after: equals)...])
        self.isRaw = isRaw
    }

    /// The value: `true`, `false`, `null` and whole numbers are themselves, `@FILE` is a file's text, all else is a
    /// string. A raw field is always a string.
    ///
    /// - Throws: ``ToolError`` for a file that cannot be read.
    func value(_ context: ToolContext) throws(ToolError) -> JSONValue {
        guard !isRaw else { return .string(text) }
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default: break
        }
        if text.hasPrefix("@") {
            let path = context.path(String(text.dropFirst()))
            guard let bytes = try Files.read(path, limit: 16 << 20, takesPipes: true) else {
                throw ToolError("there is no file \(path)")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ToolError("\(path) is not text in UTF-8")
            }
            return .string(text)
        }
        if let number = Int64(text), String(number) == text { return .integer(number) }
        return .string(text)
    }
}

/// Fields put together to the object that a request sends.
enum JSONFields {
    /// The object. Names in brackets lead into objects and lists: `a[b]=1`, `a[]=1`, `a[][b]=1`.
    ///
    /// - Throws: ``ToolError`` of wrong usage where two fields do not go together.
    static func object(_ fields: [(String, JSONValue)]) throws(ToolError) -> JSONValue {
        var root = JSONValue.object([:])
        for (name, value) in fields { root = try setting(value, at: try keys(name)[...], of: name, in: root) }
        return root
    }

    /// `a[b][]` as `a`, `b`, and an empty one for the list.
    static func keys(_ name: String) throws(ToolError) -> [String] {
        guard let bracket = name.firstIndex(of: "[") else { return [name] }
        var keys = [String(name[..<bracket])]
        var rest = name[bracket...]
        while !rest.isEmpty {
            guard rest.hasPrefix("["), let end = rest.firstIndex(of: "]"), !keys[0].isEmpty else {
                throw .usage("the name of the field \(name) is not of the form NAME, NAME[KEY] or NAME[]")
            }
            keys.append(String(rest[rest.index(after: rest.startIndex)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        guard keys.count <= 32 else { throw .usage("the name of the field \(name) is too deep") }
        return keys
    }

    private static func setting(
        _ value: JSONValue, at keys: ArraySlice<String>, of name: String, in place: JSONValue?
    ) throws(ToolError) -> JSONValue {
        guard let key = keys.first else {
            guard place == nil else { throw .usage("the field \(name) is given twice") }
            return value
        }
        switch place {
        case .array(var elements)? where key.isEmpty:
            elements.append(try setting(value, at: keys.dropFirst(), of: name, in: nil))
            return .array(elements)
        case nil where key.isEmpty:
            return .array([try setting(value, at: keys.dropFirst(), of: name, in: nil)])
        case .object(var fields)? where !key.isEmpty:
            fields[key] = try setting(value, at: keys.dropFirst(), of: name, in: fields[key])
            return .object(fields)
        case nil:
            return .object([key: try setting(value, at: keys.dropFirst(), of: name, in: nil)])
        default:
            throw .usage("the field \(name) does not go with another one of that name")
        }
    }
}
