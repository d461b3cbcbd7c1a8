import Foundation
import Git
import TestSupport
import Testing

/// What a transfer told on its way.
///
/// Unchecked: it is written by one transfer on one thread, and read after it.
private final class Record: @unchecked Sendable {
    var progress: [TransferProgress] = []
}

private func transport(
    to server: GitServer, key: String = GitServer.password, host: String? = nil
) -> Transport {
    var transport = Transport()
    transport.credentials = Credentials(username: GitServer.user) { Array(key.utf8) }
    transport.allowedHost = host ?? server.address
    return transport
}

/// A repository with two branches and tags of each kind.
private func source() async throws -> RepositoryBuilder {
    let builder = try await RepositoryBuilder()
    try await builder.commit("one", files: ["a/x": "1", "run.sh": "#!/bin/sh\n"])
    try await builder.release("agents.a@1.0.0")
    try await builder.git("tag", "light")
    try await builder.git("branch", "side")
    try await builder.commit("two", files: ["a/x": "2", "b": String(repeating: "text ", count: 20_000)])
    try await builder.release("agents.a@1.1.0")
    return builder
}

@Suite("Clone")
struct CloneTests {
    @Test("brings what git's clone brings, over HTTP with a key")
    func overHTTP() async throws {
        let server = try GitServer()
        let origin = try await source()
        try await server.serve(origin)
        let directory = try TemporaryDirectory()
        let record = Record()
        var transport = transport(to: server)
        transport.progress = { record.progress.append($0) }
        let url = server.url(.authenticated)
        let place = directory.appending("deep/clone")
        let repository = try Repository.clone(from: url, into: place, transport: transport)
        let other = try await origin.clone()
        func state(_ path: String) async throws -> [String] {
            var lines: [String] = []
            for arguments in [
                ["for-each-ref"], ["ls-files", "--stage"], ["status", "--porcelain"],
                ["symbolic-ref", "HEAD"],
                ["symbolic-ref", "refs/remotes/origin/HEAD"], ["config", "branch.main.merge"],
                ["config", "branch.main.remote"], ["config", "remote.origin.fetch"],
            ] {
                lines.append(try await git(["-C", path] + arguments))
            }
            return lines
        }
        #expect(try await state(place) == state(other.path))
        #expect(try await origin.git("-C", place, "fsck", "--strict", "--full").isEmpty)
        #expect(try await origin.git("-C", place, "config", "remote.origin.url") == url)
        #expect(try repository.tags(prefix: "").map(\.name) == ["agents.a@1.0.0", "agents.a@1.1.0", "light"])
        #expect(try String(contentsOfFile: place + "/a/x", encoding: .utf8) == "2")
        let stages = record.progress.filter { $0.serverMessage == nil }.map(\.stage)
        #expect(stages.contains(.receiving) && stages.contains(.checkingOut))
        #expect(record.progress.contains { $0.total > 0 && $0.done == $0.total && $0.bytes > 0 })
        // The key is sent when it is asked for, and stored nowhere.
        #expect(try server.requests().first?.hasSuffix(" -") == true)
        let configuration = try String(contentsOfFile: place + "/.git/config", encoding: .utf8)
        #expect(!configuration.contains(GitServer.password))
    }

    @Test("of a repository without a commit is one, too")
    func empty() async throws {
        let server = try GitServer()
        try await server.serve(try await RepositoryBuilder())
        let directory = try TemporaryDirectory()
        let repository = try Repository.clone(
            from: server.url(), into: directory.path, transport: Transport())
        #expect(repository.isEmpty)
        #expect(try repository.head() == .unborn(branch: "main"))
        #expect(try repository.remotes().map(\.url) == [server.url()])
    }

    @Test("of a default branch of any name, and of a file path")
    func otherBranch() async throws {
        let builder = try await source()
        try await builder.git("checkout", "--quiet", "side")
        let directory = try TemporaryDirectory()
        let repository = try Repository.clone(
            from: builder.path, into: directory.appending("x"), transport: Transport())
        guard case .branch("side", _) = try repository.head() else {
            Issue.record("HEAD is \(try repository.head())")
            return
        }
    }

    @Test("that fails takes away what it made, and nothing else")
    func cleanup() async throws {
        let server = try GitServer()
        try await server.serve(try await source())
        let directory = try TemporaryDirectory()
        let empty = directory.appending("empty")
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
        for manner in [GitServer.Manner.status(500), .dropped, .page, .silent, .revoked] {
            for place in [directory.appending("new"), empty, directory.appending("deep/new")] {
                #expect(throws: GitError.self, "\(manner)") {
                    try Repository.clone(
                        from: server.url(manner), into: place, transport: transport(to: server))
                }
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["empty"],
                    "\(manner) \(place)")
                #expect(try FileManager.default.contentsOfDirectory(atPath: empty).isEmpty)
            }
        }
        try Data().write(to: URL(fileURLWithPath: empty + "/mine"))
        #expect(throws: GitError.self) {
            try Repository.clone(from: server.url(), into: empty, transport: Transport())
        }
        #expect(throws: GitError.self) {
            try Repository.clone(from: server.url(), into: empty + "/mine", transport: Transport())
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: empty) == ["mine"])
    }

    @Test("stops when it is told to, and leaves nothing")
    func cancelled() async throws {
        let server = try GitServer()
        try await server.serve(try await source())
        let directory = try TemporaryDirectory()
        var transport = Transport()
        transport.isCancelled = { true }
        #expect(throws: GitError.cancelled) {
            try Repository.clone(from: server.url(), into: directory.appending("x"), transport: transport)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    }
}

@Suite("Fetch and listing")
struct FetchTests {
    @Test("moves the references that moved, and prunes those that are gone when asked")
    func updates() async throws {
        let server = try GitServer()
        let origin = try await source()
        try await server.serve(origin)
        let directory = try TemporaryDirectory()
        let repository = try Repository.clone(
            from: server.url(), into: directory.path, transport: Transport())
        let old = try repository.reference("refs/remotes/origin/main")?.target
        let new = try #require(ObjectID(hex: try await origin.commit("three", files: ["c": "3"])))
        try await origin.release("agents.a@2.0.0")
        try await origin.git("push", "--quiet", server.path(), "main", "agents.a@2.0.0", ":side")
        let result = try repository.fetch(
            remote: "origin", refspecs: [], prune: false, tags: .all, transport: Transport())
        #expect(Set(result.updated.map(\.name)) == ["refs/remotes/origin/main", "refs/tags/agents.a@2.0.0"])
        let main = try #require(result.updated.first { $0.name == "refs/remotes/origin/main" })
        #expect(main.old == old)
        #expect(main.new == new)
        #expect(result.receivedObjects == 4)
        #expect(result.receivedBytes > 0)
        let again = try repository.fetch(
            remote: "origin", refspecs: [], prune: false, tags: .all, transport: Transport())
        #expect(again.updated.isEmpty)
        #expect(try repository.reference("refs/remotes/origin/side") != nil)
        let pruned = try repository.fetch(
            remote: "origin", refspecs: [], prune: true, tags: .auto, transport: Transport())
        #expect(pruned.updated.map(\.name) == ["refs/remotes/origin/side"])
        #expect(pruned.updated.first?.new == nil)
        #expect(try repository.reference("refs/remotes/origin/side") == nil)
        let aside = try repository.fetch(
            remote: "origin", refspecs: ["+refs/heads/main:refs/eigenpal/x"], prune: false, tags: .none,
            transport: Transport())
        #expect(aside.updated.map(\.name) == ["refs/eigenpal/x"])
        #expect(try repository.reference("refs/eigenpal/x")?.target == new)
    }

    @Test("lists a remote's references as git ls-remote does")
    func listing() async throws {
        let server = try GitServer()
        let origin = try await source()
        try await server.serve(origin)
        let repository = try Repository(open: origin.path)
        try repository.addRemote("origin", url: server.url(.authenticated))
        let found = try repository.remoteReferences(remote: "origin", transport: transport(to: server))
        let expected = try await origin.git("ls-remote", server.path()).split(separator: "\n").map(
            String.init)
        #expect(found.map { "\($0.id)\t\($0.name)" } == expected.filter { !$0.hasSuffix("^{}") })
        #expect(found.first?.symbolicTarget == "refs/heads/main")
        #expect(
            found.first { $0.name == "refs/tags/agents.a@1.0.0" }?.peeled
                == (try repository.tag(named: "agents.a@1.0.0")?.target))
    }
}

@Suite("Push")
struct PushTests {
    /// A server, and a clone with a commit and a tag that the server has not.
    private func ahead() async throws -> (GitServer, RepositoryBuilder, Repository) {
        let server = try GitServer()
        let origin = try await source()
        try await server.serve(origin)
        try await origin.git("remote", "add", "origin", server.url(.authenticated))
        try await origin.commit("three", files: ["c": "3"])
        try await origin.release("agents.a@2.0.0")
        return (server, origin, try Repository(open: origin.path))
    }

    @Test("moves what the server takes, and says what it said")
    func accepted() async throws {
        let (server, origin, repository) = try await ahead()
        try server.hook(
            "post-receive", "echo 'thank you' >&2; printf 'half\\rwhole\\n' >&2; echo \"last é\" >&2")
        let names = ["refs/heads/main", "refs/tags/agents.a@2.0.0"]
        let record = Record()
        var transport = transport(to: server)
        transport.progress = { record.progress.append($0) }
        let result = try repository.push(
            remote: "origin", refspecs: names.map { "\($0):\($0)" }, transport: transport)
        #expect(Set(result.accepted) == Set(names))
        #expect(result.rejected.isEmpty)
        #expect(result.serverMessages == ["thank you", "whole", "last é"])
        #expect(record.progress.contains { $0.stage == .sending })
        for name in names {
            #expect(
                try await origin.git("-C", server.path(), "rev-parse", name) == origin.git("rev-parse", name))
        }
        #expect(
            try await origin.git("rev-parse", "refs/remotes/origin/main") == origin.git("rev-parse", "main"))
        let again = try repository.push(
            remote: "origin", refspecs: names.map { "\($0):\($0)" }, transport: transport)
        #expect(again.rejected.isEmpty)
        let deleted = try repository.push(
            remote: "origin", refspecs: [":refs/heads/side"], transport: transport)
        #expect(deleted.accepted == ["refs/heads/side"])
        #expect(
            (try? await origin.git("-C", server.path(), "rev-parse", "--verify", "--quiet", "side")) == nil)
    }

    @Test("tells which references the server refused, and why")
    func rejected() async throws {
        let (server, origin, repository) = try await ahead()
        try server.hook("update", "case $1 in refs/tags/*) echo \"no tags: $1\" >&2; exit 1;; esac")
        let result = try repository.push(
            remote: "origin",
            refspecs: [
                "refs/heads/main:refs/heads/main", "refs/tags/agents.a@2.0.0:refs/tags/agents.a@2.0.0",
            ],
            transport: transport(to: server))
        #expect(result.accepted == ["refs/heads/main"])
        #expect(result.rejected.map(\.name) == ["refs/tags/agents.a@2.0.0"])
        #expect(result.rejected.first?.reason == "hook declined")
        #expect(result.serverMessages.contains("no tags: refs/tags/agents.a@2.0.0"))
        #expect(
            try await origin.git("-C", server.path(), "rev-parse", "main") == origin.git("rev-parse", "main"))
        #expect(
            (try? await origin.git("-C", server.path(), "rev-parse", "--verify", "--quiet", "agents.a@2.0.0"))
                == nil)
    }

    @Test("that a hook refuses whole moves nothing here either")
    func preReceive() async throws {
        let (server, origin, repository) = try await ahead()
        try server.hook("pre-receive", "echo 'push refused, and nothing of it was taken:' >&2; exit 1")
        let names = ["refs/heads/main", "refs/tags/agents.a@2.0.0"]
        let result = try repository.push(
            remote: "origin", refspecs: names.map { "\($0):\($0)" }, transport: transport(to: server))
        #expect(result.accepted.isEmpty)
        #expect(Set(result.rejected.map(\.name)) == Set(names))
        #expect(result.rejected.allSatisfy { $0.reason == "pre-receive hook declined" })
        #expect(result.serverMessages == ["push refused, and nothing of it was taken:"])
        #expect(
            (try? await origin.git("rev-parse", "--verify", "--quiet", "refs/remotes/origin/main")) == nil)
    }

    @Test("that is no fast-forward is refused before anything is sent; a moved tag too")
    func notFastForward() async throws {
        let (server, origin, repository) = try await ahead()
        let other = try await origin.clone()
        try await other.commit("elsewhere", files: ["d": "4"])
        try await other.git("push", "--quiet", server.path(), "main")
        #expect(throws: GitError.notFastForward("refs/heads/main:refs/heads/main")) {
            try repository.push(
                remote: "origin", refspecs: ["refs/heads/main:refs/heads/main"],
                transport: transport(to: server))
        }
        #expect(try server.requests().allSatisfy { !$0.hasPrefix("POST") })
        try await origin.git("tag", "--force", "--annotate", "--message", "moved", "agents.a@1.0.0", "HEAD")
        #expect(throws: GitError.self) {
            try repository.push(
                remote: "origin", refspecs: ["refs/tags/agents.a@1.0.0:refs/tags/agents.a@1.0.0"],
                transport: transport(to: server))
        }
    }

    @Test("of what is not here, or to a name that is none, is refused")
    func unknown() async throws {
        let (server, _, repository) = try await ahead()
        for refspec in ["refs/heads/none:refs/heads/none", "refs/heads/main:refs/heads/a b", "::", "a\0b"] {
            #expect(throws: GitError.self, "\(refspec.debugDescription)") {
                try repository.push(remote: "origin", refspecs: [refspec], transport: transport(to: server))
            }
        }
        #expect(throws: GitError.remoteMissing("none")) {
            try repository.push(
                remote: "none", refspecs: ["refs/heads/main"], transport: transport(to: server))
        }
    }
}
