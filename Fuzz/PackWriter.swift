@testable import Git

/// Writes a pack and its index from the bytes of an input, so that what is random is what the pack says and not whether
/// its checksums fit.
struct PackWriter {
    /// An object.
    struct Entry {
        let id: ObjectID
        let isWhole: Bool
        let contents: [UInt8]
    }

    private(set) var entries: [Entry] = []
    /// Whether bytes of the pack or the index were changed.
    private(set) var isDamaged = false
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    private mutating func next() -> UInt8 { rest.popFirst() ?? 0 }

    /// The bytes of the pack and of its index.
    mutating func write() -> (pack: [UInt8], index: [UInt8]) {
        let count = Int(next() % 6)
        var pack = Array("PACK".utf8) + Self.number(2) + Self.number(UInt32(count))
        var places: [Int] = []
        for number in 0..<count {
            places.append(pack.count)
            let (form, base, length) = (next() % 8, next(), Int(next()) % 64)
            let contents = Array(rest.prefix(length))
            rest = rest.dropFirst(length)
            pack += Self.head(form, contents.count)
            if form == 6 { pack += [base & 0x7F] }
            if form == 7 { pack += [UInt8](repeating: base % 6 + 1, count: 20) }
            pack += Self.stored(contents)
            let digits = String(repeating: "0\(number + 1)", count: 20)
            entries.append(
                Entry(id: ObjectID(hex: digits) ?? .zero, isWhole: 1...4 ~= form, contents: contents))
        }
        pack += [UInt8](repeating: 1, count: 20)
        var index: [UInt8] = [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2]
        for byte in 0..<256 { index += Self.number(UInt32(min(byte, count))) }
        for number in 0..<count { index += [UInt8](repeating: UInt8(number + 1), count: 20) }
        index += [UInt8](repeating: 0, count: 4 * count)
        for place in places { index += Self.number(UInt32(place)) }
        index += [UInt8](repeating: 1, count: 20) + [UInt8](repeating: 0, count: 20)
        while rest.count >= 3 {
            isDamaged = true
            let (place, value) = (Int(next()) << 8 | Int(next()), next())
            if place >= 0x8000 {
                index[place % index.count] = value
            } else {
                pack[place % pack.count] = value
            }
        }
        return (pack, index)
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

    private static func head(_ form: UInt8, _ size: Int) -> [UInt8] {
        let rest = size >> 4
        let first = form << 4 | UInt8(size & 15)
        return rest == 0 ? [first] : [first | 128] + self.size(rest)
    }

    private static func number(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
