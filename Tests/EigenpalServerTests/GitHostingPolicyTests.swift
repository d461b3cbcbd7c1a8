import Foundation
import TestSupport
import Testing

/// What the server keeps of the rules for a push, as a person with plain git meets them.
@Suite struct GitHostingPolicyTests {
    /// A server with an agent that is released at 1.0.0, and somebody with a clone.
    private func released() async throws -> (RunningServer, GitUser) {
        let server = try await RunningServer.start()
        let user = try await GitUser.cloning(server)
        try await user.commitAgent()
        try await user.must("tag", "-a", "-m", "first", "agents.invoice@1.0.0")
        try await user.must("push", "origin", "main", "agents.invoice@1.0.0")
        return (server, user)
    }

    /// The references as the server has them.
    private func references(_ server: RunningServer) async throws -> String {
        try await runCommand(
            "git", ["--git-dir", "\(server.dataDirectory)/repositories/acme.git", "for-each-ref"]
        ).output
    }

    private func expectRefused(
        _ server: RunningServer, _ user: GitUser, _ push: [String], _ words: String...,
        location: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await references(server)
        let result = try await runCommand(
            "git", ["push"] + push, in: user.path, environment: GitUser.environment)
        #expect(result.exitCode != 0, sourceLocation: location)
        for word in words {
            let isSaid = result.errorOutput.split(separator: "\n").contains {
                $0.hasPrefix("remote: ") && $0.contains(word)
            }
            #expect(isSaid, "\(word) in \(result.errorOutput)", sourceLocation: location)
        }
        #expect(try await references(server) == before, sourceLocation: location)
    }

    @Test func mainIsNeitherRewoundNorDeleted() async throws {
        let (server, user) = try await released()
        try await expectRefused(
            server, user, ["--force", "origin", "HEAD~1:main"], "refs/heads/main", "never rewound")
        try await expectRefused(server, user, ["origin", ":main"], "refs/heads/main", "never deleted")
        try await user.must("checkout", "--quiet", "--orphan", "other")
        try await user.commit()
        try await expectRefused(server, user, ["--force", "origin", "other:main"], "never rewound")
        #expect(try await user.git("push", "origin", "other", "main:topic").exitCode == 0)
        #expect(try await user.git("push", "--force", "origin", "other:topic", ":other").exitCode == 0)
        try await server.stop()
    }

    @Test func releasesAreKept() async throws {
        let (server, user) = try await released()
        let name = "agents.invoice@1.0.0"
        try await user.commit("later")
        try await user.must("push", "origin", "main")
        try await user.must("tag", "-f", "-a", "-m", "moved", name)
        try await expectRefused(
            server, user, ["--force", "origin", name], "refs/tags/\(name)", "never moves")
        try await user.must("tag", "-f", name, "HEAD")
        try await expectRefused(server, user, ["--force", "origin", name], "never moves")
        try await expectRefused(server, user, ["origin", ":refs/tags/\(name)"], "never deleted")
        try await server.stop()
    }

    @Test func badReleasesAreRefused() async throws {
        let (server, user) = try await released()
        try await user.must("tag", "agents.invoice@1.1.0")
        try await expectRefused(
            server, user, ["origin", "agents.invoice@1.1.0"], "refs/tags/agents.invoice@1.1.0", "lightweight")
        try await user.must("checkout", "--quiet", "-b", "side")
        try await user.commit("not on main")
        try await user.must("tag", "-f", "-a", "-m", "x", "agents.invoice@1.1.0")
        try await expectRefused(server, user, ["origin", "agents.invoice@1.1.0"], "not on the main branch")
        // Not even with the branch that it is on.
        try await expectRefused(
            server, user, ["origin", "side", "agents.invoice@1.1.0"], "not on the main branch")
        try await user.must("tag", "-a", "-m", "x", "agents.missing@1.0.0", "main")
        try await expectRefused(
            server, user, ["origin", "agents.missing@1.0.0"], "agents/missing is not valid")
        try await user.must("tag", "-a", "-m", "x", "agents.Invoice@1.0", "main")
        try await expectRefused(server, user, ["origin", "agents.Invoice@1.0"], "has to be a release")
        try await user.must("checkout", "--quiet", "main")
        try user.write("agents/invoice/eigenpal.yaml", "schemaVersion: 1\nname: A\ncolour: red\n")
        try await user.commit("break it")
        try await user.must("tag", "-f", "-a", "-m", "x", "agents.invoice@1.1.0")
        // The broken main alone is taken; releasing it is not.
        try await expectRefused(
            server, user, ["origin", "main", "agents.invoice@1.1.0"], "agents/invoice is not valid",
            "agents/invoice/eigenpal.yaml:3")
        #expect(try await user.git("push", "origin", "main").exitCode == 0)
        try await expectRefused(server, user, ["origin", "HEAD:refs/notes/x"], "only branches")
        try await server.stop()
    }

    @Test func everyReasonIsTold() async throws {
        let (server, user) = try await released()
        try await user.must("tag", "agents.invoice@1.1.0")
        try await user.must("tag", "agents.X@1.0.0")
        try await expectRefused(
            server, user,
            ["origin", "agents.invoice@1.1.0", "agents.X@1.0.0", ":main", "HEAD:refs/heads/fine"],
            "refs/tags/agents.invoice@1.1.0", "refs/tags/agents.X@1.0.0", "refs/heads/main")
        try await server.stop()
    }

    /// A name may hold what a terminal obeys: git allows every character above the controls.
    @Test func namesAreCleaned() async throws {
        let (server, user) = try await released()
        try await expectRefused(
            server, user, ["origin", "HEAD:refs/x/\u{202E}\u{9B}31m"], "<U+202E><U+009B>31m")
        try await server.stop()
    }

    @Test func aRefusedPushLeavesNoObjects() async throws {
        let (server, user) = try await released()
        func objects() async throws -> String {
            try await runCommand(
                "git", ["--git-dir", "\(server.dataDirectory)/repositories/acme.git", "count-objects", "-v"]
            ).output
        }
        let before = try await objects()
        try await user.must("checkout", "--quiet", "--orphan", "other")
        try await user.commit("rewind")
        #expect(try await user.git("push", "--force", "origin", "other:main").exitCode != 0)
        #expect(try await objects() == before)
        try await server.stop()
    }

    /// A lock file that a crash left keeps git from writing `main`: the release must not be there without it.
    @Test func aPushIsAllOrNothing() async throws {
        let (server, user) = try await released()
        let before = try await references(server)
        let lock = "\(server.dataDirectory)/repositories/acme.git/refs/heads/main.lock"
        try Data().write(to: URL(fileURLWithPath: lock))
        try await user.commit("next")
        try await user.must("tag", "-a", "-m", "x", "agents.invoice@1.1.0")
        let push = try await user.git("push", "origin", "agents.invoice@1.1.0", "main", "main:topic")
        #expect(push.exitCode != 0)
        #expect(try await references(server) == before)
        try FileManager.default.removeItem(atPath: lock)
        #expect(
            try await user.git("push", "origin", "agents.invoice@1.1.0", "main", "main:topic").exitCode == 0)
        try await server.stop()
    }

    /// The rules hold where the data folder was named by a relative path, and where its path needs quoting.
    @Test func theRulesHoldWhereverTheDataIs() async throws {
        let home = try TemporaryDirectory()
        let data = home.appending("it's a \"folder\" $HOME")
        let first = try await RunningServer.start(dataDirectory: data)
        let key = first.apiKey
        try await first.stop()
        let depth = FileManager.default.currentDirectoryPath.split(separator: "/").count
        let relative = String(repeating: "../", count: depth) + data.dropFirst()
        let server = try await RunningServer.start(dataDirectory: relative, apiKey: key)
        let user = try await GitUser.cloning(server)
        try await user.commit()
        #expect(try await user.git("push", "origin", "main").exitCode == 0)
        let rewound = try await user.git("push", "--force", "origin", "HEAD~1:main")
        #expect(
            rewound.exitCode != 0 && rewound.errorOutput.contains("never rewound"), "\(rewound.errorOutput)")
        try await server.stop()
    }

    /// Git passes over a hook that is not there: the server has to notice.
    @Test func withoutTheHookNothingIsTaken() async throws {
        let (server, user) = try await released()
        try await user.commit()
        try FileManager.default.removeItem(atPath: "\(server.dataDirectory)/hooks/pre-receive")
        let push = try await user.git("push", "origin", "main")
        #expect(push.exitCode != 0 && push.errorOutput.contains("500"), "\(push.errorOutput)")
        #expect(try await user.git("fetch", "origin").exitCode == 0)
        try await server.stop()
    }

    /// Nothing of the server's own surroundings, nor of the repository's configuration, loosens the rules.
    @Test func configurationElsewhereHasNoSay() async throws {
        let home = try TemporaryDirectory()
        let hooks = home.appending("empty")
        try FileManager.default.createDirectory(atPath: hooks, withIntermediateDirectories: true)
        try "[core]\n\thooksPath = \(hooks)\n[receive]\n\tdenyDeletes = true\n".write(
            toFile: home.appending(".gitconfig"), atomically: true, encoding: .utf8)
        let server = try await RunningServer.start(environment: [
            "HOME": home.path, "XDG_CONFIG_HOME": nil, "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "core.hooksPath",
            "GIT_CONFIG_VALUE_0": hooks, "GIT_DIR": "/nonexistent",
            "GIT_CONFIG_PARAMETERS": "'core.hooksPath'='\(hooks)'",
        ])
        let repository = "\(server.dataDirectory)/repositories/acme.git"
        _ = try await runCommand("git", ["--git-dir", repository, "config", "core.hooksPath", hooks])
        let user = try await GitUser.cloning(server)
        try await user.commit()
        #expect(try await user.git("push", "origin", "main", "main:topic").exitCode == 0)
        #expect(try await user.git("push", "--force", "origin", "HEAD~1:main").exitCode != 0)
        #expect(try await user.git("push", "origin", ":topic").exitCode == 0)
        try await server.stop()
    }

    @Test func brokenObjectsAreRefused() async throws {
        let (server, user) = try await released()
        let blob = try await user.must("hash-object", "-w", "eigenpal.yaml")
        let tree = try await runCommand(
            "git", ["mktree"], in: user.path, environment: GitUser.environment,
            input: "100644 blob \(blob)\t.git\n")
        let commit = try await user.must(
            "commit-tree", tree.output.trimmingCharacters(in: .whitespacesAndNewlines), "-p", "HEAD", "-m",
            "evil")
        let push = try await user.git("push", "origin", "\(commit):refs/heads/evil")
        #expect(push.exitCode != 0 && push.errorOutput.contains("hasDotgit"), "\(push.errorOutput)")
        try await server.stop()
    }

    /// Housekeeping comes after pushes, and does not get in their way.
    @Test func repositoriesAreKeptPacked() async throws {
        let (server, user) = try await released()
        let repository = "\(server.dataDirectory)/repositories/acme.git"
        _ = try await runCommand("git", ["--git-dir", repository, "config", "gc.autoPackLimit", "1"])
        func packs() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "\(repository)/objects/pack")
                .filter { $0.hasSuffix(".pack") }.count
        }
        for index in 0..<4 {
            // Enough objects that git keeps the pack as it came.
            for file in 0..<120 { try user.write("files/\(index)-\(file)", "\(index) \(file)") }
            try await user.commit()
            let push = try await user.git("push", "origin", "main")
            #expect(push.exitCode == 0, "\(push.errorOutput)")
        }
        #expect(try await ServerProcessState.eventually { try packs() == 1 })
        #expect(try await GitUser.cloning(server).must("rev-parse", "HEAD") == user.must("rev-parse", "HEAD"))
        try await server.stop()
    }
}
