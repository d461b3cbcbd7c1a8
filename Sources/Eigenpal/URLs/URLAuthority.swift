/// The part of a URL between `//` and the path: credentials, host and port.
struct URLAuthority: Sendable, Hashable {
    /// What stands before the last `@`; nil where there is none.
    let userInfo: String?
    /// The host in lower case; an IPv6 address without its brackets.
    let host: String
    /// The port, 1 to 65535; nil where none is named.
    let port: Int?

    /// Reads the part; nil where host or port are not valid.
    init?(parsing text: some StringProtocol) {
        var rest = Substring(text)
        if let at = rest.lastIndex(of: "@") {
            userInfo = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            userInfo = nil
        }
        let portText: Substring?
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            let address = rest[rest.index(after: rest.startIndex)..<end]
            guard address.contains(":"), address.utf8.allSatisfy(Self.isAddressByte) else { return nil }
            host = address.lowercased()
            let after = rest[rest.index(after: end)...]
            guard after.isEmpty || after.first == ":" else { return nil }
            portText = after.isEmpty ? nil : after.dropFirst()
        } else {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            guard end > rest.startIndex, rest[..<end].utf8.allSatisfy(Self.isHostByte) else { return nil }
            host = rest[..<end].lowercased()
            portText = end == rest.endIndex ? nil : rest[rest.index(after: end)...]
        }
        guard let portText, !portText.isEmpty else {
            port = nil
            return
        }
        guard portText.utf8.count <= 5, portText.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(portText), (1...65_535).contains(number)
        else { return nil }
        port = number
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
