/// The marks that Git writes into a file which it could not merge: `<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`.
enum ConflictMarks {
    /// The first line of a merge conflict, from 1.
    static func line(in bytes: [UInt8]) -> Int? {
        guard mayHoldConflict(bytes) else { return nil }
        let marks: [[UInt8]] = ["<<<<<<< ", ">>>>>>> ", "||||||| "].map { Array($0.utf8) }
        var line = 1
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            switch bytes[start] {
            case 0x3C, 0x3E, 0x7C:
                if marks.contains(where: { bytes[start..<end].starts(with: $0) }) { return line }
            case 0x3D:
                let text = bytes[start..<end].last == 0x0D ? bytes[start..<(end - 1)] : bytes[start..<end]
                if text.count == 7, text.allSatisfy({ $0 == 0x3D }) { return line }
            default: break
            }
            start = end + 1
            line += 1
        }
        return nil
    }

    /// Whether seven bytes of a conflict's marks follow one another anywhere: one of them stands on every place
    /// that is a multiple of seven.
    private static func mayHoldConflict(_ bytes: [UInt8]) -> Bool {
        for place in stride(from: 0, to: bytes.count, by: 7) {
            let byte = bytes[place]
            guard (0x3C...0x3E).contains(byte) || byte == 0x7C else { continue }
            var (first, last) = (place, place)
            while first > 0, bytes[first - 1] == byte { first -= 1 }
            while last + 1 < bytes.count, bytes[last + 1] == byte { last += 1 }
            if last - first >= 6 { return true }
        }
        return false
    }
}
