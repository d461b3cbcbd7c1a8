import Foundation
import Git
import TestSupport

/// Writes packs byte by byte, also such as git never would.
struct PackAuthor {
    /// An object of a pack.
    struct Entry {
        var id: ObjectID
        /// 1 to 4: commit, tree, blob, tag; 6 and 7: a difference by distance or by name.
        var form: UInt8
        /// What stands between the head and the packed bytes.
        var base: [UInt8] = []
        /// What is packed.
        var contents: [UInt8]
        /// The size that the head tells, if another one than that of the contents.
        var size: Int?
        /// The place that the index tells, if another one than where it is.
        var place: UInt64?
    }

    var entries: [Entry]
    var version: UInt32 = 2
    /// The number of objects that the pack tells, if another.
    var count: UInt32?
    /// Whether the index tells all places in its table of 8 bytes.
    var usesLargePlaces = false
    var checksums: (pack: UInt8, index: UInt8) = (1, 1)

    /// A name of 20 equal bytes.
    static func id(_ byte: UInt8) -> ObjectID {
        let digits = String(byte, radix: 16)
        return ObjectID(hex: String(repeating: digits.count == 1 ? "0" + digits : digits, count: 20)) ?? .zero
    }

    static func bytes(_ id: ObjectID) -> [UInt8] {
        let digits = Array(id.hex)
        return stride(from: 0, to: 40, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0 }
    }

    /// The bytes of the pack and of its index.
    func write() -> (pack: [UInt8], index: [UInt8]) {
        var pack = Array("PACK".utf8) + Self.number(version) + Self.number(count ?? UInt32(entries.count))
        var places: [ObjectID: UInt64] = [:]
        for entry in entries {
            places[entry.id] = entry.place ?? UInt64(pack.count)
            pack += Self.head(entry.form, entry.size ?? entry.contents.count) + entry.base
            pack += Self.stored(entry.contents)
        }
        pack += [UInt8](repeating: checksums.pack, count: 20)
        let sorted = entries.map(\.id).sorted()
        let names = sorted.map(Self.bytes)
        var index: [UInt8] = [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2]
        var count = 0
        for byte in 0...255 {
            while count < names.count, names[count][0] <= byte { count += 1 }
            index += Self.number(UInt32(count))
        }
        for name in names { index += name }
        index += [UInt8](repeating: 0, count: 4 * sorted.count)
        for (number, id) in sorted.enumerated() {
            let place = usesLargePlaces ? 0x8000_0000 | UInt32(number) : UInt32(places[id] ?? 0)
            index += Self.number(place)
        }
        if usesLargePlaces {
            for id in sorted {
                let place = places[id] ?? 0
                index += Self.number(UInt32(place >> 32)) + Self.number(UInt32(truncatingIfNeeded: place))
            }
        }
        index += [UInt8](repeating: checksums.index, count: 20) + [UInt8](repeating: 0, count: 20)
        return (pack, index)
    }

    /// Makes a repository that has this pack and nothing else; its path.
    static func repository(
        of written: (pack: [UInt8], index: [UInt8]), in directory: TemporaryDirectory
    ) throws -> String {
        let path = directory.appending("\(UInt64.random(in: .min ... .max))")
        for folder in ["objects/pack", "refs"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/.git/\(folder)", withIntermediateDirectories: true)
        }
        for (name, bytes) in [
            ("HEAD", Array("ref: refs/heads/main\n".utf8)), ("config", []),
            ("objects/pack/pack-1.pack", written.pack), ("objects/pack/pack-1.idx", written.index),
        ] {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/.git/\(name)"))
        }
        return path
    }

    /// A difference that copies the first bytes of a base and adds some.
    static func delta(baseSize: Int, copies: Int, adds: [UInt8]) -> [UInt8] {
        var delta = size(baseSize) + size(copies + adds.count)
        if copies > 0 { delta += [0xB0, UInt8(copies & 255), UInt8(copies >> 8 & 255)] }
        if !adds.isEmpty { delta += [UInt8(adds.count)] + adds }
        return delta
    }

    /// A size as differences have it.
    static func size(_ size: Int) -> [UInt8] {
        var (rest, bytes): (Int, [UInt8]) = (size, [])
        repeat {
            bytes.append(UInt8(rest & 127) | (rest > 127 ? 128 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }

    /// A distance of up to two bytes.
    static func distance(_ distance: Int) -> [UInt8] {
        distance < 128
            ? [UInt8(distance)] : [UInt8(distance >> 7 - 1 & 127 | 128), UInt8(distance & 127)]
    }

    private static func head(_ form: UInt8, _ size: Int) -> [UInt8] {
        let rest = size >> 4
        let first = form << 4 | UInt8(size & 15)
        return rest == 0 ? [first] : [first | 128] + self.size(rest)
    }

    private static func number(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// A zlib stream that packs nothing together (RFC 1951, "Non-compressed blocks").
    static func stored(_ contents: [UInt8]) -> [UInt8] {
        var (stream, rest): ([UInt8], ArraySlice<UInt8>) = ([0x78, 0x01], contents[...])
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let count = UInt16(block.count)
            stream += [rest.isEmpty ? 1 : 0, UInt8(count & 255), UInt8(count >> 8)]
            stream += [UInt8(~count & 255), UInt8(~count >> 8)] + block
        } while !rest.isEmpty
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in contents {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return stream + number(high << 16 | low)
    }
}
