import Sealing

/// Many plaintexts in one block of guarded memory: a block of its own for each would cost pages and system calls.
enum GuardedValues {
    /// Moves texts into guarded memory; the arrays are wiped and left empty.
    ///
    /// - Throws: ``ToolError`` where the system has no memory for it.
    static func gather(_ values: inout [[UInt8]]) throws(ToolError) -> [SecretPart] {
        let sizes = values.map(\.count)
        let block: SecretBytes
        do {
            block = try SecretBytes(count: sizes.reduce(0, +)) { target in
                var place = 0
                for value in values {
                    UnsafeMutableRawBufferPointer(rebasing: target[place..<(place + value.count)])
                        .copyBytes(from: value)
                    place += value.count
                }
            }
        } catch {
            throw ToolError(error.description)
        }
        for index in values.indices { wipe(&values[index]) }
        values = []
        var place = 0
        return sizes.map { size in
            defer { place += size }
            return block.part(place..<(place + size))
        }
    }
}
