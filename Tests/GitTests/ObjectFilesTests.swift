import Foundation
import TestSupport
import Testing

@testable import Git

/// Objects read from files, against libgit2.
@Suite("Object files", .timeLimit(.minutes(2)))
struct ObjectFilesTests {
    /// A repository whose objects git tells as differences: long files that change a line at a time, in wide folders.
    private func repository(commits: Int = 30) async throws -> RepositoryBuilder {
        let builder = try await RepositoryBuilder()
        var stream = ""
        for number in 0..<commits {
            stream += "commit refs/heads/main\n"
            stream += "committer Ada <ada@example.com> \(1_700_000_000 + number) +0200\ndata 3\nc\n\n"
            var files = ["wide/file-\(number)": "file \(number)\n", "empty": "", "s p/ü": "\(number % 3)"]
            let lines = (0..<400).map { "line \($0) \($0 == number * 7 % 400 ? "changed in \(number)" : "")" }
            files["long/\(number % 2)"] = lines.joined(separator: "\n")
            for (name, text) in files.sorted(by: { $0.key < $1.key }) {
                stream += "M 100644 inline \(name)\ndata \(text.utf8.count)\n\(text)\n"
            }
            stream += "M 100755 inline run\ndata 1\nx\nM 120000 inline link\ndata 3\nrun\n"
            stream += "M 160000 1234567890123456789012345678901234567890 module\n"
        }
        try await builder.fastImport(stream)
        try await builder.release("one")
        try await builder.release("two", at: "one")
        return builder
    }

    private func ids(_ builder: RepositoryBuilder) async throws -> [ObjectID] {
        let listed = try await builder.git(
            "cat-file", "--batch-all-objects", "--batch-check=%(objectname)", "--unordered")
        return try listed.split(separator: "\n").map { try #require(ObjectID(hex: $0)) }
    }

    private func place(_ builder: RepositoryBuilder) throws -> RepositoryPlace {
        try #require(RepositoryPlace.discover(from: builder.path))
    }

    private func files(_ builder: RepositoryBuilder) throws -> ObjectFiles {
        try #require(ObjectFiles(place: try place(builder)))
    }

    /// Compares every object there is.
    private func expectSame(_ builder: RepositoryBuilder, _ comment: Comment) async throws {
        let (files, repository) = (try files(builder), try Repository(open: builder.path))
        let ids = try await ids(builder).shuffled()
        #expect(ids.count > 100, comment)
        for id in ids {
            let (kind, bytes) = try #require(files.object(id), comment)
            #expect(try repository.object(id) == kind, comment)
            switch kind {
            case .commit: #expect(try files.commit(id) == repository.commit(id), comment)
            case .blob: #expect(try bytes == repository.blob(id, limit: .max), comment)
            case .tree:
                for entry in try repository.tree(id) {
                    #expect(try files.entry(atPath: entry.name, inTree: id) == entry, comment)
                }
                #expect(try files.entry(atPath: "none", inTree: id) == nil, comment)
            case .tag: #expect(ObjectText.tag(bytes) != nil, comment)
            }
        }
        #expect(try place(builder).tags(prefix: "") == repository.tags(prefix: ""), comment)
    }

    @Test("are as libgit2 has them, loose, packed in each way, and both")
    func everyObject() async throws {
        let builder = try await repository()
        try await expectSame(builder, "as imported")
        try await builder.git("repack", "-adfq", "--depth=50", "--window=50")
        let verbose = try await builder.git("verify-pack", "--verbose", packName(builder))
        #expect(verbose.contains("chain length = 3:"), "no chains to read")
        try await expectSame(builder, "differences by distance")
        try await builder.git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--depth=50")
        try await expectSame(builder, "differences by name")
        try await builder.git("-c", "pack.packSizeLimit=1m", "-c", "core.compression=0", "repack", "-adFq")
        try await builder.commit("loose", files: ["a": "1", "wide/b": "2"])
        try await builder.release("three")
        try await expectSame(builder, "packed and loose")
        try await builder.git("repack", "-dq")
        try await builder.git("multi-pack-index", "write")
        try await expectSame(builder, "two packs and an index of both")
        try await unpack(builder)
        try await expectSame(builder, "loose")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: builder.path + "/.git/objects/pack").isEmpty)
    }

    private func packName(_ builder: RepositoryBuilder) throws -> String {
        let directory = builder.path + "/.git/objects/pack"
        let name = try #require(
            FileManager.default.contentsOfDirectory(atPath: directory).first { $0.hasSuffix(".idx") })
        return "\(directory)/\(name)"
    }

    private func unpack(_ builder: RepositoryBuilder) async throws {
        let script = """
            cd "$1/.git" && mv objects/pack ../../packs && mkdir objects/pack
            for pack in ../../packs/*.pack; do git unpack-objects -q < $pack; done
            """
        #expect(try await runCommand("sh", ["-c", script, "sh", builder.path]).exitCode == 0)
    }

    @Test("follow paths as libgit2 does")
    func paths() async throws {
        let builder = try await repository(commits: 4)
        let (files, repository) = (try files(builder), try Repository(open: builder.path))
        let commit = try #require(ObjectID(hex: try await builder.git("rev-parse", "HEAD")))
        let tree = try files.commit(commit).tree
        for path in [
            "", "wide", "wide/file-2", "wide/file-2/x", "wide/none", "none/x", "run", "link", "module",
            "module/x",
            "s p/ü", "/wide", "wide/", "wide//file-2", ".", "..", "wide/../run", "a\0b", ".git",
        ] {
            let found = try? repository.entry(atPath: path, inTree: tree)
            #expect(try files.entry(atPath: path, inTree: tree) == found, "\(path.debugDescription)")
        }
        #expect(throws: GitError.self) { try files.entry(atPath: "x", inTree: commit) }
        #expect(throws: GitError.self) { try files.commit(tree) }
        #expect(throws: GitError.self) { try files.blob(tree, limit: 1 << 20) }
        #expect(throws: GitError.self) { try files.commit(.zero) }
        let file = try #require(try files.entry(atPath: "long/1", inTree: tree)).id
        let size = try repository.blobSize(file)
        #expect(try files.blob(file, limit: size).count == size)
        for limit in [size - 1, 1, 0, -1, .min] {
            #expect(throws: GitError.self) { try files.blob(file, limit: limit) }
            #expect(files.object(file, limit: limit) == nil)
        }
    }

    @Test("that are trees with modes as old or other programs wrote them are read as libgit2 reads them")
    func modes() async throws {
        let builder = try await RepositoryBuilder()
        let id = String(repeating: "\u{11}", count: 20)
        let modes = [
            "100644", "100664", "100600", "100755", "100775", "0100644", "40000", "040000", "40755", "120000",
            "120755",
            "160000", "160755", "140000", "100000", "644", "755", "0", "177777", "200000", "1000000",
            "00100644", "", "1x",
        ]
        var kinds: Set<EntryKind> = []
        var left = 0
        for mode in modes {
            let written = try await builder.git(
                "hash-object", "-t", "tree", "-w", "--literally", "--stdin", input: "\(mode) name\0\(id)")
            let tree = try #require(ObjectID(hex: written))
            let (files, repository) = (try files(builder), try Repository(open: builder.path))
            guard let found = try? files.entry(atPath: "name", inTree: tree) else {
                left += 1
                continue
            }
            #expect(try repository.entry(atPath: "name", inTree: tree) == found, "\(mode)")
            kinds.insert(found.kind)
        }
        #expect(kinds.count == 5 && left < 6, "\(kinds) \(left)")
    }

    @Test("kept elsewhere as well, or cut off by a shallow clone, are left to libgit2")
    func oddities() async throws {
        let builder = try await repository(commits: 2)
        let place = try place(builder)
        #expect(ObjectFiles(place: place) != nil)
        try builder.write(".git/objects/info/alternates", "/elsewhere\n")
        #expect(ObjectFiles(place: place) == nil)
        #expect(place.tags(prefix: "") == nil)
        #expect(place.tags(prefix: "none") == [])
        try builder.remove(".git/objects/info/alternates")
        #expect(ObjectFiles(place: place) != nil)
        let shallow = builder.directory.appending("shallow")
        try await builder.git("clone", "--quiet", "--depth=1", "file://" + builder.path, shallow)
        let found = try #require(RepositoryPlace.discover(from: shallow))
        #expect(ObjectFiles(place: found) == nil)
    }

    @Test("that are damaged or cut short anywhere neither crash nor hang the reader")
    func damage() async throws {
        let builder = try await repository(commits: 8)
        try await builder.git("repack", "-adfq", "--depth=50", "--window=50")
        let ids = try await ids(builder)
        let index = try packName(builder)
        let pack = index.dropLast(3) + "pack"
        let place = try place(builder)
        var random = SeededGenerator(seed: 7)
        var (readCount, lostCount) = (0, 0)
        for file in [index, String(pack)] {
            let whole = try Data(contentsOf: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            for round in 0..<250 {
                var bytes = whole
                switch round % 5 {
                case 0: bytes = bytes.prefix(Int.random(in: 0...whole.count, using: &random))
                case 1: bytes.append(contentsOf: [UInt8](repeating: 0xFF, count: round))
                default:
                    for _ in 0..<Int.random(in: 1...3, using: &random) {
                        // Half of the flips where the tables are.
                        let end = Bool.random(using: &random) ? whole.count : min(whole.count, 1_400)
                        bytes[Int.random(in: 0..<end, using: &random)] = UInt8.random(
                            in: 0...255, using: &random)
                    }
                }
                try bytes.write(to: URL(fileURLWithPath: file))
                let files = try #require(ObjectFiles(place: place))
                for id in ids {
                    if files.object(id) != nil { readCount += 1 } else { lostCount += 1 }
                }
            }
            try whole.write(to: URL(fileURLWithPath: file))
        }
        // Some damage must hurt, and some must not.
        #expect(readCount > 1_000 && lostCount > 1_000, "\(readCount) \(lostCount)")
        #expect(ids.allSatisfy { ObjectFiles(place: place)?.object($0) != nil })
    }

    @Test("that are loose and damaged are never read wrong")
    func looseDamage() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["file": String(repeating: "text\n", count: 30)])
        let id = try #require(ObjectID(hex: try await builder.git("rev-parse", "HEAD:file")))
        let url = URL(
            fileURLWithPath: "\(builder.path)/.git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))")
        let whole = try Data(contentsOf: url)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
        let place = try place(builder)
        let expected = try #require(ObjectFiles(place: place)?.object(id))
        func read(_ bytes: Data) throws -> [UInt8]? {
            try bytes.write(to: url)
            return ObjectFiles(place: place)?.object(id)?.bytes
        }
        for count in 0..<whole.count { #expect(try read(whole.prefix(count)) == nil, "\(count)") }
        #expect(try read(whole + [0]) == nil)
        for place in whole.indices {
            for bit in 0..<8 {
                var bytes = whole
                bytes[place] ^= 1 << bit
                // The stream's checksum tells of all but what its head says about itself.
                let found = try read(bytes)
                #expect(found == nil || found == expected.bytes, "\(place) \(bit)")
            }
        }
        #expect(try read(whole) == expected.bytes)
    }
}
