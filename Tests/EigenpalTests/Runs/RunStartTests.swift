import Eigenpal
import Foundation
import Synchronization
import TestSupport
import Testing

/// What a run is started with, and how long it is waited for.
@Suite struct RunStartTests {
    @Test func jsonGoesAsJSONWithAnInputAlways() async throws {
        let server = try RawServer.answering("202 Accepted", CannedAnswers.accepted)
        let note: RunInputValue = .string("n")
        try await withClient(of: server.baseURL) { client in
            let started = try await client.run("agents.x")
            #expect(started.id == "run_1")
            #expect(started.run == nil)
            try await client.run(
                "agents.x", input: ["n": note, "list": [1, "x", ["k": nil]], "old": .file(id: "file_7")],
                overrides: .init(steps: ["s": 1]), metadata: ["ticket": 7])
            try await client.run(
                "agents.x", input: ["olds": [.file(id: "file_7"), .file(id: "file_8", name: "b.pdf")]])
        }
        let bodies = server.requests.map { $0.components(separatedBy: "\r\n\r\n")[1] }
        #expect(bodies[0] == #"{"input":{},"target":"agents.x"}"#)
        #expect(
            bodies[1]
                == #"{"files":{"old":{"fileId":"file_7"}},"input":{"list":[1,"x",{"k":null}],"n":"n"},"metadata":{"ticket":7},"overrides":{"steps":{"s":1}},"target":"agents.x"}"#
        )
        #expect(
            bodies[2]
                == #"{"files":{"olds":[{"fileId":"file_7"},{"fileId":"file_8","filename":"b.pdf"}]},"input":{},"target":"agents.x"}"#
        )
    }

    @Test func aFileMakesItAForm() async throws {
        let server = try RawServer.answering("202 Accepted", CannedAnswers.accepted)
        let folder = try TemporaryDirectory()
        let path = folder.appending("scan.PDF")
        try Data("%PDF".utf8).write(to: URL(fileURLWithPath: path))
        try await withClient(of: server.baseURL) { client in
            try await client.run(
                "agents.x",
                input: [
                    "language": "en", "docs": [.file(path: path), .file("b".utf8, name: "b\r\n\"c\".csv")],
                    "one": .file("{}".utf8, name: "é.weird", contentType: "application/x-weird"),
                ], overrides: .init(steps: ["s": 1]), metadata: ["ticket": 7])
        }
        let request = try #require(server.requests.first)
        let mark = try #require(request.range(of: "boundary="))
        let boundary = request[mark.upperBound...].prefix { $0 != "\r\n" }
        let body = """
            --\(boundary)
            Content-Disposition: form-data; name="target"

            agents.x
            --\(boundary)
            Content-Disposition: form-data; name="input"

            {"language":"en"}
            --\(boundary)
            Content-Disposition: form-data; name="overrides"

            {"steps":{"s":1}}
            --\(boundary)
            Content-Disposition: form-data; name="metadata"

            {"ticket":7}
            --\(boundary)
            Content-Disposition: form-data; name="files.docs"; filename="scan.PDF"
            Content-Type: application/pdf

            %PDF
            --\(boundary)
            Content-Disposition: form-data; name="files.docs"; filename="b%0D%0A%22c%22.csv"
            Content-Type: text/csv

            b
            --\(boundary)
            Content-Disposition: form-data; name="files.one"; filename="é.weird"
            Content-Type: application/x-weird

            {}
            --\(boundary)--

            """.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(request.hasSuffix("\r\n\r\n" + body))
        #expect(request.lowercased().contains("content-length: \(body.utf8.count)\r\n"))
        #expect(boundary.count == 32)
    }

    @Test(
        arguments: [
            ["a": ["k": .file("x".utf8, name: "x")]], ["a": [.file("x".utf8, name: "x"), 1]],
            ["a": [[.file("x".utf8, name: "x")]]], ["a": [.file(id: "f"), .file("x".utf8, name: "x")]],
            ["a": .file(id: "f"), "b": .file("x".utf8, name: "x")],
            ["a": .file("x".utf8, name: "x", contentType: "text/plain\r\nX: y")],
        ] as [[String: RunInputValue]])
    func filesAtOtherPlacesAreRefused(input: [String: RunInputValue]) async throws {
        let server = try RawServer.answering("202 Accepted", CannedAnswers.accepted)
        let error = try await failure(of: server.baseURL) { try await $0.run("agents.x", input: input) }
        #expect(caseName(error) == "invalidArgument")
        #expect(server.requests.isEmpty)
    }

    @Test func whatCannotBeReadIsNotSent() async throws {
        let server = try RawServer.answering("202 Accepted", CannedAnswers.accepted)
        for path in ["/nowhere/contract.pdf", "/tmp"] {
            let error = try await failure(of: server.baseURL) {
                try await $0.run("agents.x", input: ["f": .file(path: path)])
            }
            guard case .file(path, let reason) = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(!reason.isEmpty)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func theServersWaitIsAddedToTheTimeLimit() async throws {
        let server = try RawServer { connection in
            while let request = connection.readRequest() {
                if request.contains("wait_for_completion=40 ") { Thread.sleep(forTimeInterval: 4) }
                connection.answer("200 OK", CannedAnswers.run())
            }
        }
        // The answer comes after the client's own limit; the rest is for a machine that is busy.
        try await withClient(of: server.baseURL, timeout: .seconds(3)) { client in
            let started = try await client.run("agents.x", waitForCompletion: .seconds(40))
            #expect(started.run?.execution.status == .completed)
            let again = try await client.rerun("run_1", waitForCompletion: .milliseconds(39_001))
            #expect(again.run?.id == "run_1")
        }
        let error = try await failure(of: server.baseURL) {
            try await $0.run("agents.x", waitForCompletion: .seconds(-1))
        }
        #expect(caseName(error) == "invalidArgument")
    }

    @Test func theTimeLimitHoldsForWaitsToo() async throws {
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.waitForEnd()
        }
        let error = try await failure(of: server.baseURL, timeout: .milliseconds(300)) {
            try await $0.run("agents.x", waitForCompletion: .seconds(1))
        }
        #expect(caseName(error) == "timeout")
        #expect("\(error)".contains("1.3 seconds"))
    }

    @Test func aResultThatIsNoneIsADecodingError() async throws {
        let server = try RawServer.answering("200 OK", #"{"id":"run_1"}"#)
        let error = try await failure(of: server.baseURL) { try await $0.run("agents.x") }
        #expect(caseName(error) == "decoding")
    }
}
