import Foundation
import TestSupport
import Testing

/// The built tool against a running server: what only the whole can show.
@Suite(.serialized) struct CloneTests {
    @Test func plainGitWorksInAClone() async throws {
        let server = try await RunningServer.start()
        let session = try Session()
        #expect(try await session.login(to: server).exitCode == 0)
        #expect(try await session.tool("clone").exitCode == 0)
        try "text".write(toFile: "\(session.work)/acme/file", atomically: true, encoding: .utf8)
        #expect(try await session.git("add", "file", in: "acme").exitCode == 0)
        #expect(try await session.git("commit", "--quiet", "-m", "feat: a file", in: "acme").exitCode == 0)
        let push = try await session.git("push", in: "acme")
        #expect(push.exitCode == 0, "\(push.errorOutput)")
        #expect(try await session.git("fetch", in: "acme").exitCode == 0)

        // The key is nowhere in the checkout.
        let search = try await session.shell("grep -rF '\(server.apiKey)' acme")
        #expect(search.exitCode == 1)

        // A helper that stands in the user's own configuration is not asked, and is told nothing.
        let spy = session.directory.appending("spy")
        _ = try await session.shell(
            "git config --global credential.helper '!touch \(spy); cat >>\(spy)'; true")
        #expect(try await session.git("fetch", in: "acme").exitCode == 0)
        #expect(session.read(spy) == nil)
        try await server.stop()
    }

    @Test func anEmptyRepositoryGetsItsFirstCommit() async throws {
        let server = try await RunningServer.start()
        let session = try Session()
        _ = try await session.login(to: server)
        let repository = "\(server.dataDirectory)/repositories/acme.git"
        _ = try await session.shell("rm -rf '\(repository)/refs/heads/main' '\(repository)/packed-refs'")
        let clone = try await session.tool("clone", "first")
        #expect(clone.exitCode == 0, "\(clone.errorOutput)")
        #expect(clone.output.hasSuffix("The repository was empty: its first commit is made and pushed\n"))
        let files = try await session.shell("git --git-dir '\(repository)' ls-tree --name-only main")
        #expect(files.output == ".gitattributes\n.gitignore\neigenpal.yaml\n")
        #expect(
            try await session.git("status", "--porcelain", "--branch", in: "first").output
                == "## main...origin/main\n")
        // The next one finds it.
        let second = try await session.tool("clone", "second")
        #expect(second.output.split(separator: "\n").count == 1)
        try await server.stop()
    }

    @Test func aFailedCloneLeavesNothing() async throws {
        let server = try await RunningServer.start()
        let session = try Session()
        _ = try await session.login(to: server)
        let repository = "\(server.dataDirectory)/repositories/acme.git"
        // An object that is missing ends the transfer part-way.
        _ = try await session.shell("rm -rf '\(repository)'/objects/??")
        let clone = try await session.tool("clone", "new")
        #expect(clone.exitCode == 1)
        #expect(clone.errorOutput.hasPrefix("eigenpal-src: "))
        try FileManager.default.createDirectory(
            atPath: "\(session.work)/there", withIntermediateDirectories: false)
        #expect(try await session.tool("clone", "there").exitCode == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: session.work) == ["there"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(session.work)/there").isEmpty)
        try await server.stop()
    }

    @Test func aRevokedKeyIsToldByGitToo() async throws {
        let server = try await RunningServer.start()
        let session = try Session()
        _ = try await session.login(to: server)
        _ = try await session.tool("clone")
        let keys = try await session.shell(
            "eigenpal-server keys list --data '\(server.dataDirectory)' --json | grep -o 'key_[a-z0-9]*' | head -1"
        )
        let id = keys.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(
            try await session.shell("eigenpal-server keys revoke \(id) --data '\(server.dataDirectory)'")
                .exitCode == 0)
        let status = try await session.tool("auth", "status")
        #expect(status.exitCode == 1)
        #expect(
            status.errorOutput
                == "eigenpal-src: \(server.baseURL) refused this API key\nnext: eigenpal-src auth login --profile default\n"
        )
        let fetch = try await session.git("fetch", in: "acme")
        #expect(fetch.exitCode != 0)
        #expect(
            fetch.errorOutput.contains(
                "refused this API key; next: eigenpal-src auth login --profile default"))
        try await server.stop()
    }

    @Test func toolGitNeedsNoSettings() async throws {
        let server = try await RunningServer.start()
        let session = try Session()
        _ = try await session.login(to: server)
        let clone = try await session.tool("git", "--", "clone", "--quiet", server.remoteURL, "plain")
        #expect(clone.exitCode == 0, "\(clone.errorOutput)")
        #expect(try await session.shell("git -C plain config --get-regexp credential").exitCode == 1)
        // The checkout has no author; the account's is lent, not written.
        let commit = try await session.tool("git", "commit", "--allow-empty", "-m", "x", in: "plain")
        #expect(commit.exitCode == 0, "\(commit.errorOutput)")
        #expect(try await session.git("log", "-1", "--format=%an", in: "plain").output == "first key\n")
        // Neither arguments nor environment of git hold the key.
        let shown = try await session.tool(
            "git", "-c", "alias.show-all=!tr '\\0' '\\n' </proc/$PPID/cmdline; env", "show-all", in: "plain")
        #expect(shown.exitCode == 0)
        #expect(shown.output.contains("auth git-credential"))
        #expect(!shown.output.contains(server.apiKey))
        try await server.stop()
    }
}
