/// What can be read of a file as text.
public enum PlainText {
    private static let probe = 8 * 1024

    /// How a file is written, as its first bytes say.
    public enum Form: Sendable, Hashable {
        /// In ASCII or an extension of it, such as UTF-8.
        case ascii
        /// In UTF-16 with a mark, low bytes first or high ones.
        case utf16(isLittleEndian: Bool)
        /// Not text.
        case binary
    }

    /// The form of a file that begins like this.
    public static func form(of beginning: UnsafeRawBufferPointer) -> Form {
        if beginning.starts(with: [0xFF, 0xFE]) { return .utf16(isLittleEndian: true) }
        if beginning.starts(with: [0xFE, 0xFF]) { return .utf16(isLittleEndian: false) }
        return beginning.prefix(probe).contains(0) ? .binary : .ascii
    }

    /// A text without what ASCII cannot hold, a question mark in its place; nil for what is no text.
    public static func ascii(_ bytes: [UInt8]) -> [UInt8]? {
        switch bytes.withUnsafeBytes(form) {
        case .ascii: return bytes
        case .binary: return nil
        case .utf16(let isLittleEndian):
            return stride(from: 2, to: bytes.count - 1, by: 2).map { place in
                let (low, high) = isLittleEndian ? (place, place + 1) : (place + 1, place)
                return bytes[high] == 0 ? bytes[low] : UInt8(ascii: "?")
            }
        }
    }
}
