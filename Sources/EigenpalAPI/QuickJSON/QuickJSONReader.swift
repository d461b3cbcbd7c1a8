/// Reads the plain part of JSON that requests and answers are written in: objects, lists and strings.
///
/// Whatever else there is - numbers, `null`, a key that comes twice or is not known, an escape by number, bytes that are
/// not JSON at all - is answered with nil: the decoder then reads the same bytes, and knows the rest and the errors.
struct QuickJSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Reads a whole text by `body`; nil where anything follows.
    static func read<Value>(
        _ bytes: [UInt8], _ body: (inout QuickJSONReader) -> Value?
    ) -> Value? {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = QuickJSONReader(buffer)
            guard let value = body(&reader) else { return nil }
            reader.skipSpace()
            return reader.place == buffer.count ? value : nil
        }
    }

    /// Reads an object; `member` gets each key and reads its value.
    mutating func object(_ member: (inout QuickJSONReader, Key) -> Bool) -> Bool {
        list(from: 0x7B, to: 0x7D) { reader in
            guard let key = reader.key(), reader.take(0x3A) else { return false }
            return member(&reader, key)
        }
    }

    /// Reads a list; `element` reads each of its elements.
    mutating func array(_ element: (inout QuickJSONReader) -> Bool) -> Bool {
        list(from: 0x5B, to: 0x5D, element)
    }

    /// Reads a string into a place that is still empty.
    mutating func string(into target: inout String?) -> Bool {
        guard target == nil, let text = string() else { return false }
        target = text
        return true
    }

    /// Reads a string.
    mutating func string() -> String? {
        guard let (range, isPlain, isASCII) = quoted() else { return nil }
        let part = UnsafeBufferPointer(rebasing: bytes[range])
        if isPlain, isASCII { return String(decoding: part, as: UTF8.self) }
        if isPlain { return String(validating: part, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(part.count)
        var index = 0
        while index < part.count {
            if part[index] != 0x5C {
                text.append(part[index])
                index += 1
                continue
            }
            switch part[index + 1] {
            case let byte where byte == 0x22 || byte == 0x5C || byte == 0x2F: text.append(byte)
            case 0x62: text.append(0x08)
            case 0x66: text.append(0x0C)
            case 0x6E: text.append(0x0A)
            case 0x72: text.append(0x0D)
            case 0x74: text.append(0x09)
            default: return nil
            }
            index += 2
        }
        return String(validating: text, as: UTF8.self)
    }

    /// A key as it is written, compared without making a string of it.
    struct Key {
        fileprivate let bytes: UnsafeBufferPointer<UInt8>

        static func ~= (name: StaticString, key: Key) -> Bool {
            guard name.utf8CodeUnitCount == key.bytes.count else { return false }
            for index in key.bytes.indices where key.bytes[index] != name.utf8Start[index] { return false }
            return true
        }

        /// The key as text; nil where it is not plain ASCII, of which each text has one spelling.
        var text: String? {
            bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
        }
    }

    private mutating func key() -> Key? {
        skipSpace()
        guard let (range, isPlain, _) = quoted(), isPlain else { return nil }
        return Key(bytes: UnsafeBufferPointer(rebasing: bytes[range]))
    }

    /// The range between quotes, and whether no escape is in it, and nothing but ASCII.
    private mutating func quoted() -> (Range<Int>, isPlain: Bool, isASCII: Bool)? {
        skipSpace()
        guard place < bytes.count, bytes[place] == 0x22 else { return nil }
        let start = place + 1
        var (end, isPlain, all) = (start, true, UInt8(0))
        while end < bytes.count, bytes[end] != 0x22 {
            guard bytes[end] >= 0x20 else { return nil }
            all |= bytes[end]
            if bytes[end] == 0x5C {
                isPlain = false
                end += 1
            }
            end += 1
        }
        guard end < bytes.count else { return nil }
        place = end + 1
        return (start..<end, isPlain, all < 0x80)
    }

    private mutating func list(
        from open: UInt8, to close: UInt8, _ element: (inout QuickJSONReader) -> Bool
    ) -> Bool {
        guard take(open) else { return false }
        if take(close) { return true }
        repeat {
            guard element(&self) else { return false }
        } while take(0x2C)
        return take(close)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }
}
