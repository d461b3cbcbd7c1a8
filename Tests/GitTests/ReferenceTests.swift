import Git
import TestSupport
import Testing

@Suite("References")
struct ReferenceTests {
    /// A repository whose references are packed, loose, both, nested and symbolic.
    private func varied() async throws -> (builder: RepositoryBuilder, repository: Repository) {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        for name in [
            "refs/heads/feature/a", "refs/heads/feature/b", "refs/heads/features", "refs/remotes/origin/main",
        ] {
            try await builder.git("update-ref", name, "HEAD")
        }
        for name in [
            "agents.a@1.0.0", "agents.a@1.10.0", "agents.a-b@1.0.0", "agents.a.b@1.0.0", "ä",
            "agents.b@2.0.0",
        ] {
            try await builder.release(name)
        }
        try await builder.git("tag", "light")
        try await builder.git("pack-refs", "--all")
        try await builder.commit("two", files: ["a": "2"])
        try await builder.git("update-ref", "refs/heads/feature/a", "HEAD")
        try await builder.release("agents.a@2.0.0")
        try await builder.git("tag", "agents.a@0.1.0")
        try await builder.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
        return (builder, try Repository(open: builder.path))
    }

    @Test("are those that git lists, in its order, whatever the prefix", .timeLimit(.minutes(1)))
    func listing() async throws {
        let (builder, repository) = try await varied()
        let all = try await builder.git("for-each-ref", "--format=%(objectname) %(refname) %(symref)|")
        let lines = all.split(separator: "\n").map {
            $0.dropLast().split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(lines.count == 15)
        for prefix in [
            "refs/", "refs/heads/", "refs/heads/feature", "refs/heads/feature/", "refs/heads/feature/a",
            "refs/tags/", "refs/tags/agents.a@", "refs/tags/agents.a@1", "refs/tags/agents.a",
            "refs/tags/zzz",
            "refs/tags/ä", "refs/remotes/", "refs/remotes/origin/H", "refs/h", "refs/nothing/here",
            "refs/tags/agents.a@1.0.0/x", "refs/heads/*", "refs/tags/agents.[ab]",
        ] {
            let found = try repository.references(prefix: prefix)
            #expect(
                found.map { [$0.target.hex, $0.name, $0.symbolicTarget ?? ""] }
                    == lines.filter { $0[1].hasPrefix(prefix) }, "\(prefix)")
        }
    }

    @Test("are found one by one, symbolic ones followed")
    func single() async throws {
        let (builder, repository) = try await varied()
        let main = try await builder.git("rev-parse", "refs/heads/main")
        #expect(try repository.reference("refs/heads/main")?.target.hex == main)
        let symbolic = try #require(try repository.reference("refs/remotes/origin/HEAD"))
        #expect(symbolic.symbolicTarget == "refs/remotes/origin/main")
        #expect(try await symbolic.target.hex == builder.git("rev-parse", "refs/remotes/origin/main"))
        #expect(try repository.reference("refs/heads/none") == nil)
        try await builder.git("symbolic-ref", "refs/heads/dangling", "refs/heads/none")
        #expect(try repository.reference("refs/heads/dangling") == nil)
        #expect(
            !(try repository.references(prefix: "refs/heads/").map(\.name).contains("refs/heads/dangling")))
    }

    @Test("of another worktree's HEAD and branches are read from that worktree")
    func worktree() async throws {
        let (builder, _) = try await varied()
        let place = builder.directory.appending("other")
        try await builder.git("worktree", "add", "--quiet", "-b", "side", place)
        let other = try Repository.discover(from: place)
        let side = try #require(ObjectID(hex: try await builder.git("rev-parse", "HEAD")))
        #expect(try other.head() == .branch(name: "side", commit: side))
        #expect(try other.tags(prefix: "agents.b@").map(\.name) == ["agents.b@2.0.0"])
        #expect(try other.references(prefix: "refs/heads/").map(\.name).contains("refs/heads/main"))
        #expect(other.commonDirectory != other.gitDirectory)
    }

    @Test("move only from where the caller saw them")
    func compareAndSwap() async throws {
        let builder = try await RepositoryBuilder()
        let one = try #require(ObjectID(hex: try await builder.commit("one")))
        let two = try #require(ObjectID(hex: try await builder.commit("two")))
        let repository = try Repository(open: builder.path)
        try repository.setReference("refs/heads/x", to: one, expecting: nil, message: "made")
        #expect(throws: GitError.alreadyExists("refs/heads/x")) {
            try repository.setReference("refs/heads/x", to: two, expecting: nil, message: "again")
        }
        #expect(throws: GitError.locked("refs/heads/x (it has moved meanwhile)")) {
            try repository.setReference("refs/heads/x", to: two, expecting: two, message: "wrong")
        }
        #expect(throws: GitError.locked("refs/heads/y (it has moved meanwhile)")) {
            try repository.setReference("refs/heads/y", to: two, expecting: two, message: "not there")
        }
        #expect(try await builder.git("rev-parse", "refs/heads/x") == one.hex)
        try repository.setReference("refs/heads/x", to: two, expecting: one, message: "moved")
        #expect(try await builder.git("rev-parse", "refs/heads/x") == two.hex)
        #expect(try await builder.git("reflog", "show", "--format=%gs", "refs/heads/x").hasPrefix("moved"))
        let absent = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
        #expect(throws: GitError.self) {
            try repository.setReference("refs/heads/z", to: absent, expecting: nil, message: "no such object")
        }
        #expect(try repository.reference("refs/heads/z") == nil)
    }

    @Test("are refused under names that git would refuse")
    func names() async throws {
        let builder = try await RepositoryBuilder()
        let one = try #require(ObjectID(hex: try await builder.commit("one")))
        let repository = try Repository(open: builder.path)
        for name in [
            "refs/heads/a..b", "refs/heads/", "refs/heads/a b", "refs/heads/.a", "refs/heads/a.lock", "heads",
            "refs/heads/x\0y", "", "../x", "refs/heads/../../x",
        ] {
            #expect(throws: GitError.self, "\(name.debugDescription)") {
                try repository.setReference(name, to: one, expecting: nil, message: "bad")
            }
        }
        #expect(try repository.references(prefix: "refs/").map(\.name) == ["refs/heads/main"])
    }

    @Test("of one name, made by eight tasks at once, are made once")
    func race() async throws {
        let builder = try await RepositoryBuilder()
        let one = try #require(ObjectID(hex: try await builder.commit("one")))
        let path = builder.path
        let made = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let repository = try Repository(open: path)
                    do throws(GitError) {
                        try repository.setReference("refs/heads/x", to: one, expecting: nil, message: "made")
                        return true
                    } catch { return false }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1)
    }

    @Test("are removed, packed ones too")
    func removal() async throws {
        let (builder, repository) = try await varied()
        try repository.deleteReference("refs/tags/agents.b@2.0.0")
        try repository.deleteReference("refs/tags/agents.a@2.0.0")
        let left = try await builder.git("for-each-ref", "--format=%(refname:short)", "refs/tags")
        #expect(!left.contains("agents.b@2.0.0"))
        #expect(!left.contains("agents.a@2.0.0"))
        #expect(left.contains("agents.a@1.10.0"))
        #expect(throws: GitError.notFound("refs/tags/none")) {
            try repository.deleteReference("refs/tags/none")
        }
    }
}

@Suite("HEAD and revisions")
struct HeadTests {
    @Test("is a branch, a commit, or a branch without one")
    func states() async throws {
        let builder = try await RepositoryBuilder()
        let repository = try Repository(open: builder.path)
        #expect(try repository.head() == .unborn(branch: "main"))
        #expect(repository.isEmpty)
        let one = try #require(ObjectID(hex: try await builder.commit("one")))
        #expect(try repository.head() == .branch(name: "main", commit: one))
        #expect(!repository.isEmpty)
        try await builder.git("checkout", "--quiet", "-b", "topic/x")
        #expect(try repository.head() == .branch(name: "topic/x", commit: one))
        try await builder.git("checkout", "--quiet", "--detach")
        #expect(try repository.head() == .detached(one))
    }

    @Test("lead to the commit that git finds")
    func revisions() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        try await builder.commit("two")
        try await builder.release("agents.a@1.0.0", at: "HEAD~1")
        try await builder.release("nested", at: "agents.a@1.0.0")
        try await builder.git("tag", "light")
        let repository = try Repository(open: builder.path)
        for revision in [
            "HEAD", "main", "HEAD~1", "HEAD^", "agents.a@1.0.0", "nested", "light", "refs/heads/main", "@",
        ] {
            let expected = try await builder.git("rev-parse", "\(revision)^{commit}")
            #expect(try repository.resolve(revision).hex == expected, "\(revision)")
            #expect(try repository.resolve(expected).hex == expected)
            #expect(try repository.resolve(String(expected.prefix(12))).hex == expected)
        }
        // What names nothing, a file, or a search.
        for revision in [
            "none", "HEAD~9", "", "HEAD:a", ":/one", "HEAD^{tree}", "a..b", "deadbeef", "HEAD\0x",
        ] {
            #expect(throws: GitError.self, "\(revision.debugDescription)") {
                try repository.resolve(revision)
            }
        }
    }
}
