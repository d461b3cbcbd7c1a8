import Foundation
import Git
import SourceRepository
import TestSupport
import Testing

@Suite struct PackageFilesTests {
    /// Both ways to the same files: as they lie, and as they were committed.
    private func both(_ builder: RepositoryBuilder) async throws -> [any PackageFiles] {
        try await builder.commit()
        return [
            WorkingFiles(directory: builder.path),
            try CommitFiles(repository: try builder.open(), commit: try await builder.head()),
        ]
    }

    @Test func readsFilesAndFolders() async throws {
        let builder = try await RepositoryBuilder()
        try builder.write(["a/b/file.md": "hello\n", "a/b.txt": "", "a-z": "1", "a/b/empty": ""])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: "\(builder.path)/a/b.txt")
        for files in try await both(builder) {
            #expect(try files.read("a/b/file.md", limit: 6) == Array("hello\n".utf8))
            #expect(try files.read("a/b/empty", limit: 0) == [])
            #expect(try files.read("a/b.txt", limit: 0) == [])
            #expect(try files.read("a/b", limit: 10) == nil)
            #expect(try files.read("a/none", limit: 10) == nil)
            #expect(try files.read("a/b.txt/none", limit: 10) == nil)
            #expect(try files.read("", limit: 10) == nil)
            #expect(try files.entries(in: "").map(\.name) == ["a", "a-z"])
            #expect(
                try files.entries(in: "a") == [
                    FileEntry(name: "b", kind: .directory), FileEntry(name: "b.txt", kind: .file),
                ])
            #expect(try files.entries(in: "none") == [])
            #expect(try files.entries(in: "a-z") == [])
            #expect(try files.entry(at: "a/b")?.isDirectory == true)
            #expect(try files.entry(at: "a/b/file.md")?.isFile == true)
            #expect(try files.entry(at: "a/b/file.md/x") == nil)
            #expect(try files.entry(at: "")?.isDirectory == true)
        }
    }

    @Test func namesLinksAndFollowsNone() async throws {
        let builder = try await RepositoryBuilder()
        let outside = builder.directory.appending("outside")
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try Data("secret".utf8).write(to: URL(fileURLWithPath: "\(outside)/file"))
        try builder.write("inside/file", "x")
        for (name, target) in [
            ("folder", outside), ("file", "\(outside)/file"), ("near", "inside"), ("gone", "?"),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(builder.path)/\(name)", withDestinationPath: target)
        }
        for files in try await both(builder) {
            #expect(
                try files.entries(in: "").filter(\.isSymlink).map(\.name) == [
                    "file", "folder", "gone", "near",
                ])
            for name in ["file", "folder", "near", "gone"] {
                #expect(try files.read(name, limit: 100) == nil)
                #expect(try files.entries(in: name) == [])
                #expect(try files.entry(at: name)?.isSymlink == true)
            }
            #expect(try files.read("folder/file", limit: 100) == nil)
            #expect(try files.read("near/file", limit: 100) == nil)
            #expect(try files.entry(at: "near/file") == nil)
        }
    }

    @Test(arguments: ["../outside", "a/../../outside", "/etc/passwd", "a//file", "./a", "a/.", "a/", "a\0b"])
    func leavesTheRepositoryByNoPath(path: String) async throws {
        let builder = try await RepositoryBuilder()
        try builder.write("a/file", "x")
        try Data("secret".utf8).write(to: URL(fileURLWithPath: builder.directory.appending("outside")))
        for files in try await both(builder) {
            #expect(try files.read(path, limit: 1 << 20) == nil)
            #expect(try files.entries(in: path) == [])
            #expect(try files.entry(at: path) == nil)
        }
    }

    @Test func refusesWhatIsTooLarge() async throws {
        let builder = try await RepositoryBuilder()
        try builder.write("large", String(repeating: "x", count: 1001))
        for files in try await both(builder) {
            #expect(throws: SourceRepositoryError.tooLarge(path: "large", limit: 1000)) {
                try files.read("large", limit: 1000)
            }
            #expect(try files.read("large", limit: 1001)?.count == 1001)
        }
    }

    @Test func passesOverWhatIsNoFile() throws {
        let directory = try TemporaryDirectory()
        #expect(mkfifo(directory.appending("pipe"), 0o644) == 0)
        let files = WorkingFiles(directory: directory.path)
        #expect(try files.read("pipe", limit: 10) == nil)
        #expect(try files.entry(at: "pipe")?.kind == .other)
        #expect(try files.entries(in: "") == [FileEntry(name: "pipe", kind: .other)])
    }

    @Test func tellsWhatCannotBeRead() throws {
        let files = WorkingFiles(directory: "/nonexistent-\(UInt64.random(in: 0 ... .max))")
        #expect(throws: SourceRepositoryError.self) { try files.entries(in: "") }
        #expect(throws: SourceRepositoryError.self) { try files.read("file", limit: 10) }
    }
}
