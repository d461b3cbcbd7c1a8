import Foundation
import Git
import TestSupport
import Testing

@Suite("Settings and remotes")
struct ConfigTests {
    @Test("are read and written as git does")
    func settings() async throws {
        let builder = try await RepositoryBuilder()
        let repository = try Repository(open: builder.path)
        #expect(try repository.config("eigenpal.gitRemoteUrl") == nil)
        let url = "https://example.com/orgs/acme.git?x=\"a b\"#\\é"
        try repository.setConfig("eigenpal.gitRemoteUrl", url)
        #expect(try await builder.git("config", "eigenpal.gitremoteurl") == url)
        #expect(try repository.config("eigenpal.gitRemoteUrl") == url)
        let key = "credential.https://example.com/orgs/acme.git.helper"
        try repository.addConfig(key, "")
        try repository.addConfig(key, "!eigenpal-src 'auth' git-credential")
        #expect(try await builder.git("config", "--get-all", key) == "!eigenpal-src 'auth' git-credential")
        #expect(
            try await builder.git("config", "--null", "--get-all", key).split(
                separator: "\0", omittingEmptySubsequences: false
            ).count == 3)
        try repository.unsetConfig(key)
        try repository.unsetConfig(key)
        #expect(try repository.config(key) == nil)
        #expect((try? await builder.git("config", "--get-all", key)) == nil)
        try await builder.git("config", "user.name", "Grace")
        try await builder.git("config", "user.email", "grace@example.com")
        let identity = try #require(try repository.identity())
        #expect([identity.name, identity.email] == ["Grace", "grace@example.com"])
        for bad in ["", "nodot", "a.b\nc", "a b.c", "a.b\0c"] {
            #expect(throws: GitError.self, "\(bad.debugDescription)") { try repository.setConfig(bad, "x") }
        }
        #expect(throws: GitError.self) { try repository.setConfig("a.b", "x\0y") }
        #expect(try await builder.git("config", "--local", "--list").contains("eigenpal.gitremoteurl=\(url)"))
    }

    @Test("written by eight tasks at once are all there")
    func race() async throws {
        let builder = try await RepositoryBuilder()
        let path = builder.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask { try Repository(open: path).setConfig("test.key\(index)", "\(index)") }
            }
            try await group.waitForAll()
        }
        let found = try await builder.git("config", "--get-regexp", "^test\\.")
        #expect(found.split(separator: "\n").count == 8)
    }

    @Test("name remotes")
    func remotes() async throws {
        let builder = try await RepositoryBuilder()
        let repository = try Repository(open: builder.path)
        try repository.addRemote("origin", url: "https://example.com/a.git")
        try await builder.git("remote", "add", "other", "https://example.com/b.git")
        try await builder.git("remote", "set-url", "--push", "other", "https://example.com/c.git")
        #expect(
            try repository.remotes() == [
                Remote(name: "origin", url: "https://example.com/a.git"),
                Remote(name: "other", url: "https://example.com/b.git", pushURL: "https://example.com/c.git"),
            ])
        #expect(
            try await builder.git("config", "remote.origin.fetch") == "+refs/heads/*:refs/remotes/origin/*")
        try repository.setRemoteURL("origin", "https://example.com/d.git")
        #expect(try await builder.git("remote", "get-url", "origin") == "https://example.com/d.git")
        #expect(throws: GitError.alreadyExists("remote origin")) {
            try repository.addRemote("origin", url: "https://example.com/e.git")
        }
        #expect(throws: GitError.self) { try repository.addRemote("a b", url: "https://example.com/e.git") }
        #expect(throws: GitError.remoteMissing("none")) {
            try repository.remoteReferences(remote: "none", transport: Transport())
        }
    }
}
