/// The bytes of a file on their way to becoming text: refused before any parser sees them where they are too
/// many, not UTF-8, or hold characters that no text file has.
public enum SourceText {
    /// The most bytes that a manifest or a secrets file may have, 1 MiB.
    public static let maximumSize = 1 << 20

    /// Reads bytes as UTF-8 text.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: its path, for the findings.
    ///   - limit: the most bytes that are read.
    /// - Returns: the text, or nil and why not: `file_too_large`, `not_utf8`, `binary_file`,
    ///   `control_character`.
    public static func decoded(
        _ bytes: [UInt8], file: String, limit: Int = maximumSize
    ) -> (String?, [Finding]) {
        if let finding = check(bytes, file: file, limit: limit) { return (nil, [finding]) }
        return (String(decoding: bytes, as: UTF8.self), [])
    }

    /// Why bytes are not the text of a file; nil where they are.
    ///
    /// - Parameter allowsControls: whether control characters other than NUL are the business of the caller.
    static func check(
        _ bytes: [UInt8], file: String, limit: Int, allowsControls: Bool = false
    ) -> Finding? {
        if bytes.count > limit {
            return Finding(
                file: file, code: "file_too_large",
                message: "the file has \(bytes.count) bytes, more than the \(limit) that are read")
        }
        if isPlain(bytes) { return nil }
        guard let (offset, defect) = firstDefect(bytes, allowsControls: allowsControls) else { return nil }
        let line = 1 + bytes[..<offset].count { $0 == 0x0A }
        switch defect {
        case .notUTF8:
            return Finding(
                file: file, line: line, code: "not_utf8", message: "the file is not UTF-8 text",
                remedy: "Save it in UTF-8")
        case .null:
            return Finding(
                file: file, line: line, code: "binary_file",
                message: "the file is binary: it holds a NUL byte",
                remedy: "Write it as UTF-8 text")
        case .control(let value):
            let digits = String(value, radix: 16, uppercase: true)
            let name = "U+" + String(repeating: "0", count: 4 - min(4, digits.utf8.count)) + digits
            return Finding(
                file: file, line: line, code: "control_character",
                message: "the file holds a control character, \(name)", remedy: "Remove it")
        }
    }

    /// Whether bytes are visible ASCII, blanks and line breaks only.
    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        // Blocks without a way out of them are checked many bytes at a time.
        var place = 0
        while place < bytes.count {
            let end = min(place + 4096, bytes.count)
            var others = 0
            for byte in bytes[place..<end] {
                let isPlain = (byte &- 0x20 < 0x5F) || byte == 0x0A || byte == 0x0D || byte == 0x09
                others |= isPlain ? 0 : 1
            }
            if others != 0 { return false }
            place = end
        }
        return true
    }

    private enum Defect {
        case notUTF8
        case null
        case control(UInt32)
    }

    private static func firstDefect(_ bytes: [UInt8], allowsControls: Bool) -> (Int, Defect)? {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0 { return (index, .null) }
                if !allowsControls, isControl(UInt32(byte)) { return (index, .control(UInt32(byte))) }
                index += 1
                continue
            }
            guard let (scalar, length) = character(bytes, at: index) else { return (index, .notUTF8) }
            if !allowsControls, isControl(scalar) { return (index, .control(scalar)) }
            index += length
        }
        return nil
    }

    /// Whether a character belongs in no text file.
    static func isControl(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// The character of several bytes at a place; nil where there is none.
    static func character(_ bytes: [UInt8], at index: Int) -> (UInt32, Int)? {
        let length: Int
        var scalar: UInt32
        switch bytes[index] {
        case 0xC2...0xDF: (length, scalar) = (2, UInt32(bytes[index] & 0x1F))
        case 0xE0...0xEF: (length, scalar) = (3, UInt32(bytes[index] & 0x0F))
        case 0xF0...0xF4: (length, scalar) = (4, UInt32(bytes[index] & 0x07))
        default: return nil
        }
        guard index + length <= bytes.count else { return nil }
        for byte in bytes[(index + 1)..<(index + length)] {
            guard byte & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        let lowest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard scalar >= lowest, Unicode.Scalar(scalar) != nil else { return nil }
        return (scalar, length)
    }
}
