import Git
import Scanning
import TestSupport
import Testing

@testable import Guard

/// What a push is held against, asked for when there is something to hold against it.
@Suite("A push")
struct PushCheckTests {
    /// Checks a push; what was asked for meanwhile.
    private func asked(_ builder: RepositoryBuilder, _ updates: [PushUpdate]) throws -> [String] {
        let path = builder.path
        let store = ObjectStore(place: RepositoryPlace.discover(from: path)) { () throws(GitError) in
            try Repository(open: path)
        }
        var asked: [String] = []
        let scene = PushCheck.Scene(
            store: store, remoteTips: updates.map(\.old).filter { $0 != .zero }, remoteMain: nil,
            judgesReferences: false,
            ignoreRules: {
                asked.append("rules")
                return []
            })
        let check = PushCheck(scene) {
            asked.append("values")
            return Scanner()
        }
        _ = try check.run(updates)
        return asked
    }

    @Test("asks for values with its first text, and for ignore rules with its first new file")
    func laziness() async throws {
        let builder = try await RepositoryBuilder()
        let ids = [
            try await builder.commit("one", files: ["a": "1"]),
            try await builder.commit("two", files: ["a": "2"]),
            try await builder.commit("three", files: ["a": "3", "b": "1"]),
        ].map { ObjectID(hex: $0) ?? .zero }
        func update(_ old: ObjectID, _ new: ObjectID) -> PushUpdate {
            PushUpdate(source: "HEAD", new: new, name: "refs/heads/main", old: old)
        }
        #expect(try asked(builder, [update(ids[0], .zero)]) == [])
        #expect(try asked(builder, [update(ids[1], ids[0])]) == [])
        #expect(try asked(builder, [update(ids[0], ids[1])]) == ["values"])
        #expect(try asked(builder, [update(ids[0], ids[2])]) == ["values", "rules"])
    }
}
