import Foundation
import Git
import TestSupport
import Testing

@Suite("Opening repositories")
struct RepositoryTests {
    @Test("finds them from below, opens them exactly, and tells what kind they are")
    func opening() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a/b/c": "1"])
        try await builder.commit("two")
        let found = try Repository.discover(from: builder.path + "/a/b")
        #expect(found.workingDirectory == builder.path + "/")
        #expect(found.gitDirectory == builder.path + "/.git/")
        #expect(!found.isBare && !found.isShallow)
        #expect(throws: GitError.notARepository(builder.path + "/a")) {
            try Repository(open: builder.path + "/a")
        }
        #expect(throws: GitError.notARepository("/nowhere/at/all")) {
            try Repository.discover(from: "/nowhere/at/all")
        }
        #expect(throws: GitError.self) { try Repository(open: builder.path + "\0x") }
        let shallow = builder.directory.appending("shallow")
        try await builder.git("clone", "--quiet", "--depth=1", "file://" + builder.path, shallow)
        #expect(try Repository(open: shallow).isShallow)
        let bare = try await RepositoryBuilder(bare: true)
        let opened = try Repository(open: bare.path)
        #expect(opened.isBare && opened.workingDirectory == nil)
    }

    @Test("makes new ones that git takes, and none over another")
    func creation() async throws {
        let directory = try TemporaryDirectory()
        for isBare in [false, true] {
            let place = directory.appending("deep/\(isBare)")
            let repository = try Repository.create(at: place, bare: isBare, initialBranch: "trunk")
            #expect(try repository.head() == .unborn(branch: "trunk"))
            #expect(try await git(["-C", place, "rev-parse", "--is-bare-repository"]) == "\(isBare)")
            #expect(throws: GitError.self) {
                try Repository.create(at: place, bare: isBare, initialBranch: "main")
            }
        }
        #expect(throws: GitError.invalidName("a b")) {
            try Repository.create(at: directory.appending("x"), bare: true, initialBranch: "a b")
        }
        #expect(!FileManager.default.fileExists(atPath: directory.appending("x")))
    }

    @Test("of another user are refused with the command that trusts them", .enabled(if: getuid() == 0))
    func ownership() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one")
        for path in [builder.path, builder.path + "/.git"] { #expect(chown(path, 65_534, 65_534) == 0) }
        #expect { try Repository(open: builder.path) } throws: { error in
            guard case GitError.notOwned = error else { return false }
            return "\(error)".contains("safe.directory")
        }
    }
}
