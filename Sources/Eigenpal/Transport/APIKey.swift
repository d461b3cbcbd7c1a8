/// An API key that no description shows.
struct APIKey: Sendable {
    private let value: String

    /// Checks that a key can stand in a header; the message does not show it.
    init(_ value: String) throws(EigenpalError) {
        guard value.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
            throw .invalidConfiguration(
                "the API key holds spaces, line ends or letters that no key has: was it copied as a whole?")
        }
        self.value = value
    }

    /// The value of the `Authorization` header.
    var authorization: String { "Bearer \(value)" }

    /// `text` with the key, should a server or a proxy have repeated it, masked.
    func masked(in text: String) -> String {
        text.utf8.count < value.utf8.count ? text : text.replacing(value, with: "***")
    }

    /// Bytes with the key masked, as ``masked(in:)``.
    func masked(in bytes: [UInt8]) -> [UInt8] {
        let needle = Array(value.utf8)
        guard bytes.count >= needle.count, bytes.firstRange(of: needle) != nil else { return bytes }
        return bytes.replacing(needle, with: Array("***".utf8))
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "***" }
    var debugDescription: String { "***" }
    var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}
