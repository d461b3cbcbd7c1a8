import EigenpalAPI
import Foundation
import Running
import TestSupport
import Testing

@Suite struct OutputCollectorTests {
    private let folder: RunFolder
    private let destination: String

    init() throws {
        folder = try RunFolder()
        destination = folder.directory.appending("artifacts")
    }

    private func collect(_ limits: OutputCollector.Limits = .init()) throws -> CollectedOutput {
        try OutputCollector.collect(folder.workspace, into: destination, limits: limits)
    }

    private func reason(_ path: String, _ output: CollectedOutput) -> String? {
        output.skipped.first { $0.path == path }?.reason
    }

    @Test func whatARunLeavesIsTaken() async throws {
        let result = try await folder.run(
            """
            mkdir -p output/pages/empty
            echo '{"total": 3}' > output.json; echo '{"step":1}' > trace.jsonl; echo '# None' > issues.md
            printf pdf > output/report.pdf; printf 'ü' > 'output/pages/Über uns.HTML'; : > output/nothing
            chmod 4777 output/report.pdf; chmod 000 output/nothing; echo lock > eigenpal.lock; echo x > other
            """)
        #expect(result.isSuccess)
        let output = try collect()
        #expect(
            output.artifacts == [
                .init(path: "eigenpal.lock", size: 5, contentType: "application/json"),
                .init(path: "issues.md", size: 7, contentType: "text/markdown"),
                .init(path: "output.json", size: 13, contentType: "application/json"),
                .init(path: "output/nothing", size: 0, contentType: "application/octet-stream"),
                .init(path: "output/pages/Über uns.HTML", size: 2, contentType: "text/html"),
                .init(path: "output/report.pdf", size: 3, contentType: "application/pdf"),
                .init(path: "trace.jsonl", size: 11, contentType: "application/x-ndjson"),
            ])
        #expect(output.skipped.isEmpty)
        #expect(output.output == ["total": 3] && output.outputText == "{\"total\": 3}\n")
        #expect(output.outputProblem == nil)
        for artifact in output.artifacts {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: "\(destination)/\(artifact.path)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(artifact.path)")
            #expect(attributes[.size] as? Int == artifact.size)
        }
        #expect(!FileManager.default.fileExists(atPath: "\(destination)/output/pages/empty"))
        #expect(folder.text("other") == "x\n")
    }

    @Test func nothingOutsideIsTaken() async throws {
        let key = folder.directory.appending("master.key")
        try Data("key".utf8).write(to: URL(fileURLWithPath: key))
        let result = try await folder.run(
            """
            mkdir output; ln -s /etc/passwd output/x; ln ../master.key output/y; mkfifo output/pipe
            ln -s / output/root; ln -s / trace.jsonl; ln ../master.key issues.md
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("output/socket")'
            printf ok > output/fine; printf x > "$(printf 'output/new\\nline')"; printf x > "$(printf 'output/\\377')"
            printf x > 'output/back\\slash'; printf x > "$(printf 'output/\\342\\200\\256txt')"; rm -f eigenpal.lock
            mkdir eigenpal.lock
            """)
        #expect(result.exitCode == 0, "\(folder.log)")
        let output = try collect()
        #expect(output.artifacts.map(\.path) == ["output/fine"])
        #expect(reason("output/x", output) == "it is a symbolic link")
        #expect(reason("output/root", output) == "it is a symbolic link")
        #expect(reason("trace.jsonl", output) == "it is a symbolic link")
        #expect(reason("output/y", output) == "it is a hard link: the file has another name")
        #expect(reason("issues.md", output) == "it is a hard link: the file has another name")
        #expect(reason("output/pipe", output) == "it is a named pipe")
        #expect(reason("output/socket", output) == "it is a socket")
        #expect(reason("eigenpal.lock", output) == "it is a folder")
        #expect(reason("output/back\\slash", output) == "its name holds a backslash")
        #expect(reason("output/new\u{FFFD}line", output) == "its name holds a character that cannot be seen")
        #expect(reason("output/\u{FFFD}txt", output) == "its name holds a character that cannot be seen")
        #expect(reason("output/\u{FFFD}", output) == "its name is not UTF-8")
        #expect(output.skipped.count == 12)
        #expect(try String(contentsOfFile: key, encoding: .utf8) == "key")
        #expect(try FileManager.default.contentsOfDirectory(atPath: destination) == ["output"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(destination)/output") == ["fine"])
    }

    @Test func aLinkInOutputsPlaceIsNotFollowed() async throws {
        _ = try await folder.run("ln -s / output; ln -s /etc/hostname output.json")
        let output = try collect()
        #expect(output.artifacts.isEmpty && output.output == nil)
        #expect(reason("output", output) == "it is a symbolic link")
        #expect(output.outputProblem == "output.json is not a regular file of its own")
        #expect(try FileManager.default.contentsOfDirectory(atPath: destination) == [])
    }

    @Test(arguments: [
        ("", "output.json is not JSON: line 1: the text ends where a value is due"),
        ("[1]", "output.json holds neither an object nor null"),
        ("{\"a\": 1e999}", "output.json is not JSON: line 1: a number too large to be kept"),
        ("{\"a\":\n1,\"a\":2}", "output.json is not JSON: line 2: the key \"a\" stands twice in one object"),
        (
            String(repeating: "{\"a\":", count: 200),
            "output.json is not JSON: line 1: nested deeper than 128 levels"
        ),
        (
            "{\"a\": \"" + String(repeating: "x", count: 2000) + "\"}",
            "output.json is larger than 1000 bytes, or cannot be read"
        ),
    ])
    func whatIsNoOutputIsTold(_ text: String, _ problem: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/output.json"))
        let output = try collect(.init(outputBytes: text.utf8.count > 1500 ? 1000 : 4 << 20))
        #expect(output.outputProblem == problem)
        #expect(output.output == nil && output.outputText == nil)
    }

    @Test func nullIsAnOutput() throws {
        try Data("null".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/output.json"))
        let output = try collect()
        #expect(output.output == JSONValue.null && output.outputText == "null" && output.outputProblem == nil)
    }

    @Test func numbersOfFilesAndDepthsAreBounded() async throws {
        _ = try await folder.run(
            """
            mkdir -p output/a/b/c/d; printf x > output/a/b/fine; printf x > output/a/b/c/deep
            """)
        let deep = try collect(.init(depth: 3))
        #expect(deep.artifacts.map(\.path) == ["output/a/b/fine"])
        #expect(reason("output/a/b/c", deep) == "it is nested deeper than 3 folders")
        try FileManager.default.removeItem(atPath: "\(folder.path)/runner.log")
        _ = try await folder.run("for i in $(seq 1 30); do printf x > output/f$i; done")
        let many = try collect(.init(files: 10))
        #expect(many.artifacts.count <= 10 && many.artifacts.count >= 5)
        #expect(many.skipped.contains { $0.reason.contains("more than 20 names") })
    }

    @Test func filesGoToAnotherFileSystem() async throws {
        var here = stat()
        var there = stat()
        stat(folder.path, &here)
        guard stat("/dev/shm", &there) == 0, here.st_dev != there.st_dev else { return }
        let other = "/dev/shm/\(folder.marker)"
        defer { try? FileManager.default.removeItem(atPath: other) }
        _ = try await folder.run(
            "mkdir output; head -c 3000000 /dev/urandom > output/big; cp output/big copy")
        let output = try OutputCollector.collect(folder.workspace, into: other)
        #expect(output.artifacts.map(\.path) == ["output/big"] && output.skipped.isEmpty)
        #expect(
            FileManager.default.contents(atPath: "\(other)/output/big")
                == FileManager.default.contents(atPath: "\(folder.path)/copy"))
    }

    @Test func theEndOfTheLogIsRead() async throws {
        _ = try await folder.run("seq 1 10000")
        #expect(OutputCollector.log(of: folder.workspace, limit: 11) == "9999\n10000\n")
        try FileManager.default.removeItem(atPath: "\(folder.path)/runner.log")
        symlink("/etc/passwd", "\(folder.path)/runner.log")
        #expect(OutputCollector.log(of: folder.workspace) == nil)
    }
}
