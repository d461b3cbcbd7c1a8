import Glibc

extension ReferenceFiles {
    /// An entry of `packed-refs`, seen where the file lies in memory.
    struct PackedEntry {
        /// The full name.
        let name: UnsafeBufferPointer<UInt8>
        /// What it points to, in hexadecimal digits.
        let target: UnsafeBufferPointer<UInt8>
        /// The object at the end of the chain of tag objects, in hexadecimal digits.
        let peeled: UnsafeBufferPointer<UInt8>?
        /// Whether `packed-refs` says all there is to know.
        let isPeelingKnown: Bool
    }

    /// Calls `body` with the packed references whose names begin with `prefix`, without those that have a loose file too.
    ///
    /// - Returns: the names of the loose ones; nil where a file is not as this reader knows it, and what `body` was called
    ///   with is void.
    func visitPacked<Failure: Error>(
        prefix: String, _ body: (PackedEntry) throws(Failure) -> Void
    ) throws(Failure) -> [String]? {
        // Loose files first: a reference that is packed in between is then seen twice rather than not at all.
        guard let loose = looseReferences(prefix: prefix)?.map(\.name) else { return nil }
        let hidden = Set(loose)
        let isRight = try withPackedFile { file throws(Failure) in
            guard let file else { return true }
            return try Self.visitEntries(in: file, prefix: prefix) { entry throws(Failure) in
                if !hidden.isEmpty, hidden.contains(String(decoding: entry.name, as: UTF8.self)) { return }
                try body(entry)
            } != nil
        }
        return isRight == true ? loose : nil
    }

    /// Calls `body` with the entries of a `packed-refs` file whose names begin with `prefix`.
    ///
    /// - Returns: whether they come sorted by name; nil when the file is not as expected.
    static func visitEntries<Failure: Error>(
        in file: UnsafeRawBufferPointer, prefix: String, _ body: (PackedEntry) throws(Failure) -> Void
    ) throws(Failure) -> Bool? {
        var start = 0
        var (isSorted, isFullyPeeled) = (false, false)
        if file.first == UInt8(ascii: "#") {
            let end = file.firstIndex(of: newline) ?? file.count
            let traits = String(decoding: file[..<end], as: UTF8.self).split(separator: " ")
            guard traits.starts(with: ["#", "pack-refs", "with:"]) else { return nil }
            (isSorted, isFullyPeeled) = (traits.contains("sorted"), traits.contains("fully-peeled"))
            start = min(end + 1, file.count)
        }
        let prefixBytes = Array(prefix.utf8)
        guard var position = isSorted ? firstLine(in: file, from: start, notBefore: prefixBytes) : start
        else {
            return nil
        }
        let bytes = file.bindMemory(to: UInt8.self)
        while position < bytes.count {
            let begin = position
            let end = endOfLine(bytes, from: begin)
            position = end + 1
            // A peeled line belongs to the reference before it, which may have been passed over.
            if bytes[begin] == UInt8(ascii: "^") { continue }
            guard end - begin > 41, bytes[begin + 40] == UInt8(ascii: " ") else { return nil }
            let name = UnsafeBufferPointer(rebasing: bytes[(begin + 41)..<end])
            guard name.starts(with: prefixBytes) else {
                if isSorted, !name.lexicographicallyPrecedes(prefixBytes) { break }
                continue
            }
            var peeled: UnsafeBufferPointer<UInt8>?
            if position < bytes.count, bytes[position] == UInt8(ascii: "^") {
                guard position + 41 <= bytes.count else { return nil }
                peeled = UnsafeBufferPointer(rebasing: bytes[(position + 1)..<(position + 41)])
            }
            try body(
                PackedEntry(
                    name: name, target: UnsafeBufferPointer(rebasing: bytes[begin..<(begin + 40)]),
                    peeled: peeled, isPeelingKnown: isFullyPeeled || peeled != nil))
        }
        return isSorted
    }

    private static func endOfLine(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(newline), bytes.count - start)
        else { return bytes.count }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private static let newline = UInt8(ascii: "\n")

    /// The start of the first entry whose name does not come before `name`, by halving the file; nil when an entry
    /// on the way is not one.
    private static func firstLine(
        in file: UnsafeRawBufferPointer, from start: Int, notBefore name: [UInt8]
    ) -> Int? {
        /// The start of the entry (not of its peeled line) that a position is in.
        func entryStart(_ position: Int) -> Int {
            var position = position
            while position > start, file[position - 1] != newline || file[position] == UInt8(ascii: "^") {
                position -= 1
            }
            return position
        }
        /// The start of the entry after the one that starts here.
        func nextEntry(_ position: Int) -> Int {
            var position = position
            repeat {
                position = (file[position...].firstIndex(of: newline) ?? file.count - 1) + 1
            } while position < file.count && file[position] == UInt8(ascii: "^")
            return position
        }
        var (low, high) = (start, file.count)
        while low < high {
            let middle = entryStart(low + (high - low) / 2)
            let next = nextEntry(middle)
            let end = file[middle..<next].firstIndex(of: newline) ?? next
            guard end > middle + 41, file[middle + 40] == UInt8(ascii: " ") else { return nil }
            if file[(middle + 41)..<end].lexicographicallyPrecedes(name) {
                low = next
            } else {
                high = middle
            }
        }
        return low
    }
}
