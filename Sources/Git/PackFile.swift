/// A pack (`gitformat-pack`, "pack-*.pack files") with its index: objects, whole or as differences to others.
final class PackFile {
    /// The most objects that one is told by in a row; git makes no longer chain.
    private static let maximumDepth = 4_096
    /// The most bytes that are unpacked for one object, all its bases included.
    private static let maximumWork = 256 << 20

    private enum Form {
        case whole(ObjectKind)
        /// A difference to the object at this place of the pack.
        case difference(to: Int)
    }

    private struct Entry {
        let form: Form
        /// The size of what is packed: of the object, or of its difference.
        let size: Int
        /// Where the packed bytes are.
        let start: Int
    }

    private let index: PackIndex
    private let file: MappedFile
    /// The pack's bytes without the checksum at their end.
    private let end: Int

    /// Opens a pack by its index's path; nil where one of both is not there or not as it should be, or they do not
    /// belong together.
    init?(indexPath: String) {
        guard indexPath.hasSuffix(".idx"), let index = PackIndex(path: indexPath),
            let file = MappedFile(path: indexPath.dropLast(3) + "pack"), file.count >= 32,
            file.bytes.prefix(4).elementsEqual("PACK".utf8), let version = file.number(at: 4),
            2...3 ~= version,
            file.number(at: 8).map({ Int($0) }) == index.count,
            file.objectID(at: file.count - 20) == index.packChecksum
        else { return nil }
        (self.index, self.file, end) = (index, file, file.count - 20)
    }

    /// Where an object is; nil where it is not in this pack.
    func place(of id: ObjectID) -> Int? { index.place(of: id) }

    /// The object at a place; nil where it is damaged or of more bytes than the limit.
    func object(
        at place: Int, limit: Int, _ inflater: Inflater, _ cache: UnpackedObjects.Part
    ) -> UnpackedObject? {
        var place = place
        var work = 0
        var differences: [(place: Int, entry: Entry)] = []
        var object: UnpackedObject
        while true {
            if let known = cache[place] {
                object = known
                break
            }
            guard let entry = entry(at: place) else { return nil }
            work += entry.size
            guard entry.size <= limit, work <= Self.maximumWork else { return nil }
            if case .whole(let kind) = entry.form {
                guard let bytes = unpack(entry, inflater) else { return nil }
                object = UnpackedObject(kind: kind, bytes: bytes)
                cache[place] = object
                break
            }
            differences.append((place, entry))
            guard case .difference(let base) = entry.form, differences.count <= Self.maximumDepth else {
                return nil
            }
            place = base
        }
        for (place, entry) in differences.reversed() {
            guard let delta = unpack(entry, inflater) else { return nil }
            let bytes = delta.withUnsafeBytes { delta in
                object.bytes.withUnsafeBytes { base in PackDelta.apply(delta, to: base, limit: limit) }
            }
            work += bytes?.count ?? 0
            guard let bytes, work <= Self.maximumWork else { return nil }
            object = UnpackedObject(kind: object.kind, bytes: bytes)
            cache[place] = object
        }
        return object.bytes.count <= limit ? object : nil
    }

    private func unpack(_ entry: Entry, _ inflater: Inflater) -> [UInt8]? {
        inflater.inflate(UnsafeRawBufferPointer(rebasing: file.bytes[entry.start..<end]), count: entry.size)
    }

    /// The head of the entry at a place: four bits of the size after three of the form, then seven bits a byte, the
    /// lowest first, until a byte without the highest bit; then what it differs from.
    private func entry(at start: Int) -> Entry? {
        guard start >= 12, start < end, var byte = file.byte(at: start) else { return nil }
        var place = start + 1
        let form = byte >> 4 & 7
        var size = Int(byte & 15)
        var shift = 4
        while byte & 0x80 != 0 {
            guard shift <= 46, place < end, let next = file.byte(at: place) else { return nil }
            byte = next
            place += 1
            size |= Int(byte & 0x7F) << shift
            shift += 7
        }
        let parsed: Form
        switch form {
        case 1: parsed = .whole(.commit)
        case 2: parsed = .whole(.tree)
        case 3: parsed = .whole(.blob)
        case 4: parsed = .whole(.tag)
        case 6:
            guard let distance = distance(at: &place), distance > 0, distance <= start - 12 else {
                return nil
            }
            parsed = .difference(to: start - distance)
        case 7:
            guard let base = file.objectID(at: place), let basePlace = index.place(of: base) else {
                return nil
            }
            place += 20
            parsed = .difference(to: basePlace)
        default: return nil
        }
        guard place < end else { return nil }
        return Entry(form: parsed, size: size, start: place)
    }

    /// How far back a base is: seven bits a byte, the highest first, with 1 added before each further byte.
    private func distance(at place: inout Int) -> Int? {
        var distance = 0
        while place < end, distance < 1 << 48, let byte = file.byte(at: place) {
            place += 1
            distance |= Int(byte & 0x7F)
            if byte & 0x80 == 0 { return distance }
            distance = (distance + 1) << 7
        }
        return nil
    }
}
