import Sealing

/// Variables of an environment that are secrets: `NAME=value` and a NUL for each, in one block of guarded memory.
struct EnvironmentBlock {
    private let block: SecretBytes
    /// The names, in the order of the block.
    let names: [String]
    private let places: [Int]

    /// - Throws: ``ToolError`` where the system has no memory for it.
    init(_ variables: [(name: String, value: SecretPart)]) throws(ToolError) {
        var (places, size) = ([Int](), 0)
        for (name, value) in variables {
            places.append(size)
            size += name.utf8.count + value.count + 2
        }
        do {
            block = try SecretBytes(count: size) { target in
                var place = 0
                func put(_ byte: UInt8) {
                    target[place] = byte
                    place += 1
                }
                for (name, value) in variables {
                    for byte in name.utf8 { put(byte) }
                    put(UInt8(ascii: "="))
                    value.withBytes { for byte in $0 { put(byte) } }
                    put(0)
                }
            }
        } catch {
            throw ToolError(error.description)
        }
        self.places = places
        names = variables.map(\.name)
    }

    /// Calls `body` with a pointer to each variable, good until it returns.
    func withPointers<Answer>(_ body: ([UnsafePointer<CChar>]) -> Answer) -> Answer {
        block.withBytes { bytes in
            let base = bytes.bindMemory(to: CChar.self).baseAddress
            return body(base.map { base in places.map { base + $0 } } ?? [])
        }
    }
}
