/// Reads JSON (RFC 8259) that is one object, and gives its members with the lines they stand on.
///
/// Values are handed out as bytes, and no problem holds any of them: they may be secrets. Values that are
/// objects or lists are checked and passed over.
struct FlatJSON {
    enum Value: Hashable {
        /// The text without its quotes and escapes, in UTF-8.
        case string([UInt8])
        case number
        case bool
        case null
        case nested
    }

    struct Member {
        let key: String
        let value: Value
        /// The line of the key, from 1.
        let line: Int
    }

    /// Why bytes are not JSON, or not an object.
    struct Problem: Error {
        /// The line, from 1.
        let line: Int
        let message: String
    }

    /// The deepest nesting that is read.
    private static let maximumDepth = 64

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var line = 1

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position += 3 }
    }

    /// The members of an object, in their order, a key as often as it is there.
    ///
    /// - Parameter bytes: valid UTF-8.
    static func members(of bytes: ArraySlice<UInt8>) throws(Problem) -> [Member] {
        var reader = FlatJSON(bytes)
        reader.skipSpace()
        guard reader.current == 0x7B else { throw reader.problem("the text is not a JSON object") }
        var members: [Member] = []
        try reader.object { (reader, key, line) throws(Problem) in
            let value = try reader.value(depth: 1)
            members.append(
                Member(key: String(decoding: key, as: UTF8.self), value: value, line: line))
        }
        reader.skipSpace()
        guard reader.current == nil else { throw reader.problem("more text follows the JSON object") }
        return members
    }

    private var current: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private func problem(_ message: String) -> Problem { Problem(line: line, message: message) }

    private mutating func skipSpace() {
        while let byte = current {
            switch byte {
            case 0x20, 0x09: break
            case 0x0A: line += 1
            case 0x0D: if position + 1 >= bytes.endIndex || bytes[position + 1] != 0x0A { line += 1 }
            default: return
            }
            position += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func object(
        _ member: (inout FlatJSON, [UInt8], Int) throws(Problem) -> Void
    ) throws(Problem) {
        position += 1
        skipSpace()
        if take(0x7D) { return }
        while true {
            skipSpace()
            guard current == 0x22 else { throw problem("a key in double quotes is missing here") }
            let keyLine = line
            let key = try string()
            skipSpace()
            guard take(0x3A) else { throw problem("a colon is missing behind a key") }
            try member(&self, key, keyLine)
            skipSpace()
            if take(0x7D) { return }
            guard take(0x2C) else { throw problem("a comma or a closing brace is missing") }
        }
    }

    private mutating func value(depth: Int) throws(Problem) -> Value {
        guard depth <= Self.maximumDepth else { throw problem("the values are nested too deep") }
        skipSpace()
        switch current {
        case 0x22: return .string(try string())
        case 0x7B:
            try object { (reader, _, _) throws(Problem) in _ = try reader.value(depth: depth + 1) }
            return .nested
        case 0x5B:
            try list(depth: depth)
            return .nested
        case 0x74: return try word("true", .bool)
        case 0x66: return try word("false", .bool)
        case 0x6E: return try word("null", .null)
        default:
            try number()
            return .number
        }
    }

    private mutating func list(depth: Int) throws(Problem) {
        position += 1
        skipSpace()
        if take(0x5D) { return }
        while true {
            _ = try value(depth: depth + 1)
            skipSpace()
            if take(0x5D) { return }
            guard take(0x2C) else { throw problem("a comma or a closing bracket is missing") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(Problem) -> Value {
        let isThere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard isThere else { throw problem("a value is missing here, or not in quotes") }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws(Problem) {
        func digits() -> Int {
            let start = position
            while let byte = current, (0x30...0x39).contains(byte) { position += 1 }
            return position - start
        }
        _ = take(0x2D)
        let isRight: Bool
        if take(0x30) {
            isRight = true
        } else {
            isRight = digits() > 0
        }
        guard isRight else { throw problem("a value is missing here, or not in quotes") }
        if take(0x2E), digits() == 0 { throw problem("a number ends with a point") }
        if take(0x65) || take(0x45) {
            if !take(0x2B) { _ = take(0x2D) }
            if digits() == 0 { throw problem("a number's exponent has no digits") }
        }
    }

    // MARK: Strings

    private mutating func string() throws(Problem) -> [UInt8] {
        position += 1
        var close = position
        while close < bytes.endIndex, bytes[close] != 0x22 { close += bytes[close] == 0x5C ? 2 : 1 }
        var text: [UInt8] = []
        // An array that moves would leave a part of a secret behind.
        text.reserveCapacity(close - position)
        while true {
            let start = position
            while let byte = current, byte != 0x22, byte != 0x5C, byte >= 0x20 { position += 1 }
            text.append(contentsOf: bytes[start..<position])
            switch current {
            case 0x22:
                position += 1
                return text
            case 0x5C:
                position += 1
                try appendEscape(to: &text)
            case nil: throw problem("text in quotes begins here and never ends")
            default:
                throw problem("text in quotes holds a line break or a control character that is not escaped")
            }
        }
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(Problem) {
        guard let escape = current else { throw problem("text in quotes begins here and never ends") }
        position += 1
        switch escape {
        case 0x22, 0x5C, 0x2F: text.append(escape)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75:
            var value = try hexadecimal()
            if (0xD800..<0xDC00).contains(value), take(0x5C), take(0x75) {
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw problem("an escape names no character") }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw problem("an escape names no character") }
            text.append(contentsOf: String(scalar).utf8)
        default: throw problem("a backslash is not followed by an escape")
        }
    }

    private mutating func hexadecimal() throws(Problem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt32
            switch current {
            case .some(let byte) where (0x30...0x39).contains(byte): digit = UInt32(byte) - 0x30
            case .some(let byte) where (0x41...0x46).contains(byte): digit = UInt32(byte) - 0x37
            case .some(let byte) where (0x61...0x66).contains(byte): digit = UInt32(byte) - 0x57
            default: throw problem("an escape needs 4 hexadecimal digits")
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }
}
