/// An object told as pieces of another one and what is new (`gitformat-pack`, "Deltified representation").
enum PackDelta {
    /// The object, made from its base; nil where the delta is damaged, for another base, or makes more bytes than the
    /// limit.
    static func apply(
        _ delta: UnsafeRawBufferPointer, to base: UnsafeRawBufferPointer, limit: Int
    ) -> [UInt8]? {
        var place = 0
        guard size(in: delta, at: &place) == base.count, let count = size(in: delta, at: &place),
            count <= limit
        else { return nil }
        var isWhole = false
        let made = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let target = UnsafeMutableRawBufferPointer(buffer)
            isWhole = write(delta, from: place, base, into: target, &filled) && filled == count
        }
        return isWhole ? made : nil
    }

    /// Writes all pieces, as long as each is inside of its bounds.
    private static func write(
        _ delta: UnsafeRawBufferPointer, from start: Int, _ base: UnsafeRawBufferPointer,
        into target: UnsafeMutableRawBufferPointer, _ filled: inout Int
    ) -> Bool {
        func append(_ source: UnsafeRawBufferPointer, _ offset: Int, _ count: Int) -> Bool {
            guard offset <= source.count - count, filled <= target.count - count else { return false }
            guard count > 0 else { return true }
            UnsafeMutableRawBufferPointer(rebasing: target[filled..<(filled + count)])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[offset..<(offset + count)]))
            filled += count
            return true
        }
        var place = start
        while place < delta.count {
            let instruction = delta[place]
            place += 1
            if instruction & 0x80 == 0 {
                // 0 is reserved.
                let count = Int(instruction)
                guard count > 0, append(delta, place, count) else { return false }
                place += count
                continue
            }
            // A copy: four bits say which bytes of the offset follow, three which of the size.
            var (offset, count) = (0, 0)
            for bit in 0..<7 where instruction >> bit & 1 != 0 {
                guard place < delta.count else { return false }
                if bit < 4 {
                    offset |= Int(delta[place]) << (8 * bit)
                } else {
                    count |= Int(delta[place]) << (8 * (bit - 4))
                }
                place += 1
            }
            guard append(base, offset, count == 0 ? 0x10000 : count) else { return false }
        }
        return true
    }

    /// A size: seven bits a byte, the lowest first, until a byte without the highest bit.
    private static func size(in delta: UnsafeRawBufferPointer, at place: inout Int) -> Int? {
        var (size, shift) = (0, 0)
        while place < delta.count, shift <= 49 {
            let byte = delta[place]
            place += 1
            size |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return size }
            shift += 7
        }
        return nil
    }
}
