/// The name of a secret, `[A-Z][A-Z0-9_]*`: what an environment variable is called.
public struct SecretName: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The longest name, in bytes.
    public static let maximumLength = 255

    /// The name.
    public let rawValue: String

    /// Reads a name.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_secret_name`.
    public init(parsing text: some StringProtocol) throws(FormatError) {
        if text.utf8.withContiguousStorageIfAvailable(Self.isUsable) == true {
            rawValue = String(text)
            return
        }
        func refused(_ why: String, _ remedy: String? = nil) -> FormatError {
            FormatError(
                code: "invalid_secret_name",
                message: "\(TerminalText.quoted(text)) is not a secret name: \(why)",
                remedy: remedy)
        }
        let bytes = text.utf8
        guard bytes.count <= Self.maximumLength else {
            throw refused("it is longer than \(Self.maximumLength) bytes")
        }
        guard let first = bytes.first else {
            throw FormatError(
                code: "invalid_secret_name", message: "the secret name is empty",
                remedy: "Write a name like API_TOKEN")
        }
        guard !Self.isName(bytes) else {
            rawValue = String(text)
            return
        }
        let mended = text.utf8.map { byte -> UInt8 in
            switch byte {
            case 0x61...0x7A: byte - 0x20
            case 0x2D, 0x2E, 0x20: 0x5F
            default: byte
            }
        }
        let remedy = Self.isName(mended) ? "Did you mean \(String(decoding: mended, as: UTF8.self))?" : nil
        throw refused(
            (0x30...0x39).contains(first) || first == 0x5F
                ? "it must begin with a letter" : "only A-Z, 0-9 and _ are allowed", remedy)
    }

    /// Whether bytes are a name. For one kind of bytes alone, so that reading a thousand names is quick.
    private static func isUsable(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard 1...maximumLength ~= bytes.count, 0x41...0x5A ~= bytes[0] else { return false }
        for byte in bytes {
            guard 0x41...0x5A ~= byte || 0x30...0x39 ~= byte || byte == 0x5F else { return false }
        }
        return true
    }

    /// Whether bytes have the form of a name, whatever their number.
    static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, (0x41...0x5A).contains(first) else { return false }
        return bytes.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// The name.
    public var description: String { rawValue }

    /// Orders names by their bytes.
    public static func < (left: SecretName, right: SecretName) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

extension SecretName: Codable {
    /// Reads the name from one string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(FormatError) {
            self = try SecretName(parsing: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes the name as one string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
