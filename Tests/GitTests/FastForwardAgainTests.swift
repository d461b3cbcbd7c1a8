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
