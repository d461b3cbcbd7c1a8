/// What a scalar means, by YAML 1.2's core schema.
enum YAMLScalar: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case float(Double)
    case string(String)

    /// Reads a scalar; text in quotes is always text.
    init(_ text: String, _ style: YAMLNode.Style) {
        self = style == .plain ? Self.plain(text) : .string(text)
    }

    /// Whether a scalar is text. What it is else is not worked out where its first byte already says that it is
    /// nothing else.
    static func isText(_ text: String, _ style: YAMLNode.Style) -> Bool {
        guard style == .plain else { return true }
        guard let first = text.utf8.first else { return false }
        switch first {
        case 0x2B, 0x2D, 0x2E, 0x30...0x39, 0x46, 0x4E, 0x54, 0x66, 0x6E, 0x74, 0x7E:
            if case .string = plain(text) { return true }
            return false
        default: return true
        }
    }

    private static func plain(_ text: String) -> YAMLScalar {
        if text.utf8.count > 5 { return number(text) ?? .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".nan", ".NaN", ".NAN": return .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
        default: return number(text) ?? .string(text)
        }
    }

    private static func number(_ text: String) -> YAMLScalar? {
        for byte in text.utf8 where !isNumeric(byte) { return nil }
        let bytes = Array(text.utf8.prefix(400))
        guard let first = bytes.first, bytes.count == text.utf8.count,
            (0x30...0x39).contains(first) || first == 0x2B || first == 0x2D || first == 0x2E
        else { return nil }
        if first == 0x30, bytes.count > 2, bytes[1] == 0x78 || bytes[1] == 0x6F {
            // Swift takes a sign here; YAML does not.
            let digits = bytes[2...]
            guard !digits.contains(where: { $0 == 0x2B || $0 == 0x2D }) else { return nil }
            let radix = bytes[1] == 0x78 ? 16 : 8
            let text = String(decoding: digits, as: UTF8.self)
            if let value = Int(text, radix: radix) { return .integer(value) }
            return digits.allSatisfy { isDigit($0, radix: radix) } ? .float(.infinity) : nil
        }
        return isDecimal(bytes) ? decimal(text, bytes) : nil
    }

    /// Whether a byte can stand in a number at all.
    private static func isNumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66, 0x2B, 0x2D, 0x2E, 0x6F, 0x78: true
        default: false
        }
    }

    private static func decimal(_ text: String, _ bytes: [UInt8]) -> YAMLScalar? {
        if bytes.allSatisfy({ $0 != 0x2E && $0 != 0x65 && $0 != 0x45 }), let value = Int(text) {
            return .integer(value)
        }
        return Double(text).map(YAMLScalar.float)
    }

    /// Whether bytes are `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
    private static func isDecimal(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        func skip(_ either: UInt8, _ or: UInt8) -> Bool {
            guard rest.first == either || rest.first == or else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = skip(0x2B, 0x2D)
        let whole = digits()
        let hasPoint = skip(0x2E, 0x2E)
        let fraction = hasPoint ? digits() : 0
        guard whole > 0 || fraction > 0 else { return false }
        if skip(0x65, 0x45) {
            _ = skip(0x2B, 0x2D)
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func isDigit(_ byte: UInt8, radix: Int) -> Bool {
        switch byte {
        case 0x30...0x37: true
        case 0x38...0x39, 0x41...0x46, 0x61...0x66: radix == 16
        default: false
        }
    }
}
