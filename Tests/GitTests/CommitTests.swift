import Git
import TestSupport
import Testing

@Suite("Commits and history")
struct CommitTests {
    @Test("are read and written as git does")
    func commits() async throws {
        let builder = try await RepositoryBuilder()
        let one = try await builder.commit("one", files: ["a": "1"])
        let repository = try Repository(open: builder.path)
        let parent = try #require(ObjectID(hex: one))
        let tree = try repository.commit(parent).tree
        let author = Signature(
            name: "Grace Hopper", email: "grace@example.com", date: 1_600_000_000, offsetMinutes: -330)
        let committer = Signature(
            name: "Ada", email: "ada@example.com", date: 1_600_000_001, offsetMinutes: 60)
        let id = try repository.createCommit(
            tree: tree, parents: [parent], author: author, committer: committer,
            message: "subject\ngoes on\n\nbody\n")
        #expect(
            try await builder.git("cat-file", "-p", id.hex) == """
                tree \(tree)
                parent \(one)
                author Grace Hopper <grace@example.com> 1600000000 -0530
                committer Ada <ada@example.com> 1600000001 +0100

                subject
                goes on

                body
                """)
        let read = try repository.commit(id)
        #expect(read.author == author)
        #expect(read.committer == committer)
        #expect(read.parents == [parent])
        #expect(read.message == "subject\ngoes on\n\nbody\n")
        #expect(try await read.summary == builder.git("log", "-1", "--format=%s", id.hex))
        #expect(try await builder.git("rev-parse", "HEAD") == one)
        #expect(throws: GitError.self) { try repository.commit(tree) }
        #expect(throws: GitError.self) { try repository.commit(.zero) }
        #expect(throws: GitError.self) {
            try repository.createCommit(
                tree: parent, parents: [], author: author, committer: author, message: "x")
        }
        #expect(throws: GitError.self) {
            try repository.createCommit(
                tree: tree, parents: [.zero], author: author, committer: author, message: "x")
        }
    }

    @Test("tell what kind of object each is")
    func kinds() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        try await builder.release("t")
        let repository = try Repository(open: builder.path)
        for (revision, kind) in [
            ("HEAD", ObjectKind.commit), ("HEAD^{tree}", .tree), ("HEAD:a", .blob), ("t", .tag),
        ] {
            let id = try #require(ObjectID(hex: try await builder.git("rev-parse", revision)))
            #expect(try repository.object(id) == kind)
        }
        #expect(throws: GitError.self) { try repository.object(.zero) }
    }

    /// A history with branches and merges, each commit a minute after the one made before it.
    private func forked() async throws -> RepositoryBuilder {
        let builder = try await RepositoryBuilder(bare: true)
        var random = SeededGenerator(seed: 4)
        var stream = ""
        for index in 1...60 {
            let parents = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                Int.random(in: max(1, index - 6)...index, using: &random)
            }.filter { $0 < index }
            stream += "commit refs/heads/c\(index)\nmark :\(index)\n"
            stream += "committer A <a@b.c> \(1_600_000_000 + index * 60) +0000\ndata 2\nm\n"
            let distinct = Array(Set(parents)).sorted()
            for (place, parent) in distinct.enumerated() {
                stream += "\(place == 0 ? "from" : "merge") :\(parent)\n"
            }
            stream += "\n"
        }
        try await builder.fastImport(stream)
        return builder
    }

    @Test("are walked in git's order, without what is hidden, and only so far as asked")
    func walks() async throws {
        let builder = try await forked()
        let repository = try Repository(open: builder.path)
        let tip = try repository.resolve("c60")
        let hidden = try repository.resolve("c31")
        let all = try await builder.git("rev-list", "--date-order", "c60").split(separator: "\n").map(
            String.init)
        #expect(try repository.history(from: tip).map(\.hex) == all)
        #expect(try repository.history(from: tip, limit: 5).map(\.hex) == Array(all.prefix(5)))
        #expect(try repository.history(from: tip, limit: 0).isEmpty)
        let some = try await builder.git("rev-list", "--date-order", "c60", "^c31").split(separator: "\n")
        #expect(try repository.history(from: tip, hiding: [hidden]).map(\.hex) == some.map(String.init))
        #expect(try repository.history(from: tip, hiding: [tip]).isEmpty)
        #expect(throws: GitError.self) { try repository.history(from: .zero) }
    }

    @Test("follow each other, are ahead and behind, as git counts it")
    func relations() async throws {
        let builder = try await forked()
        let repository = try Repository(open: builder.path)
        for (one, other) in [(60, 31), (31, 60), (60, 60), (44, 45), (12, 50), (1, 60), (30, 29)] {
            let (left, right) = (try repository.resolve("c\(one)"), try repository.resolve("c\(other)"))
            let counts = try await builder.git("rev-list", "--left-right", "--count", "c\(one)...c\(other)")
                .split(separator: "\t").compactMap { Int($0) }
            let found = try repository.aheadBehind(local: left, upstream: right)
            #expect([found.ahead, found.behind] == counts, "c\(one)...c\(other)")
            #expect(try repository.isAncestor(left, of: right) == (counts[0] == 0), "c\(one) of c\(other)")
        }
        let tip = try repository.resolve("c60")
        #expect(throws: GitError.self) { try repository.isAncestor(.zero, of: tip) }
        #expect(throws: GitError.self) { try repository.isAncestor(tip, of: .zero) }
        #expect(throws: GitError.self) { try repository.isAncestor(.zero, of: .zero) }
    }
}
