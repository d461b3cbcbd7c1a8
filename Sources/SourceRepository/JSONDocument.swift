/// A JSON document with the lines its values stand on, as RFC 8259 writes it: nothing more is taken, duplicate keys
/// are refused, and nesting is bounded.
package struct JSONDocument {
    /// A value and where it begins.
    package struct Node {
        /// The line of the value's first character, from 1.
        package let line: Int
        package let value: Value
    }

    /// The kinds of value. Numbers are kept as they were written.
    package indirect enum Value {
        case null
        case bool(Bool)
        case number(String)
        case string(String)
        case array([Node])
        case object([(key: String, line: Int, node: Node)])

        /// The name of the kind, for people.
        var kindName: String {
            switch self {
            case .null: "null"
            case .bool: "a boolean"
            case .number: "a number"
            case .string: "a string"
            case .array: "a list"
            case .object: "an object"
            }
        }
    }

    /// Why a text is not JSON, and on which line, from 1.
    package struct SyntaxError: Error {
        package let line: Int
        package let message: String

        package init(line: Int, message: String) { (self.line, self.message) = (line, message) }
    }

    /// The deepest nesting that is read.
    static let maximumDepth = 128

    private let text: [UInt8]
    private var position = 0
    private var line = 1

    private init(_ text: [UInt8]) { self.text = text }

    /// Reads a document of one value.
    package static func parse(_ text: [UInt8]) throws(SyntaxError) -> Node {
        var document = JSONDocument(text)
        document.skipSpace()
        let node = try document.value(depth: 0)
        document.skipSpace()
        guard document.peek == nil else { throw document.error("more follows after the end of the value") }
        return node
    }

    private var peek: UInt8? { position < text.count ? text[position] : nil }

    private func error(_ message: String) -> SyntaxError { SyntaxError(line: line, message: message) }

    private func unexpected(_ due: String) -> SyntaxError {
        guard let byte = peek else { return error("the text ends where \(due) is due") }
        let found =
            byte > 0x20 && byte < 0x7f ? "'\(Character(UnicodeScalar(byte)))'" : "an unexpected character"
        return error("\(found) where \(due) is due")
    }

    private mutating func skipSpace() {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return
            }
            position += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(SyntaxError) -> Node {
        guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth) levels") }
        let start = line
        switch peek {
        case UInt8(ascii: "{"): return Node(line: start, value: .object(try object(depth: depth)))
        case UInt8(ascii: "["): return Node(line: start, value: .array(try array(depth: depth)))
        case UInt8(ascii: "\""): return Node(line: start, value: .string(try string()))
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            return Node(line: start, value: .number(try number()))
        default:
            if word("true") { return Node(line: start, value: .bool(true)) }
            if word("false") { return Node(line: start, value: .bool(false)) }
            if word("null") { return Node(line: start, value: .null) }
            throw unexpected("a value")
        }
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard position + length <= text.count else { return false }
        for offset in 0..<length where text[position + offset] != word.utf8Start[offset] { return false }
        position += length
        return true
    }

    private mutating func object(
        depth: Int
    ) throws(SyntaxError) -> [(key: String, line: Int, node: Node)] {
        position += 1
        var members: [(key: String, line: Int, node: Node)] = []
        var keys: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
            let keyLine = line
            let key = try string()
            guard keys.insert(key).inserted else {
                throw error("the key \"\(key)\" stands twice in one object")
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected("':'") }
            skipSpace()
            members.append((key, keyLine, try value(depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return members }
            guard take(UInt8(ascii: ",")) else { throw unexpected("',' or '}'") }
        }
    }

    private mutating func array(depth: Int) throws(SyntaxError) -> [Node] {
        position += 1
        var elements: [Node] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            skipSpace()
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            guard take(UInt8(ascii: ",")) else { throw unexpected("',' or ']'") }
        }
    }

    private mutating func digits() throws(SyntaxError) {
        let start = position
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
        guard position > start else { throw unexpected("a digit") }
    }

    private mutating func number() throws(SyntaxError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private mutating func string() throws(SyntaxError) -> String {
        position += 1
        var bytes: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw error("a string that is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): bytes += Array(String(try escape()).utf8)
            case 0..<0x20: throw error("a control character in a string; write it as an escape")
            default: bytes.append(byte)
            }
        }
        throw error("the text ends inside a string")
    }

    private mutating func escape() throws(SyntaxError) -> Unicode.Scalar {
        guard let byte = peek else { throw error("the text ends inside a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            if let scalar = Unicode.Scalar(unit) { return scalar }
            guard unit < 0xdc00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                throw error("half of a surrogate pair in a string")
            }
            let low = try codeUnit()
            guard 0xdc00...0xdfff ~= low,
                let scalar = Unicode.Scalar(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
            else { throw error("half of a surrogate pair in a string") }
            return scalar
        default: throw error("an escape that JSON does not know in a string")
        }
    }

    private mutating func codeUnit() throws(SyntaxError) -> UInt32 {
        guard position + 4 <= text.count else { throw error("the text ends inside a string") }
        var unit: UInt32 = 0
        for byte in text[position..<position + 4] {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
                throw error("an escape without four hexadecimal digits in a string")
            }
            unit = unit << 4 | UInt32(digit)
        }
        position += 4
        return unit
    }
}
