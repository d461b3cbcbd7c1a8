/// A tag object as git stores it: what it leads to, and what it says.
public struct TagText: Sendable, Hashable {
    /// The object that it names.
    public let target: ObjectID
    /// What it says, a signature included.
    public let message: String

    /// Reads a tag object; nil for one that is damaged.
    public init?(_ bytes: [UInt8]) {
        let prefix = Array("object ".utf8)
        guard bytes.starts(with: prefix), let end = bytes.firstIndex(of: 0x0A),
            let target = ObjectID(hex: String(decoding: bytes[prefix.count..<end], as: UTF8.self))
        else { return nil }
        self.target = target
        var place = end + 1
        while place < bytes.count, bytes[place] != 0x0A {
            guard let next = bytes[place...].firstIndex(of: 0x0A) else { break }
            place = next + 1
        }
        message = String(decoding: bytes[min(place + 1, bytes.count)...], as: UTF8.self)
    }
}
