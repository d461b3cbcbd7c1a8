import Foundation
import TestSupport
import Testing

@testable import Git

@Suite("The lock of an index")
struct IndexLockTests {
    private let ada = Signature(name: "Ada", email: "ada@example.com", date: 1_600_000_000)
    private static let mark = Data("eigenpal-src\n".utf8)

    private func place() async throws -> (RepositoryBuilder, Repository, lock: String) {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        try builder.write("a", "2")
        return (builder, try Repository(open: builder.path), builder.path + "/.git/index.lock")
    }

    @Test("is taken over from a process that was killed, with what it left")
    func takenOver() async throws {
        let (builder, repository, lock) = try await place()
        let left = [".git/refs/heads/main.lock", ".git/index.eigenpal-src", ".git/index.eigenpal-src.lock"]
        try Self.mark.write(to: URL(filePath: lock))
        for name in left { try builder.write(name, "half") }
        #expect(try repository.commitPaths(["a"], message: "two", author: ada) != nil)
        #expect(try await builder.git("log", "-1", "--format=%s") == "two")
        #expect(try await builder.git("status", "--porcelain") == "")
        for name in left + [".git/index.lock"] {
            #expect(!FileManager.default.fileExists(atPath: "\(builder.path)/\(name)"), "\(name)")
        }
    }

    @Test("is left to a process that lives")
    func held() async throws {
        let (builder, repository, lock) = try await place()
        defer { withExtendedLifetime(builder) {} }
        try Self.mark.write(to: URL(filePath: lock))
        let holder = open(lock, O_RDONLY)
        defer { close(holder) }
        try #require(flock(holder, LOCK_EX | LOCK_NB) == 0)
        #expect { try repository.commitPaths(["a"], message: "m", author: ada) } throws: { error in
            if case GitError.locked = error { true } else { false }
        }
        #expect(FileManager.default.contents(atPath: lock) == Self.mark)
    }

    @Test("of any other program stays", arguments: ["", "eigenpal-src", "eigenpal-src\nDIRC", "DIRC"])
    func other(_ text: String) async throws {
        let (builder, repository, lock) = try await place()
        defer { withExtendedLifetime(builder) {} }
        try Data(text.utf8).write(to: URL(filePath: lock))
        #expect { try repository.commitPaths(["a"], message: "m", author: ada) } throws: { error in
            if case GitError.locked = error { true } else { false }
        }
        #expect(FileManager.default.contents(atPath: lock) == Data(text.utf8))
    }

    @Test("keeps git out while it is held, and says so to the next process")
    func seenByGit() async throws {
        let (builder, repository, lock) = try await place()
        try repository.withLockedIndex { _ throws(GitError) in
            #expect(FileManager.default.contents(atPath: lock) == Self.mark)
        } then: { _ throws(GitError) in
            #expect(FileManager.default.contents(atPath: lock) == Self.mark)
        }
        #expect(!FileManager.default.fileExists(atPath: lock))
        try Self.mark.write(to: URL(filePath: lock))
        await #expect(throws: (any Error).self) { try await builder.git("add", "a") }
    }

    @Test("and the others are listed with their age")
    func listed() async throws {
        let (builder, repository, lock) = try await place()
        #expect(repository.lockFiles() == [])
        for name in [".git/index.lock", ".git/refs/remotes/origin/main.lock", ".git/packed-refs.lock"] {
            try builder.write(name, "")
        }
        try builder.write(".git/objects/x.lock", "")
        let found = repository.lockFiles()
        #expect(
            found.map { $0.path.dropFirst(builder.path.count) } == [
                "/.git/index.lock", "/.git/packed-refs.lock", "/.git/refs/remotes/origin/main.lock",
            ])
        #expect(found.allSatisfy { (0..<60).contains($0.age) })
        #expect(found.first?.path == lock)
    }
}

@Suite("What libgit2 could not lock")
struct LockedFileErrorTests {
    @Test func namesTheFile() {
        let message = "failed to lock file '/r/it's/.git/refs/heads/a.lock' for writing: "
        #expect(
            GitError(code: -1, errorClass: 2, message: message, subject: "x")
                == .locked("/r/it's/.git/refs/heads/a.lock"))
        #expect(
            GitError(code: -14, errorClass: 2, message: message, subject: "refs/heads/a")
                == .locked("refs/heads/a"))
        #expect(
            GitError(code: -1, errorClass: 2, message: "failed to lock", subject: "x")
                == .other(code: -1, message: "failed to lock"))
    }
}
