/// Git's framing: four hexadecimal digits of length, their own four bytes included, then the payload
/// (`gitprotocol-common(5)`).
enum PacketLine {
    /// The end of a section.
    static let flush = "0000"

    /// The largest payload, in bytes.
    static let maximumPayload = 65_516

    /// A packet with this payload, which is cut where it is too long for one.
    static func packet(_ payload: [UInt8]) -> [UInt8] {
        let payload = payload.prefix(maximumPayload)
        let digits = String(payload.count + 4, radix: 16)
        return Array(String(repeating: "0", count: 4 - digits.utf8.count).utf8) + Array(digits.utf8) + payload
    }

    /// What stands before the list of references in protocol versions 0 and 1 over HTTP (`gitprotocol-http(5)`).
    static func serviceHeader(_ service: GitService) -> [UInt8] {
        packet(Array("# service=\(service.rawValue)\n".utf8)) + Array(flush.utf8)
    }

    /// The last word of a service that cannot go on: git prints it as `remote: …` and stops.
    ///
    /// A fetching client takes `ERR` packets anywhere. A pushing one is reading the side band, whose channel 3 says the
    /// same (`gitprotocol-pack(5)`).
    static func failure(_ service: GitService, _ message: String) -> [UInt8] {
        switch service {
        case .uploadPack: packet(Array("ERR \(message)".utf8))
        case .receivePack: packet([3] + Array("\(message)\n".utf8))
        }
    }
}
