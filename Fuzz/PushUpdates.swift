import Git
import Guard

extension FuzzTarget {
    /// What git tells its hook reads back as it was read, or is refused in a line that is there.
    static func push(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let updates: [PushUpdate]
        do throws(PushUpdatesError) {
            updates = try PushUpdate.parse(bytes)
        } catch {
            return require(1...lines.count ~= error.line, "line \(error.line) of \(lines.count)")
        }
        require(updates.count == lines.count { !$0.isEmpty }, "not one update for each line")
        let printed = updates.map { "\($0.source) \($0.new.hex) \($0.name) \($0.old.hex)\n" }.joined()
        let again = must("reading again") { () throws(PushUpdatesError) in
            try PushUpdate.parse(Array(printed.utf8))
        }
        require(again == updates, "\(updates) read back as \(again)")
        if String(validating: bytes, as: UTF8.self) != nil {
            let told = lines.filter { !$0.isEmpty }.joined(separator: [0x0A])
            require(
                String(decoding: Array(told), as: UTF8.self).lowercased()
                    == printed.dropLast().lowercased(), "something was left out: \(printed)")
        }
    }
}
