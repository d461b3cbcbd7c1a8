import Git

/// Writes packs byte by byte, also such as git never would.
public struct PackAuthor {
    /// An object of a pack.
    public struct Entry {
        /// Its name.
        public var id: ObjectID
        /// 1 to 4: commit, tree, blob, tag; 6 and 7: a difference by distance or by name.
        public var form: UInt8
        /// What stands between the head and the packed bytes.
        public var base: [UInt8]
        /// What is packed.
        public var contents: [UInt8]
        /// The size that the head tells, if another one than that of the contents.
        public var size: Int?
        /// The place that the index tells, if another one than where it is.
        public var place: UInt64?

        /// An object in this form.
        public init(
            id: ObjectID, form: UInt8, base: [UInt8] = [], contents: [UInt8], size: Int? = nil,
            place: UInt64? = nil
        ) {
            (self.id, self.form, self.base, self.contents) = (id, form, base, contents)
            (self.size, self.place) = (size, place)
        }
    }

    /// The objects, in the order that they have in the pack.
    public var entries: [Entry]
    /// The version that the pack tells.
    public var version: UInt32
    /// The number of objects that the pack tells, if another.
    public var count: UInt32?
    /// Whether the index tells all places in its table of 8 bytes.
    public var usesLargePlaces: Bool
    /// The byte that the pack's checksum is made of, and the one that the index has for it.
    public var checksums: (pack: UInt8, index: UInt8)

    /// A pack of these objects.
    public init(
        entries: [Entry], version: UInt32 = 2, count: UInt32? = nil, usesLargePlaces: Bool = false,
        checksums: (pack: UInt8, index: UInt8) = (1, 1)
    ) {
        (self.entries, self.version, self.count) = (entries, version, count)
        (self.usesLargePlaces, self.checksums) = (usesLargePlaces, checksums)
    }

    /// A name of 20 equal bytes.
    public static func id(_ byte: UInt8) -> ObjectID {
        let digits = String(byte, radix: 16)
        return ObjectID(hex: String(repeating: digits.count == 1 ? "0" + digits : digits, count: 20)) ?? .zero
    }

    /// The 20 bytes of a name.
    public static func bytes(_ id: ObjectID) -> [UInt8] {
        var bytes: [UInt8] = []
        id.append(to: &bytes)
        return bytes
    }

    /// The bytes of the pack and of its index.
    public func write() -> (pack: [UInt8], index: [UInt8]) {
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

    /// A difference that copies the first bytes of a base and adds some.
    public static func delta(baseSize: Int, copies: Int, adds: [UInt8]) -> [UInt8] {
        var delta = size(baseSize) + size(copies + adds.count)
        if copies > 0 { delta += [0xB0, UInt8(copies & 255), UInt8(copies >> 8 & 255)] }
        if !adds.isEmpty { delta += [UInt8(adds.count)] + adds }
        return delta
    }

    /// A size as differences have it.
    public static func size(_ size: Int) -> [UInt8] {
        var (rest, bytes): (Int, [UInt8]) = (size, [])
        repeat {
            bytes.append(UInt8(rest & 127) | (rest > 127 ? 128 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }

    /// A distance of up to two bytes.
    public static func distance(_ distance: Int) -> [UInt8] {
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
    public static func stored(_ contents: [UInt8]) -> [UInt8] {
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
