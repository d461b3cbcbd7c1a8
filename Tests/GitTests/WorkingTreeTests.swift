import Foundation
import Git
import TestSupport
import Testing

private let ada = Signature(name: "Ada", email: "ada@example.com", date: 1_700_000_000, offsetMinutes: 0)

@Suite("Status")
struct StatusTests {
    @Test("is git's, path by path and letter by letter")
    func porcelain() async throws {
        let builder = try await RepositoryBuilder()
        var files = [".gitignore": "*.log\n/out/\n"]
        for name in ["same", "edited", "staged", "both", "gone", "removed", "d/deep", "kind"] {
            files[name] = name
        }
        try await builder.commit("one", files: files)
        try builder.write([
            "edited": "2", "staged": "2", "both": "2", "new": "n", "d/new": "n", "d/e/new": "n", "x.log": "l",
            "out/y": "o", "added": "a", "ü [x]": "u",
        ])
        try await builder.git("add", "staged", "both", "added")
        try builder.write("both", "3")
        try builder.remove("gone")
        try await builder.git("rm", "--quiet", "removed")
        try builder.remove("kind")
        try FileManager.default.createSymbolicLink(
            atPath: builder.path + "/kind", withDestinationPath: "same")
        let repository = try Repository(open: builder.path)
        for includesIgnored in [false, true] {
            let arguments = includesIgnored ? "--ignored=matching" : "--ignored=no"
            let output = try await builder.git(
                "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", arguments)
            var expected = Set(output.split(separator: "\0").map(String.init))
            if includesIgnored {
                expected.remove("!! out/")
                expected.insert("!! out/y")
            }
            // The builder trims the first line's leading space.
            let found = try repository.status(includeIgnored: includesIgnored).map {
                "\(letters($0)) \($0.path)"
            }
            #expect(
                Set(found.map { $0.trimmingCharacters(in: .whitespaces) })
                    == Set(expected.map { $0.trimmingCharacters(in: .whitespaces) }))
            let paths = try repository.status(includeIgnored: includesIgnored).map(\.path)
            #expect(paths == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
        #expect(try repository.status(paths: ["d"]).map(\.path) == ["d/e/new", "d/new"])
        #expect(try repository.status(paths: ["ü [x]", "same"]).map(\.path) == ["ü [x]"])
        #expect(try repository.status(paths: ["d/*", "*"]).isEmpty)
        #expect(try repository.status(paths: []).isEmpty)
        #expect(try repository.isIgnored("x.log"))
        #expect(!(try repository.isIgnored("new")))
    }

    private func letters(_ entry: StatusEntry) -> String {
        func letter(_ change: Change?) -> String {
            switch change {
            case nil: " "
            case .added: "A"
            case .modified: "M"
            case .deleted: "D"
            case .renamed: "R"
            case .typeChanged: "T"
            case .untracked: "?"
            case .ignored: "!"
            }
        }
        if entry.worktree == .untracked || entry.worktree == .ignored {
            return letter(entry.worktree) + letter(entry.worktree)
        }
        return letter(entry.index) + letter(entry.worktree)
    }

    @Test("tells conflicts, is refused in a bare repository, and leaves the index alone")
    func edges() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        try await builder.git("checkout", "--quiet", "-b", "side")
        try await builder.commit("two", files: ["a": "2"])
        try await builder.git("checkout", "--quiet", "main")
        try await builder.commit("three", files: ["a": "3"])
        _ = try? await builder.git("merge", "side")
        let repository = try Repository(open: builder.path)
        let before = try Data(contentsOf: URL(fileURLWithPath: builder.path + "/.git/index"))
        #expect(try repository.status().map { [$0.path, "\($0.isConflicted)"] } == [["a", "true"]])
        #expect(throws: GitError.conflict(["a"])) {
            try repository.commitPaths(["a"], message: "m", author: ada)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: builder.path + "/.git/index")) == before)
        try builder.write("b", "1")
        #expect(throws: GitError.operationInProgress("merge")) {
            try repository.commitPaths(["b"], message: "m", author: ada)
        }
        let bare = try await RepositoryBuilder(bare: true)
        #expect(throws: GitError.self) { try Repository(open: bare.path).status() }
        #expect(throws: GitError.self) { try Repository(open: bare.path).fastForward(to: .zero) }
        #expect(throws: GitError.self) {
            try Repository(open: bare.path).commitPaths(["a"], message: "m", author: ada)
        }
    }
}

@Suite("Committing paths")
struct CommitPathsTests {
    @Test("takes these paths as they lie there, and leaves what else is staged, staged")
    func only() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit(
            "one",
            files: [
                "p/a": "1", "p/gone": "1", "p/kept": "1", "q/b": "1", "q/c": "1", ".gitignore": "*.log\n",
            ])
        try builder.write([
            "p/a": "2", "p/new": "n", "p/x.log": "l", "p/run.sh": "#!", "q/b": "2", "q/c": "2", "q/new": "n",
        ])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: builder.path + "/p/run.sh")
        try builder.remove("p/gone")
        try await builder.git("add", "q/b", "p/a")
        try builder.write("p/a", "3")
        let repository = try Repository(open: builder.path)
        let before = try await builder.git("rev-parse", "HEAD")
        let commit = try #require(try repository.commitPaths(["p/"], message: "subject\n\nbody", author: ada))
        #expect(try await builder.git("rev-parse", "refs/heads/main") == commit.hex)
        #expect(try await builder.git("rev-parse", "HEAD~1") == before)
        #expect(
            try await builder.git("log", "-1", "--format=%an <%ae> %ad|%cn|%B", "--date=raw")
                == "Ada <ada@example.com> 1700000000 +0000|Ada|subject\n\nbody")
        #expect(
            try await builder.git("diff", "--name-status", "HEAD~1", "HEAD")
                == "M\tp/a\nD\tp/gone\nA\tp/new\nA\tp/run.sh")
        #expect(try await builder.git("show", "HEAD:p/a") == "3")
        #expect(try await builder.git("ls-tree", "HEAD", "p/run.sh").hasPrefix("100755"))
        #expect(
            try await builder.git("status", "--porcelain", "-uall").split(separator: "\n").map {
                $0.trimmingCharacters(in: .whitespaces)
            } == ["M  q/b", "M q/c", "?? q/new"])
        #expect(try await builder.git("fsck", "--strict").isEmpty)
        #expect(try await builder.git("reflog", "-1", "--format=%gs") == "commit: subject")
        #expect(try repository.commitPaths(["p"], message: "again", author: ada) == nil)
        #expect(try repository.commitPaths([], message: "nothing", author: ada) == nil)
        #expect(try repository.commitPaths(["none"], message: "nothing", author: ada) == nil)
        #expect(try await builder.git("rev-parse", "HEAD") == commit.hex)
    }

    @Test("commits what git commit --only would, whatever lies there")
    func againstGit() async throws {
        var random = SeededGenerator(seed: 5)
        let ours = try await RepositoryBuilder()
        try await ours.commit("one", files: ["p/a": "1", "p/b/c": "1", "q/a": "1", "q/b/c": "1", "r": "1"])
        let theirs = try await ours.clone()
        let repository = try Repository(open: ours.path)
        // Every version has a length of its own: one of the same length, written in the same tick of the clock, is a
        // change that an index cannot see.
        var length = 0
        for round in 0..<12 {
            for _ in 0..<4 {
                length += 1
                let name =
                    (["p", "q"].randomElement(using: &random) ?? "p")
                    + (["/a", "/b/c", "/b/d", "/e"].randomElement(using: &random) ?? "/a")
                let kind = Int.random(in: 0..<4, using: &random)
                for builder in [ours, theirs] {
                    if kind == 0 {
                        try? builder.remove(name)
                    } else {
                        try builder.write(name, "\(round) \(kind)" + String(repeating: ".", count: length))
                    }
                    if kind == 2, name.hasPrefix("q") { try await builder.git("add", "--all", "q") }
                }
            }
            let commit = try repository.commitPaths(["p"], message: "\(round)\n", author: ada)
            try await theirs.git("add", "--all", "p")
            let isChanged = (try? await theirs.git("diff", "--cached", "--quiet", "--", "p")) == nil
            #expect((commit != nil) == isChanged)
            if isChanged {
                try await theirs.git("commit", "--quiet", "--only", "--message", "\(round)", "--", "p")
            }
            #expect(try await ours.git("rev-parse", "HEAD") == theirs.git("rev-parse", "HEAD"))
            #expect(
                try await ours.git("status", "--porcelain", "-uall")
                    == theirs.git("status", "--porcelain", "-uall"))
        }
    }

    @Test("makes a first commit, puts a folder where a file was and a file where a folder was")
    func shapes() async throws {
        let builder = try await RepositoryBuilder()
        let repository = try Repository(open: builder.path)
        try builder.write(["a": "1", "b/c": "1"])
        let first = try #require(try repository.commitPaths(["a", "b"], message: "first", author: ada))
        #expect(try repository.commit(first).parents.isEmpty)
        #expect(try repository.head() == .branch(name: "main", commit: first))
        try builder.remove("a")
        try builder.remove("b")
        try builder.write(["a/x": "1", "b": "1"])
        _ = try #require(try repository.commitPaths(["a", "b"], message: "second", author: ada))
        #expect(try await builder.git("ls-tree", "-r", "--name-only", "HEAD") == "a/x\nb")
        #expect(try await builder.git("status", "--porcelain").isEmpty)
    }

    @Test("stores files as git's filters say")
    func filters() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: [".gitattributes": "*.txt text eol=crlf\n"])
        try builder.write("a.txt", "one\r\ntwo\r\n")
        let repository = try Repository(open: builder.path)
        _ = try #require(try repository.commitPaths(["a.txt"], message: "m", author: ada))
        #expect(try await builder.git("cat-file", "-s", "HEAD:a.txt") == "8")
        #expect(try await builder.git("status", "--porcelain").isEmpty)
    }

    @Test("is refused where it would not be found again, or leads out of the tree")
    func refusals() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        let repository = try Repository(open: builder.path)
        for path in ["", "..", "../x", "/etc/passwd", ".git/config", "a\0b", "a//b"] {
            #expect(throws: GitError.self, "\(path.debugDescription)") {
                try repository.commitPaths([path], message: "m", author: ada)
            }
        }
        try await builder.git("checkout", "--quiet", "--detach")
        try builder.write("a", "2")
        #expect(throws: GitError.detachedHead) {
            try repository.commitPaths(["a"], message: "m", author: ada)
        }
        #expect(try await builder.git("status", "--porcelain") == "M a")
    }

    @Test("waits for the index, and says who holds it when that takes too long")
    func lock() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        try builder.write("a", "2")
        let lock = builder.path + "/.git/index.lock"
        #expect(FileManager.default.createFile(atPath: lock, contents: nil))
        let repository = try Repository(open: builder.path)
        #expect { try repository.commitPaths(["a"], message: "m", author: ada) } throws: { error in
            if case GitError.locked(let what) = error { return what.contains("index.lock") }
            return false
        }
        #expect(FileManager.default.fileExists(atPath: lock))
        try FileManager.default.removeItem(atPath: lock)
        #expect(try repository.commitPaths(["a"], message: "m", author: ada) != nil)
        let left = try FileManager.default.contentsOfDirectory(atPath: builder.path + "/.git")
        #expect(left.filter { $0.hasPrefix("index") } == ["index"])
    }

    @Test("by several tasks at once loses none of their files")
    func race() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        for index in 0..<6 { try builder.write("f\(index)", "\(index)") }
        let path = builder.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<6 {
                group.addTask {
                    for _ in 0..<20 {
                        do throws(GitError) {
                            _ = try Repository(open: path).commitPaths(
                                ["f\(index)"], message: "m", author: ada)
                            return
                        } catch {
                            guard case .locked = error else { throw error }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await builder.git("rev-list", "--count", "HEAD") == "7")
        #expect(try await builder.git("status", "--porcelain").isEmpty)
    }
}

@Suite("Fast-forward")
struct FastForwardTests {
    /// A repository at its first commit, and the commit that `main` shall go to.
    private func behind(
        _ first: [String: String], _ second: [String: String], removing: [String] = []
    ) async throws -> (RepositoryBuilder, Repository, ObjectID) {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: first)
        for name in removing { try builder.remove(name) }
        let target = try await builder.commit("two", files: second)
        try await builder.git("reset", "--quiet", "--hard", "HEAD~1")
        return (builder, try Repository(open: builder.path), try #require(ObjectID(hex: target)))
    }

    @Test("moves branch, index and files, and leaves other changes alone")
    func forward() async throws {
        let (builder, repository, target) = try await behind(
            ["a": "1", "gone": "1", "mine": "1", "staged": "1"], ["a": "2", "d/new": "n"], removing: ["gone"])
        try builder.write(["mine": "my own", "staged": "my own", "untracked": "u"])
        try await builder.git("add", "staged")
        try repository.fastForward(to: target)
        #expect(try repository.head() == .branch(name: "main", commit: target))
        #expect(
            try await builder.git("status", "--porcelain").split(separator: "\n").map {
                $0.trimmingCharacters(in: .whitespaces)
            } == ["M mine", "M  staged", "?? untracked"])
        #expect(try String(contentsOfFile: builder.path + "/a", encoding: .utf8) == "2")
        #expect(!FileManager.default.fileExists(atPath: builder.path + "/gone"))
        #expect(try await builder.git("reflog", "-1", "--format=%gs") == "pull: fast-forward")
        try repository.fastForward(to: target)
    }

    @Test("that would lose a change is refused with its paths, and nothing moves")
    func conflicts() async throws {
        let cases: [(name: String, files: [String: String], staged: [String], path: String)] = [
            ("edited", ["a": "mine"], [], "a"),
            ("staged", ["a": "mine"], ["a"], "a"),
            ("untracked in the way", ["new": "mine"], [], "new"),
            ("ignored in the way", ["new.log": "mine"], [], "new.log"),
        ]
        for test in cases {
            let (builder, repository, target) = try await behind(
                ["a": "1", "b": "1", ".gitignore": "*.log\n"],
                ["a": "2", "b": "2", "new": "n", "new.log": "n"])
            try builder.write(test.files)
            for path in test.staged { try await builder.git("add", path) }
            let before = try await builder.git("status", "--porcelain", "--ignored")
            let head = try repository.head()
            #expect(throws: GitError.conflict([test.path]), "\(test.name)") {
                try repository.fastForward(to: target)
            }
            #expect(try repository.head() == head)
            #expect(try await builder.git("status", "--porcelain", "--ignored") == before)
            #expect(try String(contentsOfFile: builder.path + "/b", encoding: .utf8) == "1")
        }
    }

    @Test("keeps what is staged though the file was put back")
    func stagedAlone() async throws {
        let (builder, repository, target) = try await behind(["a": "1"], ["a": "2"])
        try builder.write("a", "staged")
        try await builder.git("add", "a")
        try builder.write("a", "1")
        #expect(throws: GitError.conflict(["a"])) { try repository.fastForward(to: target) }
        #expect(try await builder.git("show", ":a") == "staged")
    }

    @Test(
        "is refused off a branch, across histories and to what is no commit; a branch without a commit takes it"
    )
    func edges() async throws {
        let (builder, repository, target) = try await behind(["a": "1"], ["a": "2"])
        let other = try await builder.commit("other", files: ["b": "1"])
        #expect(throws: GitError.diverged(ahead: 1, behind: 1)) { try repository.fastForward(to: target) }
        #expect(throws: GitError.self) { try repository.fastForward(to: .zero) }
        try await builder.git("checkout", "--quiet", "--detach")
        #expect(throws: GitError.detachedHead) { try repository.fastForward(to: target) }
        try await builder.git("checkout", "--quiet", "--orphan", "fresh")
        try await builder.git("rm", "-rfq", ".")
        try repository.fastForward(to: target)
        #expect(try repository.head() == .branch(name: "fresh", commit: target))
        #expect(try await builder.git("status", "--porcelain").isEmpty)
        #expect(try await builder.git("rev-parse", "main") == other)
    }
}
