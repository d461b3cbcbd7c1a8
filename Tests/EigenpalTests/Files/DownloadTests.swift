import Eigenpal
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct DownloadTests {
    /// A file and what a server does with it, as the API's server does: ranges, validators, octets.
    private final class FileServer: Sendable {
        let content: Mutex<(bytes: [UInt8], tag: String?)>
        /// After how many bytes of a body the connection breaks; never where nil.
        let breaksAfter = Mutex<Int?>(nil)
        let heads = Mutex<[String]>([])

        init(_ text: String, tag: String? = "\"v1\"") { content = Mutex((Array(text.utf8), tag)) }

        func serve(_ connection: RawConnection) {
            while let request = connection.readRequest() {
                heads.withLock { $0.append(request) }
                let (bytes, tag) = content.withLock { $0 }
                func header(_ name: String) -> String? {
                    request.components(separatedBy: "\r\n").first { $0.hasPrefix(name + ": ") }
                        .map { String($0.dropFirst(name.count + 2)) }
                }
                var start = 0
                if let range = header("Range"), header("If-Range") == nil || header("If-Range") == tag {
                    start = Int(range.dropFirst(6).prefix { $0.isNumber }) ?? 0
                    if start >= bytes.count {
                        connection.answer(
                            "416 Range Not Satisfiable", headers: ["Content-Range: bytes */\(bytes.count)"],
                            #"{"issues":[],"requestId":"r"}"#)
                        continue
                    }
                }
                var head = "HTTP/1.1 \(start > 0 ? "206 Partial Content" : "200 OK")\r\n"
                head += "Content-Type: application/octet-stream\r\nAccept-Ranges: bytes\r\n"
                head += "Content-Length: \(bytes.count - start)\r\n"
                if let tag { head += "ETag: \(tag)\r\n" }
                if start > 0 { head += "Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)\r\n" }
                connection.write(head + "\r\n")
                if let limit = breaksAfter.withLock({ $0 }) {
                    connection.write(Array(bytes[start...].prefix(limit)))
                    return
                }
                connection.write(Array(bytes[start...]))
            }
        }
    }

    private func names(in folder: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func aDownloadThatBreaksOffGoesOn() async throws {
        let file = FileServer("0123456789")
        let server = try RawServer { file.serve($0) }
        let folder = try TemporaryDirectory()
        let target = folder.appending("answer.txt")
        file.breaksAfter.withLock { $0 = 4 }
        let error = try await failure(of: server.baseURL) {
            try await $0.runs.artifacts.download("run_1", path: "output/answer.txt", to: target)
        }
        #expect(caseName(error) == "unreachable")
        #expect(try names(in: folder) == [".answer.txt.part", ".answer.txt.part.etag"])
        file.breaksAfter.withLock { $0 = nil }
        let told = Mutex<[Int64]>([])
        try await withClient(of: server.baseURL) { client in
            let size = try await client.runs.artifacts.download(
                "run_1", path: "output/answer.txt", to: target
            ) { bytes, total in
                #expect(total == 10)
                told.withLock { $0.append(bytes) }
            }
            #expect(size == 10)
        }
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "0123456789")
        #expect(try names(in: folder) == ["answer.txt"])
        #expect(told.withLock { $0.first } == 4 && told.withLock { $0.last } == 10)
        let heads = file.heads.withLock { $0 }
        #expect(!heads[0].contains("Range: "))
        #expect(heads[1].contains("\r\nRange: bytes=4-\r\n"))
        #expect(heads[1].contains("\r\nIf-Range: \"v1\"\r\n"))
        #expect(heads[1].contains("\r\nAccept: */*\r\n"))
    }

    @Test func aFileThatHasChangedBeginsAnew() async throws {
        let file = FileServer("old old old")
        let server = try RawServer { file.serve($0) }
        let folder = try TemporaryDirectory()
        let target = folder.appending("a")
        file.breaksAfter.withLock { $0 = 4 }
        _ = try await failure(of: server.baseURL) {
            try await $0.runs.expected.download("run_1", filename: "a", to: target)
        }
        file.breaksAfter.withLock { $0 = nil }
        file.content.withLock { $0 = (Array("new".utf8), "\"v2\"") }
        try await withClient(of: server.baseURL) { client in
            let size = try await client.runs.expected.download("run_1", filename: "a", to: target)
            #expect(size == 3)
        }
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "new")
        #expect(file.heads.withLock { $0.count } == 2)
    }

    @Test func aPartThatIsWholeIsOnlyPutInPlace() async throws {
        let file = FileServer("0123456789")
        let server = try RawServer { file.serve($0) }
        let folder = try TemporaryDirectory()
        file.breaksAfter.withLock { $0 = 4 }
        _ = try await failure(of: server.baseURL) {
            try await $0.runs.artifacts.downloadZip("run_1", to: folder.appending("a"))
        }
        file.breaksAfter.withLock { $0 = nil }
        // As if the process had been killed between the last byte and the rename.
        try Data("0123456789".utf8).write(to: URL(fileURLWithPath: folder.appending(".a.part")))
        try await withClient(of: server.baseURL) { client in
            let size = try await client.runs.artifacts.downloadZip("run_1", to: folder.appending("a"))
            #expect(size == 10)
        }
        #expect(try names(in: folder) == ["a"])
        // One that is longer than the file is none of it.
        try Data("01234567891".utf8).write(to: URL(fileURLWithPath: folder.appending(".b.part")))
        try Data("\(server.baseURL) GET /api/v1/runs/run_1/files-zip\n\"v1\"\n".utf8)
            .write(to: URL(fileURLWithPath: folder.appending(".b.part.etag")))
        try await withClient(of: server.baseURL) { client in
            let size = try await client.runs.artifacts.downloadZip("run_1", to: folder.appending("b"))
            #expect(size == 10)
        }
        #expect(try String(contentsOfFile: folder.appending("b"), encoding: .utf8) == "0123456789")
        #expect(file.heads.withLock { $0.count } == 4)
    }

    @Test(arguments: [nil, "W/\"v1\"", "v1"])
    func withoutAValidatorNothingIsKept(tag: String?) async throws {
        let file = FileServer("0123456789", tag: tag)
        let server = try RawServer { file.serve($0) }
        let folder = try TemporaryDirectory()
        file.breaksAfter.withLock { $0 = 4 }
        _ = try await failure(of: server.baseURL) {
            try await $0.runs.artifacts.download("run_1", path: "a", to: folder.appending("a"))
        }
        #expect(try names(in: folder) == [])
        try Data("junk".utf8).write(to: URL(fileURLWithPath: folder.appending(".a.part")))
        file.breaksAfter.withLock { $0 = nil }
        try await withClient(of: server.baseURL) { client in
            try await client.runs.artifacts.download("run_1", path: "a", to: folder.appending("a"))
        }
        #expect(try String(contentsOfFile: folder.appending("a"), encoding: .utf8) == "0123456789")
        #expect(file.heads.withLock { $0.allSatisfy { !$0.contains("Range: ") } })
    }

    @Test func anAnswerThatDoesNotFitThePartIsAskedForAsAWhole() async throws {
        let folder = try TemporaryDirectory()
        let server = try RawServer { connection in
            while let request = connection.readRequest() {
                if request.contains("Range: ") {
                    connection.answer(
                        "206 Partial Content", headers: ["Content-Range: bytes 0-9/10"], "wrong")
                } else {
                    connection.answer("200 OK", headers: ["ETag: \"v1\""], "right")
                }
            }
        }
        try Data("0123".utf8).write(to: URL(fileURLWithPath: folder.appending(".a.part")))
        try Data("\(server.baseURL) GET /api/v1/runs/r/artifacts/a\n\"v1\"\n".utf8)
            .write(to: URL(fileURLWithPath: folder.appending(".a.part.etag")))
        try await withClient(of: server.baseURL) { client in
            try await client.runs.artifacts.download("r", path: "a", to: folder.appending("a"))
        }
        #expect(try String(contentsOfFile: folder.appending("a"), encoding: .utf8) == "right")
        #expect(server.requests.count == 2)
    }

    @Test func memoryHasALimitThatNamesTheWayOut() async throws {
        let file = FileServer(String(repeating: "x", count: 100))
        let server = try RawServer { file.serve($0) }
        try await withClient(of: server.baseURL) { client in
            let bytes = try await client.runs.artifacts.download("r", path: "a", limit: 100)
            #expect(bytes == Array(repeating: UInt8(ascii: "x"), count: 100))
            var streamed: [UInt8] = []
            for try await part in try await client.runs.artifacts.stream("r", path: "a").body {
                streamed += part
            }
            #expect(streamed == bytes)
        }
        let error = try await failure(of: server.baseURL) {
            _ = try await $0.runs.artifacts.downloadZip("r", limit: 99)
        }
        #expect(error == .responseTooLarge(baseURL: server.baseURL, limit: 99))
        #expect("\(error)".contains("`to:`"))
    }

    @Test func refusalsAreTypedAndLeaveNothing() async throws {
        let server = try RawServer { connection in
            while let request = connection.readRequest() {
                if request.contains("page") {
                    connection.answer("200 OK", type: "text/html", "<html>")
                } else {
                    connection.answer(
                        "404 Not Found",
                        #"{"issues":[{"field":"","message":"no such artifact","code":"not_found","severity":"error"}],"requestId":"r"}"#
                    )
                }
            }
        }
        let folder = try TemporaryDirectory()
        for name in ["none", "page"] {
            let error = try await failure(of: server.baseURL) {
                try await $0.runs.artifacts.download("r", path: name, to: folder.appending("a"))
            }
            #expect(caseName(error) == (name == "none" ? "notFound" : "notJSON"))
            if name == "none" { #expect(error.failure?.message == "no such artifact") }
        }
        #expect(try names(in: folder) == [])
        for path in ["", "a//b", "../a", "a/."] {
            let error = try await failure(of: server.baseURL) {
                _ = try await $0.runs.artifacts.download("r", path: path)
            }
            #expect(caseName(error) == "invalidArgument")
        }
        for target in ["", "/nowhere/a", folder.path, "\(folder.path)/"] {
            let error = try await failure(of: server.baseURL) {
                try await $0.runs.artifacts.download("r", path: "a", to: target)
            }
            #expect(["file", "invalidArgument"].contains(caseName(error)))
        }
    }

    @Test func twoDownloadsToOnePlaceDoNotMix() async throws {
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n01234")
            connection.waitForEnd()
        }
        let folder = try TemporaryDirectory()
        let target = folder.appending("a")
        try await withClient(of: server.baseURL) { client in
            let first = Task { try await client.runs.artifacts.download("r", path: "a", to: target) }
            for _ in 0..<500 {
                let size = try? FileManager.default.attributesOfItem(atPath: folder.appending(".a.part"))[
                    .size]
                if size as? Int == 5 { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            let error = await #expect(throws: EigenpalError.self) {
                try await client.runs.artifacts.download("r", path: "a", to: target)
            }
            #expect(error.map(caseName) == "file")
            first.cancel()
            let result = await first.result
            #expect(throws: EigenpalError.cancelled) { try result.get() }
        }
        #expect(try names(in: folder) == [".a.part", ".a.part.etag"])
    }
}
