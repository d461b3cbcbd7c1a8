import Git
import TestSupport
import Testing

@Suite("Staging")
struct StagingTests {
    /// A merge that left two paths in conflict: both sides changed one, and one side removed the other.
    private func conflict() async throws -> RepositoryBuilder {
        let builder = try await RepositoryBuilder()
        try await builder.commit("base", files: ["a/both": "0", "gone": "0", "fine": "0"])
        try await builder.git("switch", "--quiet", "--create", "other")
        try builder.remove("gone")
        try await builder.commit("theirs", files: ["a/both": "2"])
        try await builder.git("switch", "--quiet", "main")
        try await builder.commit("ours", files: ["a/both": "1", "gone": "1"])
        _ = try? await builder.git("merge", "--quiet", "other")
        return builder
    }

    @Test("names the paths in conflict, and ends a conflict by what lies in the working tree")
    func conflicts() async throws {
        let builder = try await conflict()
        let repository = try Repository(open: builder.path)
        #expect(try repository.conflictedPaths() == ["a/both", "gone"])
        #expect(try repository.isConflicted(path: "gone"))
        #expect(try !repository.isConflicted(path: "fine"))
        try builder.write("a/both", "3")
        try repository.stage(path: "a/both")
        #expect(try repository.conflictedPaths() == ["gone"])
        #expect(try await builder.git("ls-files", "--unmerged", "a/both").isEmpty)
        #expect(try await builder.git("cat-file", "blob", ":a/both") == "3")
        try builder.remove("gone")
        try repository.stage(path: "gone")
        #expect(try repository.conflictedPaths() == [])
        #expect(try await builder.git("ls-files") == "a/both\nfine")
        try await builder.git("commit", "--quiet", "--message", "merged")
        #expect(try await builder.git("status", "--porcelain").isEmpty)
    }

    @Test("takes what is new and what is gone, and nothing else")
    func ordinary() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("base", files: ["a": "0", "b": "0"])
        let repository = try Repository(open: builder.path)
        try builder.remove("a")
        try builder.write(["b": "1", "new": "1"])
        try repository.stage(path: "a")
        try repository.stage(path: "new")
        #expect(try await builder.git("diff", "--cached", "--name-status") == "D\ta\nA\tnew")
        #expect(try repository.conflictedPaths() == [])
        #expect(throws: GitError.notFound("none")) { try repository.stage(path: "none") }
        for path in ["", "../x", "a/../b", "/etc/passwd", ".git/config", "a\0b"] {
            #expect(throws: GitError.self, "\(path.debugDescription)") { try repository.stage(path: path) }
            #expect(throws: GitError.self, "\(path.debugDescription)") {
                try repository.isConflicted(path: path)
            }
        }
    }

    @Test("is refused while another process holds the index")
    func locked() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("base", files: ["a": "0"])
        try builder.write(["a": "1", ".git/index.lock": ""])
        let repository = try Repository(open: builder.path)
        #expect {
            try repository.stage(path: "a")
        } throws: { error in
            if case GitError.locked = error { true } else { false }
        }
        #expect(try await builder.git("diff", "--cached", "--name-only").isEmpty)
    }
}
