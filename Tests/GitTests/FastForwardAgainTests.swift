import Foundation
import TestSupport
import Testing

@testable import Git

/// A fast-forward that was cut off is done again: what it had brought already is no change of the user's.
@Suite struct FastForwardAgainTests {
    /// How far the first attempt had come when it ended.
    enum Attempt: String, CaseIterable, Sendable {
        case someFiles, allFiles, filesAndIndex
    }

    @Test(arguments: Attempt.allCases)
    func goesOnFromWhereItWasCutOff(_ attempt: Attempt) async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1", "b": "1", "gone": "1", "mine": "1"])
        try builder.remove("gone")
        let target = try await builder.commit("two", files: ["a": "2", "b": "2", "d/new": "n"])
        try await builder.git("reset", "--quiet", "--hard", "HEAD~1")
        try builder.write("mine", "my own")
        switch attempt {
        case .someFiles:
            try builder.write("a", "2")
            try builder.write(["d/new": "n"])
        case .allFiles:
            try builder.write(["a": "2", "b": "2", "d/new": "n"])
            try builder.remove("gone")
        case .filesAndIndex:
            try await builder.git("read-tree", "-m", "-u", "HEAD", target)
        }
        let repository = try Repository(open: builder.path)
        let id = try #require(ObjectID(hex: target))
        try repository.fastForward(to: id)
        #expect(try repository.head() == .branch(name: "main", commit: id))
        #expect(try await builder.git("status", "--porcelain") == "M mine")
        #expect(try String(contentsOfFile: builder.path + "/b", encoding: .utf8) == "2")
        #expect(!FileManager.default.fileExists(atPath: builder.path + "/gone"))
    }

    /// A repository that moves from `a`, `b` and `gone` to others, with a record of an attempt at that.
    private func cutOff(
        target recorded: String? = nil
    ) async throws -> (RepositoryBuilder, Repository, target: ObjectID) {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "old", "b": "old", "gone": "1"])
        try builder.remove("gone")
        let text = try await builder.commit("two", files: ["a": "new", "b": "newer", "d/new": "n"])
        try await builder.git("reset", "--quiet", "--hard", "HEAD~1")
        try builder.write(".git/eigenpal/fast-forward", (recorded ?? text) + "\n")
        return (builder, try Repository(open: builder.path), try #require(ObjectID(hex: text)))
    }

    @Test(arguments: ["", "n", "newe", "old", "newer", nil] as [String?])
    func aFileThatWasBegunIsWrittenWhole(_ begun: String?) async throws {
        let (builder, repository, target) = try await cutOff()
        if let begun { try builder.write("b", begun) } else { try builder.remove("b") }
        try builder.write("d/new", "")
        try repository.fastForward(to: target)
        #expect(try repository.head() == .branch(name: "main", commit: target))
        #expect(try await builder.git("status", "--porcelain") == "")
        #expect(!FileManager.default.fileExists(atPath: builder.path + "/.git/eigenpal/fast-forward"))
    }

    @Test(arguments: ["newest", "x", "ne ", "newer\n"]) func aChangeStaysOne(_ text: String) async throws {
        let (builder, repository, target) = try await cutOff()
        try builder.write("b", text)
        #expect(throws: GitError.conflict(["b"])) { try repository.fastForward(to: target) }
        #expect(try String(contentsOfFile: builder.path + "/b", encoding: .utf8) == text)
    }

    @Test func withoutARecordABeginningIsAChange() async throws {
        let (builder, repository, target) = try await cutOff(target: String(repeating: "0", count: 40))
        try builder.write("b", "new")
        #expect(throws: GitError.conflict(["b"])) { try repository.fastForward(to: target) }
        #expect(!FileManager.default.fileExists(atPath: builder.path + "/.git/eigenpal/fast-forward"))
    }

    @Test func whatWasCutOffIsFinishedOnTheWayFurther() async throws {
        let (builder, repository, target) = try await cutOff()
        try await builder.git("reset", "--quiet", "--hard", target.hex)
        let third = try await builder.commit("three", files: ["b": "third"])
        try await builder.git("reset", "--quiet", "--hard", "HEAD~2")
        try builder.write(["b": "new", "d/new": "n"])
        let id = try #require(ObjectID(hex: third))
        try repository.fastForward(to: id)
        #expect(try repository.head() == .branch(name: "main", commit: id))
        #expect(try await builder.git("status", "--porcelain") == "")
        #expect(try String(contentsOfFile: builder.path + "/b", encoding: .utf8) == "third")
    }

    @Test func aStagedModeIsAChangeOfItsOwn() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        let target = try await builder.commit("two", files: ["a": "2"])
        try await builder.git("reset", "--quiet", "--hard", "HEAD~1")
        try builder.write("a", "2")
        try await builder.git("add", "a")
        try await builder.git("update-index", "--chmod=+x", "a")
        let id = try #require(ObjectID(hex: target))
        #expect(throws: GitError.conflict(["a"])) { try Repository(open: builder.path).fastForward(to: id) }
        #expect(try await builder.git("ls-files", "--stage", "a").hasPrefix("100755"))
    }
}
