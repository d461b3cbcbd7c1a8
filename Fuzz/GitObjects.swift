import GitTestSupport
import Glibc

@testable import Git

extension FuzzTarget {
    private static let limit = 1 << 20

    /// Objects of their own: no more bytes than the limit, and whatever is stored comes back.
    static func loose(_ bytes: [UInt8]) {
        guard let inflater = Inflater() else { return }
        func inflate(_ packed: [UInt8]) -> [UInt8]? {
            packed.withUnsafeBytes { inflater.inflateLooseObject($0, limit: limit)?.bytes }
        }
        require((inflate(bytes)?.count ?? 0) <= limit, "more than the limit")
        _ = inflate(PackAuthor.stored(bytes))
        let whole = Array("blob \(bytes.count)\u{0}".utf8) + bytes
        require(inflate(PackAuthor.stored(whole)) == bytes, "what was stored does not come back")
        let size = bytes.first.map { Int($0) } ?? 0
        let part = bytes.withUnsafeBytes { inflater.inflate($0, count: size) }
        require(part == nil || part?.count == size, "another size than was asked for")
    }

    /// Differences make what the plainest reader makes of them.
    static func delta(_ bytes: [UInt8]) {
        let base = Array("a base of some bytes, told once and changed after\n".utf8)
        // The base's size is right, or nothing else would ever be read.
        let delta = PackAuthor.size(base.count) + bytes
        let made = delta.withUnsafeBytes { delta in
            base.withUnsafeBytes { PackDelta.apply(delta, to: $0, limit: limit) }
        }
        require(made == plainly(delta, base), "the two readers differ")
    }

    private static func plainly(_ delta: [UInt8], _ base: [UInt8]) -> [UInt8]? {
        var rest = delta[...]
        func size() -> Int? {
            var (size, shift) = (0, 0)
            while shift <= 49, let byte = rest.popFirst() {
                size |= Int(byte & 0x7F) << shift
                if byte < 0x80 { return size }
                shift += 7
            }
            return nil
        }
        guard size() == base.count, let count = size(), count <= limit else { return nil }
        var made: [UInt8] = []
        while let instruction = rest.popFirst() {
            guard instruction >= 0x80 else {
                guard instruction > 0, rest.count >= Int(instruction) else { return nil }
                made += rest.prefix(Int(instruction))
                rest = rest.dropFirst(Int(instruction))
                continue
            }
            var parts = [Int](repeating: 0, count: 7)
            for bit in 0..<7 where instruction >> bit & 1 == 1 {
                guard let byte = rest.popFirst() else { return nil }
                parts[bit] = Int(byte)
            }
            let offset = parts[0] | parts[1] << 8 | parts[2] << 16 | parts[3] << 24
            var length = parts[4] | parts[5] << 8 | parts[6] << 16
            if length == 0 { length = 0x10000 }
            guard offset + length <= base.count, made.count + length <= count else { return nil }
            made += base[offset..<offset + length]
        }
        return made.count == count ? made : nil
    }

    /// A pack with entries as the input has them, and the input laid over pack and index: whole objects come back, and no
    /// object is of more bytes than the limit.
    static func pack(_ bytes: [UInt8]) {
        let written = RandomPack(bytes)
        // In the current directory, which scripts/fuzz makes for this.
        save(written.pack, "pack-1.pack")
        save(written.index, "pack-1.idx")
        guard let pack = PackFile(indexPath: "pack-1.idx"), let inflater = Inflater() else {
            return require(written.isDamaged, "a pack that is right is refused")
        }
        let cache = UnpackedObjects().part(0)
        for entry in written.entries {
            guard let place = pack.place(of: entry.id) else {
                require(written.isDamaged, "an object is not found")
                continue
            }
            let object = pack.object(at: place, limit: limit, inflater, cache)
            require((object?.bytes.count ?? 0) <= limit, "more than the limit")
            if 1...4 ~= entry.form, !written.isDamaged {
                require(object?.bytes == entry.contents, "an object does not come back")
            }
        }
    }

    private static func save(_ bytes: [UInt8], _ path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        require(file >= 0 && write(file, bytes, bytes.count) == bytes.count, "\(path) cannot be written")
        close(file)
    }
}
