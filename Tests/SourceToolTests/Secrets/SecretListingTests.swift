import Foundation
import TestSupport
import Testing

/// What `secrets list` keeps of its last answer says the same as the file and the history do.
@Suite struct SecretListingTests {
    @Test func theNextListIsTheSameAndSeesEveryChange() async throws {
        let place = try await SecretPlace()
        let index = URL(filePath: "\(place.checkout)/.git/eigenpal/listings/agents.invoice")
        try await place.secrets("set", "A", "--stdin", "--description", "one\ntwo", input: "a value")
        try await place.secrets("set", "B", "--stdin", input: "another")
        func list() async throws -> String {
            let result = try await place.secrets("list", "--json")
            #expect(result.exitCode == 0, "\(result.errorOutput)")
            return result.output
        }
        func listAfresh() async throws -> String {
            try? FileManager.default.removeItem(at: index)
            return try await list()
        }

        let uncommitted = try await listAfresh()
        #expect(try await list() == uncommitted)
        #expect(uncommitted.contains(#""description": "one\ntwo""#))
        #expect(!uncommitted.contains(#""commit""#))
        #expect(try await place.tool("save", "-m", "feat: two secrets").exitCode == 0)
        let committed = try await list()
        #expect(committed.contains(#""summary": "feat: two secrets""#))
        #expect(try await listAfresh() == committed)

        // A byte that is not as it was written is as if nothing were there.
        let bytes = try Data(contentsOf: index)
        for place in stride(from: 0, to: bytes.count, by: 29) {
            var damaged = bytes
            damaged[place] ^= 1
            try damaged.write(to: index)
            #expect(try await list() == committed)
        }
        try bytes.prefix(bytes.count / 2).write(to: index)
        #expect(try await list() == committed)

        try await place.secrets("describe", "A", "three")
        let described = try await list()
        #expect(described.contains(#""description": "three""#))
        #expect(try await listAfresh() == described)
        try await place.secrets("unset", "B")
        #expect(try await list().contains(#""name": "B""#) == false)
    }
}
