import Git
import TestSupport
import Testing

@Suite("Trees and blobs")
struct TreeTests {
    @Test("are read entry by entry as git lists them")
    func reading() async throws {
        let builder = try await RepositoryBuilder()
        try builder.write(["a/b/c.txt": "c", "a.txt": "a", "run.sh": "#!/bin/sh\n", "ü/x": "x"])
        try await builder.git("add", "--all")
        try await builder.git("update-index", "--chmod=+x", "run.sh")
        let link = try await builder.git("hash-object", "-w", "--stdin", input: "a.txt")
        try await builder.git("update-index", "--add", "--cacheinfo", "120000,\(link),link")
        try await builder.git("commit", "--quiet", "--message", "one")
        let commit = try await builder.git("rev-parse", "HEAD")
        try await builder.git("update-index", "--add", "--cacheinfo", "160000,\(commit),module")
        try await builder.git("commit", "--quiet", "--message", "two")
        let repository = try Repository(open: builder.path)
        let tree = try repository.commit(try repository.resolve("HEAD")).tree
        let expected: [(String, EntryKind)] = [
            ("a.txt", .blob), ("a", .tree), ("link", .symlink), ("module", .submodule),
            ("run.sh", .executable),
            ("ü", .tree),
        ]
        let entries = try repository.tree(tree)
        #expect(entries.map(\.name) == expected.map(\.0))
        #expect(entries.map(\.kind) == expected.map(\.1))
        #expect(
            try await entries.map(\.id.hex)
                == builder.git("ls-tree", "--format=%(objectname)", "HEAD")
                .split(separator: "\n").map(String.init))
        #expect(try repository.entry(atPath: "", inTree: tree)?.id == tree)
        let deep = try #require(try repository.entry(atPath: "a/b/c.txt", inTree: tree))
        #expect(try String(decoding: repository.blob(deep.id, limit: 10), as: UTF8.self) == "c")
        for path in ["none", "a/none", "a.txt/x", "a/b/c.txt/d", "/a", "a//b", "a/", "a\0.txt", "../a", "."] {
            let entry = try? repository.entry(atPath: path, inTree: tree)
            #expect(entry == nil, "\(path.debugDescription)")
        }
        #expect(throws: GitError.self) { try repository.tree(deep.id) }
        #expect(throws: GitError.self) { try repository.entry(atPath: "a", inTree: .zero) }
    }

    @Test("of files are read within a limit, and refused over it before they are read")
    func limits() async throws {
        let builder = try await RepositoryBuilder(bare: true)
        let repository = try Repository(open: builder.path)
        let empty = try repository.createBlob([])
        #expect(try repository.blob(empty, limit: 0) == [])
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let blob = try repository.createBlob(bytes)
        #expect(try repository.blobSize(blob) == bytes.count)
        #expect(try repository.blob(blob, limit: bytes.count) == bytes)
        #expect(throws: GitError.tooLarge("blob \(blob)", limit: bytes.count - 1)) {
            try repository.blob(blob, limit: bytes.count - 1)
        }
        #expect(try await builder.git("cat-file", "-s", blob.hex) == "\(bytes.count)")
        #expect(throws: GitError.self) { try repository.blobSize(.zero) }
    }

    @Test("are written with changes as git's own index would write them, whatever the changes")
    func writing() async throws {
        let builder = try await RepositoryBuilder()
        var random = SeededGenerator(seed: 3)
        let names = ["a", "b", "a.b", "a-b", "c"]
        func path() -> String {
            (0..<Int.random(in: 1...3, using: &random)).map { _ in names.randomElement(using: &random) ?? "a"
            }
            .joined(separator: "/") + ".md"
        }
        let repository = try Repository(open: builder.path)
        var tree: ObjectID?
        var present: Set<String> = []
        for round in 0..<25 {
            var changes: [String: TreeChange] = [:]
            var script = ""
            for _ in 0..<4 {
                let place = path()
                guard changes[place] == nil else { continue }
                if present.contains(place), Bool.random(using: &random) {
                    changes[place] = .remove
                    present.remove(place)
                    script += "0 \(ObjectID.zero)\t\(place)\n"
                } else {
                    let blob = try repository.createBlob(Array("\(round) \(place)".utf8))
                    let runs = Bool.random(using: &random)
                    changes[place] = .blob(blob, executable: runs)
                    present.insert(place)
                    script += "\(runs ? "100755" : "100644") \(blob)\t\(place)\n"
                }
            }
            tree = try repository.writeTree(basedOn: tree, changes: changes)
            try await builder.git("update-index", "--index-info", input: script)
            #expect(try await tree?.hex == builder.git("write-tree"))
        }
    }

    @Test("from which everything is removed are empty, folders and all")
    func emptied() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a/b/c": "1", "a/d": "2"])
        let repository = try Repository(open: builder.path)
        let base = try repository.commit(try repository.resolve("HEAD")).tree
        let emptyTree = try await builder.git("hash-object", "-t", "tree", "--stdin")
        #expect(
            try repository.writeTree(basedOn: base, changes: ["a/b/c": .remove, "a/d": .remove]).hex
                == emptyTree)
        #expect(try repository.writeTree(basedOn: nil, changes: [:]).hex == emptyTree)
        #expect(try repository.writeTree(basedOn: base, changes: [:]) == base)
        let left = try repository.writeTree(basedOn: base, changes: ["a/b/c": .remove])
        #expect(try repository.entry(atPath: "a/b", inTree: left) == nil)
        #expect(try repository.entry(atPath: "a/d", inTree: left) != nil)
    }

    @Test("are refused at paths that a checkout must not have, and under files")
    func hostilePaths() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1", "d/e": "2"])
        let repository = try Repository(open: builder.path)
        let base = try repository.commit(try repository.resolve("HEAD")).tree
        let blob = try repository.createBlob([1])
        for path in [
            "", "/a", "x/", "x//y", ".", "..", "x/../y", ".git/config", "x/.GIT/y", "x\0y", "a/b", "d",
        ] {
            #expect(throws: GitError.self, "\(path.debugDescription)") {
                try repository.writeTree(basedOn: base, changes: [path: .blob(blob, executable: false)])
            }
        }
        let absent = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
        #expect(throws: GitError.self) {
            try repository.writeTree(basedOn: base, changes: ["x": .blob(absent, executable: false)])
        }
    }
}
