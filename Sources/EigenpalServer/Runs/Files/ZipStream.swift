import CZlib
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files as a ZIP archive (PKWARE's APPNOTE 6.3.10), written while it is sent: stored without compression, sizes and
/// checksums behind each file's bytes, in 64 bits where 32 do not do.
struct ZipStream: Sendable {
    /// One file.
    struct Entry: Sendable {
        /// Its path in the archive.
        let name: String
        /// Where it lies.
        let path: String
        /// Its size in bytes.
        let size: Int
    }

    let entries: [Entry]

    /// A file changed while it was sent: the archive ends in the middle, and no client takes it for whole.
    struct Changed: Error { let name: String }

    private struct Record {
        let name: [UInt8]
        let offset: UInt64
        let size: UInt64
        let checksum: UInt32
    }

    private static let pieceSize = 256 << 10
    // UTF-8 names, and sizes behind the bytes.
    private static let flags: UInt16 = 1 << 11 | 1 << 3
    private static let largest: UInt64 = 0xFFFF_FFFF

    /// Writes the archive.
    func write(to writer: AnswerWriter) async throws {
        var offset: UInt64 = 0
        var records: [Record] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            let isLarge = UInt64(entry.size) >= Self.largest
            let head = Self.localHeader(name, isLarge: isLarge)
            try await writer.write(ByteBuffer(bytes: head))
            let checksum = try await send(entry, to: writer)
            let tail = Self.descriptor(checksum, UInt64(entry.size), isLarge: isLarge)
            try await writer.write(ByteBuffer(bytes: tail))
            records.append(
                Record(name: name, offset: offset, size: UInt64(entry.size), checksum: checksum))
            offset += UInt64(head.count + entry.size + tail.count)
        }
        try await writer.write(ByteBuffer(bytes: Self.directory(records, at: offset)))
        try await writer.finish()
    }

    private func send(_ entry: Entry, to writer: AnswerWriter) async throws -> UInt32 {
        let file = open(entry.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw Changed(name: entry.name) }
        defer { close(file) }
        var checksum: UInt = 0
        var rest = entry.size
        while rest > 0 {
            let wanted = min(rest, Self.pieceSize)
            let piece: [UInt8] = try await NIOThreadPool.singleton.runIfActive {
                [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                    count = max(0, read(file, buffer.baseAddress, wanted))
                }
            }
            guard !piece.isEmpty else { throw Changed(name: entry.name) }
            checksum = piece.withUnsafeBufferPointer { crc32(checksum, $0.baseAddress, UInt32($0.count)) }
            rest -= piece.count
            try await writer.write(ByteBuffer(bytes: piece))
        }
        return UInt32(truncatingIfNeeded: checksum)
    }

    private static func localHeader(_ name: [UInt8], isLarge: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.put(0x0403_4B50 as UInt32)
        bytes.put((isLarge ? 45 : 20) as UInt16)
        bytes.put(flags)
        bytes.put(0 as UInt16)
        bytes.put(dosEpoch)
        // Checksum and sizes come behind the bytes.
        bytes.put(0 as UInt32)
        bytes.put((isLarge ? UInt32.max : 0) as UInt32)
        bytes.put((isLarge ? UInt32.max : 0) as UInt32)
        bytes.put(UInt16(name.count))
        bytes.put((isLarge ? 20 : 0) as UInt16)
        bytes += name
        if isLarge {
            bytes.put(1 as UInt16)
            bytes.put(16 as UInt16)
            bytes.put(0 as UInt64)
            bytes.put(0 as UInt64)
        }
        return bytes
    }

    private static func descriptor(_ checksum: UInt32, _ size: UInt64, isLarge: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.put(0x0807_4B50 as UInt32)
        bytes.put(checksum)
        for _ in 0..<2 { if isLarge { bytes.put(size) } else { bytes.put(UInt32(size)) } }
        return bytes
    }

    private static func directory(_ records: [Record], at start: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        for record in records {
            let isLarge = record.size >= largest
            let isFar = record.offset >= largest
            var extra: [UInt8] = []
            if isLarge {
                extra.put(record.size)
                extra.put(record.size)
            }
            if isFar { extra.put(record.offset) }
            let isLong = !extra.isEmpty
            bytes.put(0x0201_4B50 as UInt32)
            // Made on Unix, so that the mode counts.
            bytes.put((3 << 8 | 45) as UInt16)
            bytes.put((isLong ? 45 : 20) as UInt16)
            bytes.put(flags)
            bytes.put(0 as UInt16)
            bytes.put(dosEpoch)
            bytes.put(record.checksum)
            bytes.put(isLarge ? UInt32.max : UInt32(record.size))
            bytes.put(isLarge ? UInt32.max : UInt32(record.size))
            bytes.put(UInt16(record.name.count))
            bytes.put(UInt16(isLong ? extra.count + 4 : 0))
            bytes.put(0 as UInt16)
            bytes.put(0 as UInt16)
            bytes.put(0 as UInt16)
            bytes.put(UInt32(0o100644) << 16)
            bytes.put(isFar ? UInt32.max : UInt32(record.offset))
            bytes += record.name
            if isLong {
                bytes.put(1 as UInt16)
                bytes.put(UInt16(extra.count))
                bytes += extra
            }
        }
        let size = UInt64(bytes.count)
        if records.count >= 0xFFFF || start >= largest || size >= largest {
            bytes.put(0x0606_4B50 as UInt32)
            bytes.put(44 as UInt64)
            bytes.put((3 << 8 | 45) as UInt16)
            bytes.put(45 as UInt16)
            bytes.put(0 as UInt32)
            bytes.put(0 as UInt32)
            bytes.put(UInt64(records.count))
            bytes.put(UInt64(records.count))
            bytes.put(size)
            bytes.put(start)
            bytes.put(0x0706_4B50 as UInt32)
            bytes.put(0 as UInt32)
            bytes.put(start + size)
            bytes.put(1 as UInt32)
        }
        bytes.put(0x0605_4B50 as UInt32)
        bytes.put(0 as UInt32)
        bytes.put(UInt16(min(records.count, 0xFFFF)))
        bytes.put(UInt16(min(records.count, 0xFFFF)))
        bytes.put(UInt32(min(size, largest)))
        bytes.put(UInt32(min(start, largest)))
        bytes.put(0 as UInt16)
        return bytes
    }

    // 1 January 1980, the first day that ZIP can name: archives of equal files are equal.
    private static let dosEpoch: UInt32 = 0x0021_0000
}

extension [UInt8] {
    /// Adds a number, the lowest byte first.
    fileprivate mutating func put(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
