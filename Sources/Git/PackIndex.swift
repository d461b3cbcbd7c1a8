/// The index of a pack (`gitformat-pack`, "Version 2 pack-*.idx files"): where each object is in it, by name.
///
/// After a head of 8 bytes: how many names begin with each byte or a lower one (256 numbers of 4 bytes); the names,
/// sorted; a checksum of 4 bytes for each; a place of 4 bytes for each, or, with the highest bit set, a number in the
/// next table; places of 8 bytes; the checksums of the pack and of the index, of 20 bytes each.
struct PackIndex {
    private static let head: [UInt8] = [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2]
    private static let namesStart = 8 + 4 * 256
    private static let trailerSize = 40

    /// How many objects there are.
    let count: Int
    private let file: MappedFile

    /// Nil for a file that is not there, of another version or not as it should be.
    init?(path: String) {
        guard let file = MappedFile(path: path), file.bytes.prefix(8).elementsEqual(Self.head) else {
            return nil
        }
        var last: UInt32 = 0
        for number in 0..<256 {
            guard let upTo = file.number(at: 8 + 4 * number), upTo >= last else { return nil }
            last = upTo
        }
        // Every object has at most one place of 8 bytes.
        let size = Self.namesStart + 28 * Int(last) + Self.trailerSize
        guard file.count >= size, file.count <= size + 8 * Int(last), (file.count - size) % 8 == 0 else {
            return nil
        }
        (self.file, count) = (file, Int(last))
    }

    /// The checksum of the pack it belongs to.
    var packChecksum: ObjectID? { file.objectID(at: file.count - Self.trailerSize) }

    /// Where in the pack an object is; nil where it is not.
    func place(of id: ObjectID) -> Int? {
        let first = Int(id.firstByte)
        var low = first == 0 ? 0 : Int(file.number(at: 4 + 4 * first) ?? 0)
        var high = Int(file.number(at: 8 + 4 * first) ?? 0)
        while low < high {
            let middle = low + (high - low) / 2
            guard let found = file.objectID(at: Self.namesStart + 20 * middle) else { return nil }
            if found == id { return place(number: middle) }
            if found < id { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func place(number: Int) -> Int? {
        let places = Self.namesStart + 24 * count
        guard let place = file.number(at: places + 4 * number) else { return nil }
        guard place & 0x8000_0000 != 0 else { return Int(place) }
        let large = places + 4 * count + 8 * Int(place & 0x7FFF_FFFF)
        guard large <= file.count - Self.trailerSize - 8, let high = file.number(at: large),
            let low = file.number(at: large + 4)
        else { return nil }
        return Int(exactly: UInt64(high) << 32 | UInt64(low))
    }
}
