#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An IPv4 or IPv6 address.
struct IPAddress: Sendable, Hashable {
    /// Four bytes, or sixteen, in network order.
    let bytes: [UInt8]

    /// Reads an address without brackets; nil for any other text.
    init?(parsing text: some StringProtocol) {
        let text = String(text)
        var version4 = in_addr()
        var version6 = in6_addr()
        if inet_pton(AF_INET, text, &version4) == 1 {
            bytes = withUnsafeBytes(of: &version4) { Array($0) }
        } else if inet_pton(AF_INET6, text, &version6) == 1 {
            bytes = withUnsafeBytes(of: &version6) { Array($0) }
        } else {
            return nil
        }
    }

    /// Whether the first bits of this address are those of another of its kind.
    func isIn(_ block: IPAddress, prefixLength: Int) -> Bool {
        guard bytes.count == block.bytes.count else { return false }
        let whole = prefixLength / 8
        guard bytes.prefix(whole) == block.bytes.prefix(whole) else { return false }
        let bits = prefixLength % 8
        guard bits > 0 else { return true }
        return (bytes[whole] ^ block.bytes[whole]) >> (8 - bits) == 0
    }
}
