/// What is wrong with a value by a schema.
public struct JSONSchemaIssue: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Where in the value: `invoice.lines[0].amount`, `headers["x-id"]`; empty for the value itself.
    public let path: String
    /// Which rule it breaks: `required`, `invalid_type`, `enum`, `additional_property`, ….
    public let code: String
    /// What is wrong, for people, in one sentence without a full stop.
    public let message: String

    /// Describes an issue.
    public init(path: String, code: String, message: String) {
        (self.path, self.code, self.message) = (path, code, message)
    }

    /// The path and the message.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}

/// The way to a part of a value.
struct ValuePath {
    private(set) var text = ""

    /// The way to an object's property.
    func property(_ name: String) -> ValuePath {
        var path = self
        if Self.isPlain(name) {
            path.text += text.isEmpty ? name : ".\(name)"
        } else {
            var quoted = "\""
            for scalar in name.unicodeScalars {
                switch scalar {
                case "\"": quoted += "\\\""
                case "\\": quoted += "\\\\"
                case "\n": quoted += "\\n"
                case "\0"..."\u{1F}", "\u{7F}": quoted += "\u{FFFD}"
                default: quoted.unicodeScalars.append(scalar)
                }
            }
            path.text += "[\(quoted)\"]"
        }
        return path
    }

    /// The way to a list's element.
    func element(_ index: Int) -> ValuePath {
        var path = self
        path.text += "[\(index)]"
        return path
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                || $0 == 0x5F
                || $0 == 0x24 || $0 == 0x2D || $0 >= 0x80
        }
    }
}
