import TestSupport
import Testing

@testable import Git

@Suite struct MergeTests {
    private func sides(
        ours: [String: String], theirs: [String: String]
    ) async throws -> (Repository, ours: ObjectID, theirs: ObjectID, RepositoryBuilder) {
        let builder = try await RepositoryBuilder()
        try await builder.commit("base", files: ["a": "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b": "b\n"])
        try await builder.git("switch", "--quiet", "--create", "topic")
        let their = try await builder.commit("theirs", files: theirs)
        try await builder.git("switch", "--quiet", "main")
        let our = try await builder.commit("ours", files: ours)
        let repository = try Repository(open: builder.path)
        return (repository, try repository.resolve(our), try repository.resolve(their), builder)
    }

    @Test func whatBothSidesChangedIsInTheTree() async throws {
        let (repository, ours, theirs, builder) = try await sides(
            ours: ["a": "one\n2\n3\n4\n5\n6\n7\n8\n9\n"],
            theirs: ["a": "1\n2\n3\n4\n5\n6\n7\n8\nnine\n", "c": "c\n"])
        let outcome = try repository.merge(theirs, into: ours)
        try await builder.git("merge", "--quiet", "--no-edit", "topic")
        let expected = try await builder.git("rev-parse", "HEAD^{tree}")
        guard case .merged(let tree) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(tree.hex == expected)
    }

    @Test func conflictsAreNamedAndNothingIsTouched() async throws {
        let (repository, ours, theirs, builder) = try await sides(
            ours: ["a": "ours\n", "b": "ours\n", "d": "d\n"],
            theirs: ["a": "theirs\n", "b": "theirs\n", "e": "e\n"])
        #expect(try repository.merge(theirs, into: ours) == .conflicts(["a", "b"]))
        #expect(try await builder.git("status", "--porcelain") == "")
    }

    @Test func aCommitThatIsNotThereIsNotFound() async throws {
        let (repository, ours, _, _) = try await sides(ours: ["a": "x\n"], theirs: ["b": "y\n"])
        let missing = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
        #expect(throws: GitError.self) { try repository.merge(missing, into: ours) }
    }

    @Test func aTagObjectHasNoReference() async throws {
        let (repository, ours, _, builder) = try await sides(ours: ["a": "x\n"], theirs: ["b": "y\n"])
        let object = try repository.createTagObject(
            named: "agents.a@1.0.0", target: ours,
            tagger: Signature(name: "Ada", email: "ada@example.com"), message: "words\n")
        #expect(try await builder.git("tag", "--list") == "")
        #expect(try await builder.git("cat-file", "-t", object.hex) == "tag")
        #expect(try await builder.git("cat-file", "-p", object.hex).hasSuffix("words"))
    }
}
