import EigenpalAPI
import Glibc
import SystemPackage
import Testing

@testable import SourceTool

@Suite struct DownloadPlanTests {
    @Test(arguments: [
        "../out", "/etc/passwd", "output/../../x", "output//x", "", ".", "output/.", "a\\b", "a\u{0}b",
        "output/a\u{1B}[2Jb", "output/\u{202E}fdp.exe", "output/",
    ])
    func nothingIsWrittenElsewhere(path: String) throws {
        let fixture = try Fixture()
        let plan = DownloadPlan(folder: fixture.work.appending("into"), isForced: true)
        let error = toolError { () throws(ToolError) in _ = try plan.place(of: path) }
        #expect(error != nil)
    }

    @Test func foldersAreMadeAndNothingIsReplacedUnasked() throws {
        let fixture = try Fixture()
        let folder = fixture.work.appending("into")
        let place = try DownloadPlan(folder: folder, isForced: false).place(of: "output/deep/a.txt")
        #expect(place == folder.pushing("output/deep/a.txt"))
        try AtomicFile.write([1], to: place)
        let error = toolError { () throws(ToolError) in
            _ = try DownloadPlan(folder: folder, isForced: false).place(of: "output/deep/a.txt")
        }
        #expect(error?.details.first?.contains("--force") == true)
        #expect(try DownloadPlan(folder: folder, isForced: true).place(of: "output/deep/a.txt") == place)
    }

    @Test func whatIsCheckedIsNotMade() throws {
        let fixture = try Fixture()
        let folder = fixture.work.appending("into")
        let plan = DownloadPlan(folder: folder, isForced: false)
        try plan.check("output/deep/a.txt")
        #expect(Files.kind(of: folder) == nil)
        try AtomicFile.write([1], to: plan.place(of: "output/deep/a.txt"))
        let error = toolError { () throws(ToolError) in try plan.check("output/deep/a.txt") }
        #expect(error?.message.contains("is there already") == true)
    }

    @Test func noLinkIsFollowed() throws {
        let fixture = try Fixture()
        let folder = fixture.work.appending("into")
        try Files.makeDirectory(folder)
        try Files.makeDirectory(fixture.work.appending("elsewhere"))
        #expect(symlink("../elsewhere", folder.appending("output").string) == 0)
        let error = toolError { () throws(ToolError) in
            _ = try DownloadPlan(folder: folder, isForced: true).place(of: "output/a.txt")
        }
        #expect(error?.message.contains("symbolic link") == true)
    }

    @Test func pathsNameFilesAndFolders() throws {
        let all = ["output/a.txt", "output/b/c.txt", "trace.jsonl"].map {
            RunArtifact(name: $0, path: $0)
        }
        func paths(_ typed: String...) throws -> [String] {
            try RunArtifacts.select(typed, among: all, of: "run_1").map(\.path)
        }
        #expect(try paths() == all.map(\.path))
        #expect(try paths("output/b/", "output") == ["output/b/c.txt", "output/a.txt"])
        #expect(try paths("trace.jsonl") == ["trace.jsonl"])
        #expect(throws: ToolError.self) { try paths("out") }
    }

    @Test(arguments: ["run_5mvq3", "a", "A-1"])
    func idsArePlain(id: String) throws { #expect(try RunReference.id(id) == id) }

    @Test(arguments: ["", "a/b", "../x", "run 1", "run\u{1B}", String(repeating: "a", count: 201)])
    func whatIsNoIdIsRefused(id: String) {
        let error = toolError { () throws(ToolError) in _ = try RunReference.id(id) }
        #expect(error?.exitCode == 2)
    }
}
