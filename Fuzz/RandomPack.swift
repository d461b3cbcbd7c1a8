import Git
import GitTestSupport

/// A pack and its index made from the bytes of an input, so that what is random is what the pack says and not whether
/// its checksums fit.
struct RandomPack {
    let pack: [UInt8]
    let index: [UInt8]
    let entries: [PackAuthor.Entry]
    /// Whether bytes of the pack or the index were changed.
    let isDamaged: Bool

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        func next() -> UInt8 { rest.popFirst() ?? 0 }
        var author = PackAuthor(entries: [])
        for number in 0..<(next() % 6) {
            let (form, base, length) = (next() % 8, next(), Int(next()) % 64)
            let contents = Array(rest.prefix(length))
            rest = rest.dropFirst(length)
            var entry = PackAuthor.Entry(id: PackAuthor.id(number + 1), form: form, contents: contents)
            if form == 6 { entry.base = [base & 0x7F] }
            if form == 7 { entry.base = PackAuthor.bytes(PackAuthor.id(base % 6 + 1)) }
            author.entries.append(entry)
        }
        entries = author.entries
        var written = author.write()
        isDamaged = rest.count >= 3
        while rest.count >= 3 {
            let (place, value) = (Int(next()) << 8 | Int(next()), next())
            if place >= 0x8000 {
                written.index[place % written.index.count] = value
            } else {
                written.pack[place % written.pack.count] = value
            }
        }
        (pack, index) = written
    }
}
