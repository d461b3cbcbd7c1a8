import Foundation
import TestSupport
import Testing

/// Several people pushing at once.
@Suite struct GitHostingConcurrencyTests {
    @Test func ofTwoPushesToMainOneWins() async throws {
        let server = try await RunningServer.start()
        let users = [try await GitUser.cloning(server), try await GitUser.cloning(server)]
        for round in 0..<4 {
            var commits: [String] = []
            for (index, user) in users.enumerated() {
                try await user.must("pull", "--quiet", "--ff-only", "origin", "main")
                try user.write("round\(round)-\(index)", "x")
                commits.append(try await user.commit())
            }
            async let first = users[0].git("push", "origin", "main")
            async let second = users[1].git("push", "origin", "main")
            let results = [try await first, try await second]
            #expect(results.filter { $0.exitCode == 0 }.count == 1)
            let loser = try #require(results.firstIndex { $0.exitCode != 0 })
            // Whether git or the hook is the one to notice depends on the moment.
            let answer = results[loser].errorOutput
            #expect(answer.contains("another push was first") || answer.contains("fetch first"), "\(answer)")
            #expect(try await users[loser].must("ls-remote", "origin", "main").hasPrefix(commits[1 - loser]))
            try await users[loser].must("reset", "--quiet", "--hard", "HEAD~1")
        }
        try await server.stop()
    }

    /// Each pushes `main` and a release of it in one: a release whose `main` lost must not be there.
    @Test func aReleaseLandsOnlyWithItsMain() async throws {
        let server = try await RunningServer.start()
        let users = try await (0..<4).asyncMap { _ in try await GitUser.cloning(server) }
        for round in 0..<3 {
            for (index, user) in users.enumerated() {
                try await user.must("fetch", "--quiet", "origin")
                try await user.must("reset", "--quiet", "--hard", "origin/main")
                try await user.commitAgent("agent\(index)-\(round)")
                try await user.must("tag", "-a", "-m", "r", "agents.agent\(index)-\(round)@1.0.0")
            }
            let codes = try await withThrowingTaskGroup(of: (Int, Int32).self) { group in
                for (index, user) in users.enumerated() {
                    let tag = "agents.agent\(index)-\(round)@1.0.0"
                    // Tag first: git would write it first.
                    group.addTask { (index, try await user.git("push", "origin", tag, "main").exitCode) }
                }
                var codes: [Int: Int32] = [:]
                for try await (index, code) in group { codes[index] = code }
                return codes
            }
            let winners = codes.filter { $0.value == 0 }.keys
            #expect(winners.count == 1)
            let tags = try await users[0].must("ls-remote", "--tags", "--refs", "origin")
            for index in users.indices {
                #expect(tags.contains("agents.agent\(index)-\(round)@1.0.0") == winners.contains(index))
            }
        }
        let repository = "\(server.dataDirectory)/repositories/acme.git"
        let offMain = try await runCommand(
            "git", ["--git-dir", repository, "for-each-ref", "--no-merged=main", "refs/tags"])
        #expect(offMain.exitCode == 0 && offMain.output == "")
        try await server.stop()
    }

    @Test func independentPushesAllLand() async throws {
        let server = try await RunningServer.start()
        let users = try await (0..<5).asyncMap { _ in try await GitUser.cloning(server) }
        try await withThrowingTaskGroup(of: CommandResult.self) { group in
            for (index, user) in users.enumerated() {
                try user.write("file", "\(index)")
                try await user.commit()
                group.addTask { try await user.git("push", "origin", "HEAD:refs/heads/topic\(index)") }
            }
            for try await result in group { #expect(result.exitCode == 0, "\(result.errorOutput)") }
        }
        #expect(try await users[0].must("ls-remote", "--heads", "origin").split(separator: "\n").count == 6)
        try await server.stop()
    }

    /// A push waits for whoever holds the lock, and its upload does not need it.
    @Test func aPushWaitsForTheLock() async throws {
        let server = try await RunningServer.start()
        let user = try await GitUser.cloning(server)
        let lock = open("\(server.dataDirectory)/repositories/acme.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(flock(lock, LOCK_EX) == 0)
        try await user.commit()
        async let push = user.git("push", "origin", "main")
        let state = ServerProcessState(server: server)
        #expect(
            await ServerProcessState.eventually { state.workers.contains { $0.contains("hook pre-receive") } }
        )
        try await Task.sleep(for: .milliseconds(300))
        #expect(
            try await user.must("ls-remote", "origin", "main").hasPrefix(
                try await user.must("rev-parse", "HEAD~1")))
        close(lock)
        #expect(try await push.exitCode == 0)
        // And it is free again once the push is through.
        let again = open("\(server.dataDirectory)/repositories/acme.lock", O_RDWR | O_CLOEXEC)
        #expect(await ServerProcessState.eventually { flock(again, LOCK_EX | LOCK_NB) == 0 })
        close(again)
        try await server.stop()
    }
}

extension Sequence {
    /// Maps one element after the other.
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
