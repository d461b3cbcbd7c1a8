import Foundation
import Running
import TestSupport
import Testing

@testable import SourceTool

@Suite struct LogStreamTests {
    @Test func linesComeWholeAndWithoutSecrets() throws {
        let directory = try TemporaryDirectory()
        let path = directory.appending("runner.log")
        var log = LogStream(path, mask: SecretMask(["hunter2hunter2"]), isTerminal: true)
        #expect(log.take().isEmpty)
        try Data("one\nthe key is hunter2".utf8).write(to: URL(filePath: path))
        #expect(String(decoding: log.take(), as: UTF8.self) == "one\n")
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("hunter2\n\u{1B}[2J\ttab\nlast".utf8))
        #expect(String(decoding: log.take(), as: UTF8.self) == "the key is ***\n␛[2J\ttab\n")
        #expect(String(decoding: log.take(isOver: true), as: UTF8.self) == "last\n")
        #expect(log.take(isOver: true).isEmpty)
    }
}
