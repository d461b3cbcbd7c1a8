import Foundation
import GitTestSupport
import TestSupport
import Testing

@testable import Git

/// Packs that are made byte by byte, as git would write them and as it never would.
@Suite("Pack files", .timeLimit(.minutes(1)))
struct PackFileTests {
    private typealias Entry = PackAuthor.Entry

    private static let text = Array("a base of some bytes, told once and changed after\n".utf8)

    /// Puts a pack in a repository that has nothing else, and reads its objects there.
    private func objects(
        _ author: PackAuthor, _ ids: [UInt8], limit: Int = ObjectFiles.maximumSize,
        damage: (inout (pack: [UInt8], index: [UInt8])) -> Void = { _ in }
    ) throws -> [[UInt8]?] {
        var written = author.write()
        damage(&written)
        let directory = try TemporaryDirectory()
        let path = try PackAuthor.repository(of: written, in: directory)
        let place = try #require(RepositoryPlace.discover(from: path))
        let files = try #require(ObjectFiles(place: place))
        // Twice: what is kept from the first time is the same.
        let found = ids.map { files.object(PackAuthor.id($0), limit: limit)?.bytes }
        #expect(found == ids.map { files.object(PackAuthor.id($0), limit: limit)?.bytes })
        return found
    }

    private func blob(_ id: UInt8, _ contents: [UInt8] = text) -> Entry {
        Entry(id: PackAuthor.id(id), form: 3, contents: contents)
    }

    private func byName(_ id: UInt8, of base: UInt8, _ delta: [UInt8]) -> Entry {
        Entry(
            id: PackAuthor.id(id), form: 7, base: PackAuthor.bytes(PackAuthor.id(base)), contents: delta)
    }

    private func delta(copies: Int = 6, adds: String = "!") -> [UInt8] {
        PackAuthor.delta(baseSize: Self.text.count, copies: copies, adds: Array(adds.utf8))
    }

    @Test("are read in each form there is")
    func forms() throws {
        let entrySize = 1 + 1 + PackAuthor.stored(Self.text).count
        let long = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let entries = [
            blob(1), blob(0xFF, []), blob(0, long),
            Entry(id: PackAuthor.id(5), form: 1, contents: Self.text),
            byName(3, of: 1, delta()), byName(4, of: 3, PackAuthor.delta(baseSize: 7, copies: 7, adds: [63])),
        ]
        let expected = [Self.text, [], long, Self.text, Array("a base!".utf8), Array("a base!?".utf8)]
        for isLarge in [false, true] {
            for version in [2, 3] as [UInt32] {
                let author = PackAuthor(entries: entries, version: version, usesLargePlaces: isLarge)
                #expect(try objects(author, [1, 0xFF, 0, 5, 3, 4]) == expected)
                #expect(try objects(author, [2, 6, 0xFE]) == [nil, nil, nil])
            }
        }
        let near = Entry(
            id: PackAuthor.id(2), form: 6, base: PackAuthor.distance(entrySize), contents: delta())
        #expect(try objects(PackAuthor(entries: [blob(1), near]), [2]) == [Array("a base!".utf8)])
        let filler = blob(9, Array(long.prefix(300)))
        let far = Entry(
            id: PackAuthor.id(2), form: 6,
            base: PackAuthor.distance(entrySize + 2 + PackAuthor.stored(filler.contents).count),
            contents: delta())
        #expect(try objects(PackAuthor(entries: [blob(1), filler, far]), [2]) == [Array("a base!".utf8)])
        // A copy of size 0 is one of 65,536 bytes.
        let copy = PackAuthor.size(long.count) + PackAuthor.size(0x10000 + 1) + [0x81, 5, 1, 42]
        let found = try objects(PackAuthor(entries: [blob(0, long), byName(1, of: 0, copy)]), [1])
        #expect(found == [Array(long[5..<(5 + 0x10000)]) + [42]])
        let nothing = byName(2, of: 1, PackAuthor.delta(baseSize: Self.text.count, copies: 0, adds: []))
        #expect(try objects(PackAuthor(entries: [blob(1), nothing]), [2]) == [[]])
    }

    @Test("with differences that do not fit, lead in circles or nowhere are left to libgit2")
    func badDifferences() throws {
        let size = PackAuthor.size(Self.text.count)
        let bad: [[UInt8]] = [
            [], size, size + [0x80], size + [5], size + [5, 1, 42], size + [1, 0], size + [1, 1],
            size + [1, 1, 42, 43], size + [1, 2, 42, 43], size + [4, 0x91, 47, 4], size + [4, 0x91, 255, 4],
            size + [4, 0xFF, 255, 255, 255, 255, 255, 255, 255], size + [4, 0x9F, 0, 0], [51, 1, 1, 42],
            [49, 1, 1, 42], [UInt8](repeating: 0xFF, count: 30),
            size + [UInt8](repeating: 0xFF, count: 9) + [1],
        ]
        for delta in bad {
            #expect(
                try objects(PackAuthor(entries: [blob(1), byName(2, of: 1, delta)]), [2]) == [nil], "\(delta)"
            )
        }
        let circle = [byName(1, of: 2, delta()), byName(2, of: 1, delta()), byName(3, of: 3, delta())]
        #expect(try objects(PackAuthor(entries: circle), [1, 2, 3]) == [nil, nil, nil])
        #expect(try objects(PackAuthor(entries: [byName(1, of: 9, delta())]), [1]) == [nil])
        for distance in [
            [0], [1], [127], [0x80, 0], [0xFF, 0xFF, 0x7F], [UInt8](repeating: 0xFF, count: 20),
        ] as [[UInt8]] {
            let entry = Entry(id: PackAuthor.id(2), form: 6, base: distance, contents: delta())
            #expect(try objects(PackAuthor(entries: [blob(1), entry]), [2]) == [nil], "\(distance)")
        }
    }

    @Test("that tell sizes and forms that are not so are left to libgit2")
    func badHeads() throws {
        for size in [0, 1, Self.text.count - 1, Self.text.count + 1, 1 << 20, 1 << 30, 1 << 40, 1 << 52] {
            var entry = blob(1)
            entry.size = size
            #expect(try objects(PackAuthor(entries: [entry]), [1]) == [nil], "\(size)")
        }
        for form in [0, 5] as [UInt8] {
            let entry = Entry(id: PackAuthor.id(1), form: form, contents: Self.text)
            #expect(try objects(PackAuthor(entries: [entry]), [1]) == [nil], "\(form)")
        }
        for place in [0, 1, 11, 13, 80, 1 << 20, 1 << 40, 1 << 63, UInt64.max] {
            var entry = blob(1)
            entry.place = place
            let author = PackAuthor(entries: [entry], usesLargePlaces: true)
            #expect(try objects(author, [1]) == [nil], "\(place)")
        }
        let long = blob(1, [UInt8](repeating: 1, count: 3_000))
        let short = byName(2, of: 1, PackAuthor.delta(baseSize: 3_000, copies: 3, adds: []))
        let entries = PackAuthor(entries: [long, short])
        #expect(try objects(entries, [2]) == [[1, 1, 1]])
        #expect(try objects(entries, [1], limit: 2_999) == [nil])
        #expect(try objects(entries, [1], limit: 3_000).compactMap { $0?.count } == [3_000])
    }

    @Test("that do not belong to their index, or are of another version, are left to libgit2")
    func badFiles() throws {
        let author = PackAuthor(entries: [blob(1), blob(2)])
        #expect(try objects(author, [1]) == [Self.text])
        for damage in [
            { $0.pack[0] = 0 }, { $0.pack[7] = 4 }, { $0.pack[11] = 3 }, { $0.pack[$0.pack.count - 1] = 9 },
            { $0.pack.removeLast(21) }, { $0.pack = [] }, { $0.pack = Array("PACK".utf8) }, { $0.index = [] },
            { $0.index[0] = 0 }, { $0.index[7] = 1 }, { $0.index[8] = 1 }, { $0.index.removeLast() },
            { $0.index.append(0) }, { $0.index += [UInt8](repeating: 0, count: 24) },
            { $0.index[8 + 1_020] = 255 }, { $0.index.removeLast(1_000) },
            { $0.index[$0.index.count - 40] = 9 },
        ] as [(inout (pack: [UInt8], index: [UInt8])) -> Void] {
            #expect(try objects(author, [1], damage: damage) == [nil])
        }
    }

    @Test("with chains longer than git makes are left to libgit2")
    func longChain() throws {
        func id(_ number: Int) -> ObjectID {
            ObjectID(hex: String(repeating: "0", count: 32) + String(format: "%08x", number)) ?? .zero
        }
        let count = 6_000
        var author = PackAuthor(entries: [Entry(id: id(0), form: 3, contents: Self.text)])
        let same = PackAuthor.delta(baseSize: Self.text.count, copies: Self.text.count, adds: [])
        for number in 1...count {
            author.entries.append(
                Entry(id: id(number), form: 7, base: PackAuthor.bytes(id(number - 1)), contents: same))
        }
        let directory = try TemporaryDirectory()
        let path = try PackAuthor.repository(of: author.write(), in: directory)
        let place = try #require(RepositoryPlace.discover(from: path))
        #expect(ObjectFiles(place: place)?.object(id(4_095))?.bytes == Self.text)
        #expect(ObjectFiles(place: place)?.object(id(count)) == nil)
    }
}
