import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct StoreMemoryTests {
    /// What one process remembers holds no longer than until another one writes, however soon that is.
    @Test func whatAnotherProcessWritesIsSeenAtOnce() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.appending("server.sqlite")
        let (reader, writer) = (try SQLiteStore(path: path), try SQLiteStore(path: path))
        var random = SeededGenerator(seed: 5)
        for round in 0..<60 {
            let key = APIKey(APIKeyToken.random(), name: "key \(round)")
            try await writer.insert(key)
            // Sometimes within one tick of the clock, sometimes long enough for it to be remembered.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...90, using: &random)))
            for _ in 0..<3 { #expect(try await reader.apiKey(key.id)?.revokedAt == nil) }
            _ = try await writer.revokeAPIKey(key.id, at: .now)
            #expect(try await reader.apiKey(key.id)?.revokedAt != nil, "round \(round)")
        }
        #expect(try await reader.apiKey("key_none") == nil)
    }
}
