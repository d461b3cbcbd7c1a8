import Foundation
import TestSupport
import Testing

@testable import Git

/// Tags and commits read without libgit2, against libgit2's.
@Suite("Tags and commits without libgit2", .timeLimit(.minutes(1)))
struct TagFilesTests {
    private func place(_ builder: RepositoryBuilder) throws -> RepositoryPlace {
        try #require(RepositoryPlace.discover(from: builder.path))
    }

    @Test("are the same, loose, packed and both")
    func kinds() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["file": "text"])
        try await builder.release("agents.a@1.0.0", message: "first\n\nMore of it. é")
        try await builder.release("agents.a@1.0.1", at: "agents.a@1.0.0", message: "a tag of a tag")
        try await builder.release("agents.a@1.0.2", at: "agents.a@1.0.1", message: "of a tag of a tag")
        try await builder.git("tag", "agents.a@2.0.0")
        try await builder.git("tag", "lightweight-of-a-tag", "agents.a@1.0.0")
        try await builder.git("tag", "lightweight-of-a-file", "HEAD:file")
        try await builder.release("agents.ab@1.0.0")
        try await builder.release("of-a-file", at: "HEAD:file")
        try await builder.release("of-a-folder", at: "HEAD^{tree}")
        for step in ["loose", "packed references", "packed objects", "both"] {
            switch step {
            case "packed references": try await builder.git("pack-refs", "--all")
            case "packed objects": try await builder.git("repack", "-adq")
            case "both":
                try await builder.release("agents.a@3.0.0")
                try await builder.git("tag", "--force", "agents.a@2.0.0", "agents.a@3.0.0")
            default: break
            }
            let repository = try Repository(open: builder.path)
            for prefix in ["", "agents.a@", "agents.a@2", "none"] {
                let tags = try #require(try place(builder).tags(prefix: prefix), "\(step)")
                #expect(try tags == repository.tags(prefix: prefix), "\(step) \(prefix)")
            }
            #expect(try repository.tags(prefix: "").count == (step == "both" ? 10 : 9))
        }
    }

    @Test("are the same for some thousand packed ones")
    func many() async throws {
        let builder = try await RepositoryBuilder()
        var stream = "commit refs/heads/main\nmark :1\ncommitter A <a@b.c> 1700000000 +0000\ndata 1\nx\n"
        for number in 0..<3_000 {
            let message =
                "Release \(number)\n\n" + String(repeating: "- a line of notes\n", count: number % 9)
            stream += "tag agents.a\(number % 40)@1.\(number / 40).0\nfrom :1\n"
            stream += "tagger Ada \(number % 7) <ada@example.com> \(1_700_000_000 + number) -0330\n"
            stream += "data \(message.utf8.count)\n\(message)\n"
        }
        try await builder.fastImport(stream)
        try await builder.git("repack", "-adfq")
        try await builder.git("pack-refs", "--all")
        let repository = try Repository(open: builder.path)
        let place = try place(builder)
        let expected = try repository.tags(prefix: "")
        #expect(expected.count == 3_000)
        #expect(place.tags(prefix: "") == expected)
        #expect(place.tags(prefix: "agents.a7@")?.count == 75)
        #expect(try place.tags(prefix: "agents.a7@") == repository.tags(prefix: "agents.a7@"))
    }

    @Test("that are missing, or too long a chain, are left to libgit2")
    func broken() async throws {
        let builder = try await RepositoryBuilder()
        let commit = try await builder.commit("one")
        try builder.write(".git/refs/tags/missing", String(repeating: "1", count: 40) + "\n")
        #expect(try place(builder).tags(prefix: "missing") == nil)
        try builder.write(".git/refs/tags/symbolic", "ref: refs/heads/main\n")
        #expect(try place(builder).tags(prefix: "symbolic") == nil)
        var target = commit
        for number in 0..<17 {
            try await builder.release("chain-\(number)", at: target)
            target = "chain-\(number)"
        }
        let repository = try Repository(open: builder.path)
        #expect(try place(builder).tags(prefix: "chain-15") == repository.tags(prefix: "chain-15"))
        #expect(try place(builder).tags(prefix: "chain-16") == nil)
        #expect(throws: GitError.self) { try repository.tags(prefix: "chain-16") }
    }

    /// People and moments as they are found in old and odd repositories.
    private static func signature(using random: inout SeededGenerator) -> String {
        func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
        if Int.random(in: 0..<3, using: &random) > 0 { return "Ada <ada@example.com> 1700000000 +0100" }
        let name = pick([
            "Ada", "Ada L", "Ü é", "Ada", "", " ", "Ada ", ".Ada.", "A<b", "A>b", "\"Ada\"", "A  B", "a\tb",
        ])
        let email = pick(["a@b.c", "", " a@b.c ", "a", "a<b", "a>b", "'a'", "é@é"])
        let open = pick([" <", " <", " <", "<", "  <", " "])
        let close = pick(["> ", "> ", "> ", ">", ">  ", " "])
        let date = pick(["1700000000", "0", "", "-5", "99999999999999999999", "12x", "1700000000", "007"])
        let zone = pick([
            " +0000", " -0000", " +0530", " -1130", " +1400", " +1500", " +1260", " 0100", " +1", " +01000",
            "", " x",
        ])
        return name + open + email + close + date + zone
    }

    @Test("of any form are the same or left to libgit2")
    func oddObjects() async throws {
        var random = SeededGenerator(seed: 3)
        let builder = try await RepositoryBuilder()
        let commit = try await builder.commit("one", files: ["file": "text"])
        let tree = try await builder.git("rev-parse", "HEAD^{tree}")
        func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
        var texts: [(kind: String, text: String)] = []
        for _ in 0..<250 {
            var text =
                "tree \(tree)\n" + pick(["", "parent \(commit)\n", "parent \(commit)\nparent \(commit)\n"])
            text +=
                "author \(Self.signature(using: &random))\n" + pick(["", "", "", "author A <a@b> 1 +0000\n"])
            text += "committer \(Self.signature(using: &random))\n"
            text += pick([
                "", "", "encoding ISO-8859-1\n", "gpgsig -----BEGIN\n line\n -----END\n", "x y\n", "\nz\n",
            ])
            text += pick(["\n", "\n", "\n\n\n", "", " \n"]) + pick(["message\n", "a\0b", "", "\n\n", "é"])
            texts.append(("commit", text))
        }
        for _ in 0..<250 {
            var text = pick(["object ", "object ", "object ", "x "]) + "\(commit)\n"
            text += pick(["type commit\n", "type commit\n", "type tree\n", "type tag\n", "type x\n", ""])
            text += pick(["tag name\n", "tag name\n", "tag \n", "tag a b\n", ""])
            text += pick([
                "tagger \(Self.signature(using: &random))\n", "tagger \(Self.signature(using: &random))\n",
                "",
            ])
            text +=
                pick(["\n", "\n", "\n", "x y\n\n", "", "\n\n"]) + pick(["message\n", "a\0b", "", "é", "\n"])
            texts.append(("tag", text))
        }
        let files = try texts.enumerated().map { number, item in
            let path = builder.directory.appending("\(number).\(item.kind)")
            try Data(item.text.utf8).write(to: URL(fileURLWithPath: path))
            return path
        }
        var ids: [String] = []
        for kind in ["commit", "tag"] {
            let paths = files.filter { $0.hasSuffix(kind) }.joined(separator: "\n") + "\n"
            let written = try await builder.git(
                "hash-object", "-w", "--literally", "-t", kind, "--stdin-paths", input: paths)
            ids += written.split(separator: "\n").map(String.init)
        }
        #expect(ids.count == texts.count)
        let repository = try Repository(open: builder.path)
        let objects = try #require(ObjectFiles(place: try place(builder)))
        var read = (commits: 0, tags: 0)
        for (hex, item) in zip(ids, texts) {
            let id = try #require(ObjectID(hex: hex))
            if item.kind == "commit" {
                guard let found = try? objects.commit(id) else { continue }
                read.commits += 1
                #expect(try found == repository.commit(id), "\(item.text.debugDescription)")
            } else {
                try builder.write(".git/refs/tags/t", hex + "\n")
                guard let found = try place(builder).tags(prefix: "t") else { continue }
                read.tags += 1
                #expect(try found == repository.tags(prefix: "t"), "\(item.text.debugDescription)")
            }
        }
        #expect(read.commits > 25 && read.tags > 25, "\(read)")
    }
}
