import CLibgit2

extension ObjectID {
    /// How many bytes a name has.
    public static let byteCount = 20

    /// The name from its 20 bytes; nil for fewer or more.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        var name = ObjectID.zero.oid
        withUnsafeMutableBytes(of: &name.id) { $0.copyMemory(from: bytes) }
        self.init(name)
    }

    /// Adds the name's 20 bytes to the end of `bytes`.
    public func append(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: oid.id) { bytes.append(contentsOf: $0) }
    }
}
