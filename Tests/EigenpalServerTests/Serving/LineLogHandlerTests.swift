import Foundation
import Logging
import SystemPackage
import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct LineLogHandlerTests {
    /// What is in the log after `body`.
    private func lines(_ body: (Logger) async throws -> Void) async throws -> [String] {
        let folder = try TemporaryDirectory()
        let path = folder.appending("log")
        let file = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        defer { try? file.close() }
        try await body(Logger(label: "server") { LineLogHandler(label: $0, output: file) })
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasSuffix("\n"))
        return text.split(separator: "\n").map(String.init)
    }

    @Test func anEventIsALine() async throws {
        let lines = try await lines { logger in
            var logger = logger
            logger[metadataKey: "request"] = "req_1"
            logger[metadataKey: "status"] = "100"
            logger.info("request", metadata: ["status": "\(200)", "method": "GET"])
            logger.debug("not written")
            logger.warning("failed", metadata: ["codes": ["a", "b"]])
        }
        try #require(lines.count == 2)
        #expect(
            lines[0].wholeMatch(
                of:
                    /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info server: method=GET request=req_1 status=200 \[\w+\] request/
            ) != nil, "\(lines[0])")
        #expect(lines[1].contains(#" warning server: codes=["a", "b"] request=req_1 status=100 "#))
    }

    @Test func nobodyMakesALineOfTheirOwn() async throws {
        let lines = try await lines { logger in
            logger.info(
                "a\nb", metadata: ["path": "/x\r\n2026-01-01 info forged\u{1B}[2J", "k\n": "\u{202E}"])
        }
        #expect(lines.count == 1)
        #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E } })
    }

    @Test func aLineWithoutADictionaryIsTheSame() async throws {
        let path = "/x\n\u{202E}\u{E9}"
        let lines = try await lines { logger in
            logger.info(
                "request", metadata: ["path": "\(path)", "ms": "1", "method": "GET", "request": "r"],
                source: "EigenpalServer")
            let handler = try #require(logger.handler as? LineLogHandler)
            handler.write(
                .info, [("method", "GET"), ("ms", "1"), ("path", path), ("request", "r")],
                source: "EigenpalServer", message: "request")
        }
        try #require(lines.count == 2)
        #expect(lines[0].dropFirst(24) == lines[1].dropFirst(24))
        #expect(
            lines[0].contains(
                " info server: method=GET ms=1 path=/x\u{240A}<U+202E>\u{E9} request=r [EigenpalServer] request"
            ))
    }

    @Test func linesOfManyTasksAreWhole() async throws {
        let lines = try await lines { logger in
            await withTaskGroup { group in
                for task in 0..<8 {
                    group.addTask {
                        for index in 0..<200 {
                            logger.info(
                                "done",
                                metadata: [
                                    "n": "\(task).\(index)", "x": "\(String(repeating: "x", count: index))",
                                ])
                        }
                    }
                }
            }
        }
        #expect(lines.count == 1600)
        #expect(lines.allSatisfy { $0.hasSuffix(" done") && $0.contains(" info server: n=") })
    }
}
