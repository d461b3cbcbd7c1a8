import EigenpalAPI
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Eigenpal

@Suite struct UploadTests {
    /// A server that counts the bytes of a body and answers when all have come.
    private static func counting(_ count: @escaping @Sendable (Int) -> Void) throws -> RawServer {
        try RawServer { connection in
            var head: [UInt8] = []
            let end = Array("\r\n\r\n".utf8)
            while head.firstRange(of: end) == nil {
                guard let bytes = connection.readBytes() else { return }
                head += bytes
            }
            let range = head.firstRange(of: end) ?? 0..<0
            let text = String(decoding: head[..<range.lowerBound], as: UTF8.self).lowercased()
            let length = text.components(separatedBy: "content-length: ").last?.prefix { $0.isNumber }
            let expected = length.flatMap { Int($0) } ?? 0
            var received = head.count - range.upperBound
            while received < expected {
                guard let bytes = connection.readBytes() else { return }
                received += bytes.count
            }
            count(received)
            connection.answer("201 Created", #"{"file":{"id":"file_1","filename":"big.bin"},"more":1}"#)
        }
    }

    @Test func aLargeFileIsReadWhileItIsSent() async throws {
        let size = 384 << 20
        let folder = try TemporaryDirectory()
        let path = folder.appending("big.bin")
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: UInt64(size))
        try file.close()
        let received = Mutex(0)
        let server = try Self.counting { count in received.withLock { $0 = count } }
        let told = Mutex<[(Int64, Int64?)]>([])
        let before = try residentMemory()
        try await withClient(of: server.baseURL) { client in
            let answer = try await client.runs.files.upload("run_1", .file(path: path)) { sent, total in
                told.withLock { $0.append((sent, total)) }
            }
            #expect(answer.file?.id == "file_1")
            #expect(answer.additional == ["more": 1])
        }
        let total = try #require(told.withLock { $0 }.last?.1)
        #expect(received.withLock { $0 } == Int(total))
        #expect(Int(total) > size && Int(total) < size + 1_000)
        #expect(told.withLock { $0 }.last?.0 == total)
        #expect(told.withLock { list in zip(list, list.dropFirst()).allSatisfy { $0.0 < $1.0 } })
        #expect(try residentMemory() - before < 256 << 20)
    }

    @Test func anUploadIsLateOnlyWhenItStandsStill() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.appending("a.bin")
        let size = 64 << 20
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: UInt64(size))
        try file.close()
        // Eight seconds and more as a whole, and what the system holds of it at the end is read in much less.
        let slow = try RawServer { connection in
            var received = 0
            while received < size {
                guard let bytes = connection.readBytes() else { return }
                received += bytes.count
                Thread.sleep(forTimeInterval: 0.008)
            }
            connection.answer("201 Created", "{}")
        }
        try await withClient(of: slow.baseURL, timeout: .seconds(5)) { client in
            let start = ContinuousClock.now
            try await client.runs.files.upload("run_1", .file(path: path))
            #expect(start.duration(to: .now) > .seconds(5))
        }
        let stuck = try RawServer { connection in
            _ = connection.readBytes()
            Thread.sleep(forTimeInterval: 5)
        }
        let error = try await failure(of: stuck.baseURL, timeout: .milliseconds(300)) {
            try await $0.runs.files.upload("run_1", .file(path: path))
        }
        #expect(caseName(error) == "timeout")
    }

    @Test func anOpenFileIsSentFromWhereItStands() async throws {
        let server = try RawServer.answering("201 Created", "{}")
        let folder = try TemporaryDirectory()
        let path = folder.appending("a.txt")
        try Data("skip this".utf8).write(to: URL(fileURLWithPath: path))
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        try handle.seek(toOffset: 5)
        try await withClient(of: server.baseURL) { client in
            try await client.runs.files.upload(
                "run_1", .file(handle: handle.fileDescriptor, name: "a.txt"))
        }
        #expect(server.requests[0].contains("\r\nContent-Type: text/plain\r\n\r\nthis\r\n--"))
        #expect(try handle.offset() == 5)
    }

    @Test func aPipeIsSentInChunks() async throws {
        let text = Mutex("")
        let server = try RawServer { connection in
            var bytes: [UInt8] = []
            while !String(decoding: bytes, as: UTF8.self).hasSuffix("0\r\n\r\n") {
                guard let more = connection.readBytes() else { return }
                bytes += more
            }
            text.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
            connection.answer("201 Created", "{}")
        }
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("through a pipe".utf8))
        try pipe.fileHandleForWriting.close()
        try await withClient(of: server.baseURL) { client in
            try await client.runs.expected.upload(
                "run_1", .file(handle: pipe.fileHandleForReading.fileDescriptor, name: "p"), name: "q")
        }
        let sent = text.withLock { $0 }
        #expect(sent.lowercased().contains("transfer-encoding: chunked"))
        #expect(sent.contains("through a pipe"))
    }

    @Test func aFileThatShrinksFailsTheRequest() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.appending("a.bin")
        try Data(count: 100).write(to: URL(fileURLWithPath: path))
        let form = MultipartForm(files: [("file", .file(path: path))])
        let body = try form.body(boundary: "b", activity: TransferActivity())
        try Data(count: 10).write(to: URL(fileURLWithPath: path))
        guard case .chunks(let length, let chunks) = body.source else {
            Issue.record("not a stream")
            return
        }
        #expect((length ?? 0) > 100)
        let error = await #expect(throws: EigenpalError.self) { for try await _ in chunks {} }
        #expect(error.map(caseName) == "file")
    }

    @Test func typesAreGuessedByTheExtension() {
        for (name, type) in [
            ("a.pdf", "application/pdf"), ("A.CSV", "text/csv"), ("a.tar.gz", "application/gzip"),
            ("noextension", "application/octet-stream"), (".pdf", "application/octet-stream"),
            ("a.", "application/octet-stream"), ("a.unknown", "application/octet-stream"),
        ] {
            #expect(MediaType.guess(name) == type)
        }
        #expect(FileUpload.file(path: "deep/er/a.json").name == "a.json")
        #expect(FileUpload.file(path: "a.json", name: "b.txt").contentType == "text/plain")
    }

    /// How much memory the process holds now, in bytes.
    private func residentMemory() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(pages[1]) ?? 0) * 4_096
    }
}
