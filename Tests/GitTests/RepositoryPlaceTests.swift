import Foundation
import TestSupport
import Testing

@testable import Git

/// The place of a repository, as it is found without libgit2, against libgit2's.
@Suite struct RepositoryPlaceTests {
    /// Compares a place with what libgit2 finds from there.
    private func expectSame(_ path: String, isFound: Bool, _ comment: Comment? = nil) throws {
        let place = RepositoryPlace.discover(from: path)
        #expect((place != nil) == isFound, comment)
        guard let place else { return }
        let repository = try Repository.discover(from: path)
        #expect(place.gitDirectory == repository.gitDirectory, comment)
        #expect(place.commonDirectory == repository.commonDirectory, comment)
        #expect(place.workingDirectory == repository.workingDirectory, comment)
        switch try repository.head() {
        case .branch(_, let commit), .detached(let commit): #expect(place.headCommit == commit, comment)
        case .unborn: #expect(place.headCommit == nil, comment)
        }
    }

    @Test func isWhatLibgit2Finds() async throws {
        let builder = try await RepositoryBuilder()
        try expectSame(builder.path, isFound: true, "before the first commit")
        try await builder.commit("a", files: ["deep/er/file": "1", "ü [x]/y": "2"])
        let link = builder.directory.appending("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "checkout/deep/er")
        for path in [
            "", "/", "/deep/er", "/deep//er/", "/deep/../deep", "/deep/er/file", "/ü [x]", "/./deep/.",
        ] {
            try expectSame(builder.path + path, isFound: true, "\(path)")
        }
        try expectSame(link, isFound: true, "through a link")
        try await builder.git("pack-refs", "--all")
        try expectSame(builder.path, isFound: true, "with packed references")
        try await builder.git("switch", "--quiet", "--create", "a/branch")
        try expectSame(builder.path, isFound: true, "on another branch")
        try await builder.git("checkout", "--quiet", "--detach")
        try expectSame(builder.path, isFound: true, "on no branch")
        try await builder.git("init", "--quiet", "deep/er/inner")
        try expectSame(builder.path + "/deep/er/inner", isFound: true, "inside of another")
        try builder.write("deep/bad/.git/HEAD", "ref: refs/heads/main\n")
        try expectSame(builder.path + "/deep/bad", isFound: false, "a .git that is none")
        try await builder.git("config", "remote.origin.url", "https://example.com/a.git")
        let config = try #require(RepositoryPlace.discover(from: builder.path)).config
        #expect(config.value("remote", "origin", "url") == "https://example.com/a.git")
    }

    @Test func theUnusualIsLeftToLibgit2() async throws {
        let bare = try await RepositoryBuilder(bare: true)
        try expectSame(bare.path, isFound: false)
        try expectSame(bare.path + "/refs", isFound: false)
        let builder = try await RepositoryBuilder()
        try await builder.commit("a", files: ["a": "1"])
        try expectSame(builder.path + "/.git", isFound: false)
        try expectSame(builder.path + "/.git/refs/heads", isFound: false)
        #expect(RepositoryPlace.discover(from: "\(builder.path)/missing") == nil)
        #expect(RepositoryPlace.discover(from: builder.path + "\0") == nil)
        #expect(RepositoryPlace.discover(from: "") == nil)
        #expect(RepositoryPlace.discover(from: "/") == nil)
        let outside = try TemporaryDirectory()
        try await builder.git("worktree", "add", "--quiet", outside.appending("tree"), "-b", "other")
        try expectSame(outside.appending("tree"), isFound: false)
        try await builder.git("init", "--quiet", "--separate-git-dir", outside.appending("apart"), "sub")
        try expectSame(builder.path + "/sub", isFound: false)
        try FileManager.default.createSymbolicLink(
            atPath: outside.appending(".git"), withDestinationPath: builder.path + "/.git")
        try expectSame(outside.path, isFound: false)
        for (key, value) in [
            ("core.bare", "true"), ("core.worktree", outside.path), ("extensions.worktreeConfig", "true"),
            ("core.repositoryformatversion", "1"), ("include.path", "other"),
            ("includeIf.onbranch:x.path", "other"), ("url.https://a/.insteadOf", "https://b/"),
        ] {
            let config = try String(contentsOfFile: "\(builder.path)/.git/config", encoding: .utf8)
            try await builder.git("config", key, value)
            #expect(RepositoryPlace.discover(from: builder.path) == nil, "\(key)")
            try config.write(toFile: "\(builder.path)/.git/config", atomically: true, encoding: .utf8)
        }
        try expectSame(builder.path, isFound: true)
    }

    @Test func variablesThatSendGitElsewhereLeaveItToLibgit2() async throws {
        let builder = try await RepositoryBuilder()
        func isFound(_ variables: [String: String]) -> Bool {
            if case .found = RepositoryPlace.search(from: builder.path, variable: { variables[$0] }) {
                true
            } else {
                false
            }
        }
        #expect(isFound([:]))
        #expect(isFound(["GIT_AUTHOR_NAME": "Ada", "HOME": "/root"]))
        for name in [
            "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        ] {
            #expect(!isFound([name: "x"]), "\(name)")
        }
    }

    @Test func whereThereIsNoneLibgit2FindsNoneEither() async throws {
        let directory = try TemporaryDirectory()
        func isNothing(_ path: String) -> Bool {
            if case .nothing = RepositoryPlace.search(from: path) { true } else { false }
        }
        try FileManager.default.createDirectory(
            atPath: directory.appending("deep/objects"), withIntermediateDirectories: true)
        for path in [directory.path, directory.appending("deep"), directory.appending("deep/objects"), "/"] {
            #expect(isNothing(path), "\(path)")
            #expect(throws: GitError.notARepository(path)) { try Repository.discover(from: path) }
        }
        for text in ["gitdir: elsewhere\n", ""] {
            try text.write(toFile: directory.appending(".git"), atomically: true, encoding: .utf8)
            #expect(!isNothing(directory.appending("deep")), "\(text)")
        }
        let builder = try await RepositoryBuilder()
        for path in ["", "/.git", "/.git/refs", "/missing"] {
            #expect(!isNothing(builder.path + path), "\(path)")
        }
    }

    @Test(.enabled(if: getuid() == 0)) func ofAnotherUserIsLeftToLibgit2() async throws {
        for part in ["", "/.git"] {
            let builder = try await RepositoryBuilder()
            try await builder.commit("one", files: ["deep/file": "1"])
            try expectSame(builder.path + "/deep", isFound: true)
            #expect(chown(builder.path + part, 65_534, 65_534) == 0)
            #expect(RepositoryPlace.discover(from: builder.path + "/deep") == nil)
        }
    }

    @Test(arguments: [
        "ref: ../../outside\n", "ref: refs/../../outside\n", "ref: \n", "nothing\n", "",
        "ref: refs/heads/none\n",
    ])
    func aHeadThatLeadsNowhereIsNoCommit(head: String) async throws {
        let builder = try await RepositoryBuilder()
        let commit = try await builder.commit("one")
        try commit.write(
            toFile: builder.path + "/outside", atomically: true, encoding: .utf8)
        try builder.write(".git/HEAD", head)
        #expect(RepositoryPlace.discover(from: builder.path)?.headCommit == nil)
    }

    @Test func listsReferencesAsLibgit2Does() async throws {
        let builder = try await RepositoryBuilder()
        let commit = try await builder.commit("one")
        try await builder.release("agents.a@1.0.0")
        try await builder.git("tag", "agents.a@1.1.0")
        try await builder.git("pack-refs", "--all")
        try await builder.release("agents.a@2.0.0")
        try await builder.release("agents.b@1.0.0")
        let place = try #require(RepositoryPlace.discover(from: builder.path))
        let files = try #require(place.referenceFiles)
        let found = try #require(files.references(prefix: "refs/tags/agents.a@"))
        let expected = try Repository(open: builder.path).references(prefix: "refs/tags/agents.a@")
        #expect(found.map(\.name) == expected.map(\.name))
        #expect(found.map(\.target) == expected.map(\.target))
        #expect(found.map(\.isPeelingKnown) == [true, true, false])
        #expect(found.map { $0.peeled?.hex } == [commit, nil, nil])
    }
}
