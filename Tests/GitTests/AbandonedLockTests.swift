import Foundation
import TestSupport
import Testing

@testable import Git

@Suite("Locks that a killed process left")
struct AbandonedLockTests {
    @Test("are taken away, and those of a living one are not", .timeLimit(.minutes(1)))
    func removal() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        let repository = try Repository(open: builder.path)
        let dead = repository.commonDirectory + "refs/heads/dead.lock"
        let other = repository.commonDirectory + "refs/heads/other.lock"
        let living = repository.commonDirectory + "refs/heads/living.lock"
        for path in [dead, other, living] { try Data().write(to: URL(filePath: path)) }
        let writer = Task.detached {
            for size in 1... {
                if Task.isCancelled { break }
                try Data(count: size).write(to: URL(filePath: living))
                try await Task.sleep(for: .milliseconds(300))
            }
        }
        try repository.removeAbandonedLocks(of: ["refs/heads/dead", "refs/heads/living", "refs/heads/none"])
        writer.cancel()
        #expect(!FileManager.default.fileExists(atPath: dead))
        #expect(FileManager.default.fileExists(atPath: other))
        #expect(FileManager.default.fileExists(atPath: living))
    }
}
