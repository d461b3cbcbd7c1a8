/// Makes a push all or nothing, whatever the client asked for.
///
/// The pre-receive hook judges a push as a whole: a release may be there only because `main` is pushed with it. By itself
/// git then writes one reference after the other, and a `main` that cannot be written (a lock file that a crash left, a
/// full disk) would leave the release without it. The protocol has a capability for that, `atomic`, which the client
/// sends behind its first command (`gitprotocol-pack(5)`); this adds it on the way.
///
/// Give it the request's beginning with ``edit(_:)``, piece by piece, until ``isDone``; everything after goes as it is.
struct AtomicPush {
    /// Whether what comes next needs no editing.
    private(set) var isDone = false
    // Never more than a packet and a piece: complete packets before the first command go on at once.
    private var pending: [UInt8] = []

    private static let longestPacket = 65_520
    private static let capability = Array(" atomic".utf8)

    /// What to send on for a piece of the request.
    mutating func edit(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        pending += bytes
        var output: [UInt8] = []
        while !isDone, let length = Self.packetLength(pending) {
            // Not a packet of a push: git says what is wrong with it.
            guard (5...Self.longestPacket).contains(length) else {
                isDone = true
                break
            }
            guard pending.count >= length else { return output }
            let packet = Array(pending[..<length])
            pending.removeFirst(length)
            if packet.dropFirst(4).starts(with: "shallow ".utf8) {
                output += packet
            } else {
                output += Self.asAtomic(packet)
                isDone = true
            }
        }
        if isDone {
            output += pending
            pending = []
        }
        return output
    }

    /// What is left over when the request ends in the middle of its first command.
    mutating func finish() -> [UInt8] {
        defer { pending = [] }
        return pending
    }

    /// The length that a packet's first four bytes tell; nil until there are four, negative for what is not a length.
    private static func packetLength(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        var length = 0
        for byte in bytes.prefix(4) {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return -1 }
            length = length << 4 | digit
        }
        return length
    }

    /// The first command with the capability behind its others: `<old> <new> <name> NUL <capabilities>`.
    private static func asAtomic(_ packet: [UInt8]) -> [UInt8] {
        guard let nul = packet.firstIndex(of: 0), packet.count + capability.count <= longestPacket else {
            return packet
        }
        let hasNewline = packet.last == 0x0A
        let end = packet.count - (hasNewline ? 1 : 0)
        guard nul < end else { return packet }
        let words = packet[(nul + 1)..<end].split(separator: 0x20)
        if words.contains(where: { $0.elementsEqual("atomic".utf8) }) { return packet }
        return PacketLine.packet(Array(packet[4..<end]) + capability + (hasNewline ? [0x0A] : []))
    }
}
