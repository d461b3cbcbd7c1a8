import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

@Suite struct AtomicFileTests {
    let fixture: Fixture
    let path: FilePath

    init() throws {
        fixture = try Fixture()
        path = fixture.work.appending("file")
    }

    @Test func makesAndReplaces() throws {
        try AtomicFile.write(Array("one".utf8), to: path)
        try AtomicFile.write(Array("two".utf8), to: path)
        #expect(try fixture.read(path) == "two")
        #expect(try Files.names(in: fixture.work) == ["file"])
    }

    @Test func keepsPermissions() throws {
        try AtomicFile.write([], to: path, mode: FilePermissions(rawValue: 0o751))
        try AtomicFile.write([1], to: path)
        #expect(Files.permissions(of: path)?.rawValue == 0o751)
    }

    @Test func replacesALinkAndNotItsTarget() throws {
        let target = fixture.work.appending("target")
        try AtomicFile.write(Array("kept".utf8), to: target)
        let made = symlink("target", path.string)
        #expect(made == 0)
        try AtomicFile.write(Array("new".utf8), to: path)
        #expect(Files.kind(of: path) == .file)
        #expect(try fixture.read(target) == "kept")
    }

    @Test func aFailedChangeLeavesTheFile() throws {
        try AtomicFile.write(Array("old".utf8), to: path)
        let error = toolError { () throws(ToolError) in
            try AtomicFile.update(path) { _ throws(ToolError) in throw ToolError("no") }
        }
        #expect(error?.message == "no")
        #expect(try fixture.read(path) == "old")
        #expect(try Files.names(in: fixture.work) == ["file"])
    }

    @Test func aDirectoryThatIsMissingIsNamed() {
        let place = fixture.work.appending("none").appending("file")
        let error = toolError { () throws(ToolError) in try AtomicFile.write([], to: place) }
        #expect(error?.message == "\(place) could not be written: there is no such directory")
    }

    @Test func removesWhatAKilledWriterLeft() throws {
        let leftover = fixture.work.appending(".file.eigenpal-abc.tmp")
        let others = [".file.tmp", ".other.eigenpal-abc.tmp", "file.eigenpal-abc.tmp"]
        for name in others { try AtomicFile.write([], to: fixture.work.appending(name)) }
        let descriptor = open(leftover.string, O_CREAT | O_WRONLY, 0o600)
        close(descriptor)
        try AtomicFile.write([1], to: path)
        #expect(try Files.names(in: fixture.work) == (others + ["file"]).sorted())
    }

    @Test func leavesWhatAnotherWriterStillWrites() throws {
        let busy = fixture.work.appending(".file.eigenpal-abc.tmp")
        let descriptor = open(busy.string, O_CREAT | O_WRONLY, 0o600)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        try AtomicFile.write([1], to: path)
        #expect(Files.kind(of: busy) == .file)
    }

    @Test func tasksLoseNoUpdate() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try AtomicFile.update(path) { old in (old ?? []) + [0x78] }
                }
            }
            try await group.waitForAll()
        }
        #expect(try fixture.read(path)?.count == 40)
    }

    @Test func readersSeeOneOrTheOther() async throws {
        let path = path
        let (short, long) = ([UInt8](repeating: 1, count: 10), [UInt8](repeating: 2, count: 200_000))
        try AtomicFile.write(short, to: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<30 {
                    try AtomicFile.write(long, to: path); try AtomicFile.write(short, to: path)
                }
            }
            group.addTask {
                for _ in 0..<300 {
                    let seen = try Files.read(path, limit: 1 << 20)
                    #expect(seen == short || seen == long)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func makesDirectoriesOrSaysWhyNot() throws {
        let deep = fixture.work.appending("a").appending("b").appending("c")
        try Files.makeDirectory(deep)
        try Files.makeDirectory(deep)
        #expect(Files.kind(of: deep) == .directory)
        try AtomicFile.write([], to: path)
        #expect(
            toolError { () throws(ToolError) in try Files.makeDirectory(path) }?.message
                == "\(path) is in the way: it is not a directory")
        #expect(toolError { () throws(ToolError) in try Files.makeDirectory(path.appending("below")) } != nil)
        // A directory that exists and takes nothing.
        #expect(toolError { () throws(ToolError) in try Files.makeDirectory("/proc/nowhere") } != nil)
    }

    @Test func readRefusesWhatIsNoFile() throws {
        #expect(toolError { () throws(ToolError) in _ = try Files.read(fixture.work, limit: 10) } != nil)
        let pipe = fixture.work.appending("pipe")
        #expect(mkfifo(pipe.string, 0o600) == 0)
        #expect(
            toolError { () throws(ToolError) in _ = try Files.read(pipe, limit: 10) }?.message
                == "\(pipe) is not a file")
        // A pipe that was meant is read to its end, up to the limit.
        for (size, isRead) in [(10, true), (11, false)] {
            let writer = Thread {
                guard let file = fopen(pipe.string, "w") else { return }
                for _ in 0..<size { putc(0x78, file) }
                fclose(file)
            }
            writer.start()
            let bytes = try? Files.read(pipe, limit: 10, takesPipes: true)
            #expect((bytes == [UInt8](repeating: 0x78, count: 10)) == isRead)
        }
        try AtomicFile.write([UInt8](repeating: 0, count: 11), to: path)
        #expect(
            toolError { () throws(ToolError) in _ = try Files.read(path, limit: 10) }?.message.contains(
                "larger") == true)
    }
}
