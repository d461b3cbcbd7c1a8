import EigenpalAPI
import Foundation
import Logging
import TestSupport
import Testing

@testable import EigenpalServer

/// docs/openapi.yaml, and the server that it describes.
@Suite struct OpenAPITests {
    @Test func describesEveryEndpointAndNoOther() async throws {
        let home = try TemporaryDirectory()
        var configuration = ServerConfiguration(dataDirectory: home.appending("data"))
        configuration.executable = Products.server
        let server = try await Server(configuration, environment: [:], logger: Logger(label: "test"))
        #expect(try Self.operations() == server.operations)
        #expect(server.operations.count > 45)
    }

    @Test func isServedToEverybody() async throws {
        let server = try await RunningServer.start()
        let answer = try await server.send("GET", "/api/v1/openapi.json", key: .none)
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/json; charset=utf-8")
        #expect(answer.headers["x-request-id"] != nil)
        #expect(try answer.json["openapi"]?.string == "3.1.0")
        let tag = try #require(answer.headers["etag"])
        for (wanted, status) in [
            (tag, 304), ("W/\(tag)", 304), ("\"other\", \(tag)", 304), ("*", 304), ("\"other\"", 200),
            ("", 200),
        ] {
            let again = try await server.send(
                "GET", "/api/v1/openapi.json", key: .none, headers: ["If-None-Match": wanted])
            #expect(again.status == status, "\(wanted)")
            #expect(again.headers["etag"] == tag)
            #expect(again.body.isEmpty == (status == 304))
        }
        let head = try await server.send("HEAD", "/api/v1/openapi.json", key: .none)
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
        #expect(try await server.send("POST", "/api/v1/openapi.json").headers["allow"] == "GET, HEAD")
        try await server.stop()
    }

    /// What the description has, as the server names its endpoints.
    private static func operations() throws -> [String] {
        let document = try #require(JSONValue(bytes: Array(OpenAPIDocument.json.utf8)))
        let paths = try #require(document["paths"]?.object)
        return paths.flatMap { path, item in
            (item.object ?? [:]).keys.filter { $0 != "parameters" }.map { "\($0.uppercased()) \(path)" }
        }.sorted()
    }
}

/// What generated requests have found.
@Suite struct GeneratedRequestTests {
    private static let form = ["Content-Type": "multipart/form-data; boundary=limit"]

    /// A server with a run that waits.
    private func serverWithARun() async throws -> (RunningServer, String) {
        let server = try await RunningServer.start(arguments: ["--workers", "0"])
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/a"))
        try await checkout.release("agents.a@1.0.0")
        try await checkout.push()
        let run = try await server.send("POST", "/api/v1/runs", body: #"{"target":"agents.a"}"#)
        #expect(run.status == 202)
        return (server, try #require(try run.json["id"]?.string))
    }

    @Test func bothNamesOfAFieldAreChecked() async throws {
        let (server, run) = try await serverWithARun()
        for (body, field) in [
            (#"{"status":null,"feedbackStatus":"none"}"#, "feedbackStatus"),
            (#"{"rating":"pass","feedbackRating":"good"}"#, "feedbackRating"),
            (#"{"body":"","feedback":"\#(String(repeating: "a", count: 70_000))"}"#, "feedback"),
        ] {
            let answer = try await server.send("PATCH", "/api/v1/runs/\(run)/feedback", body: body)
            #expect(answer.status == 400)
            #expect(try answer.decoded(APIErrorEnvelope.self).issues.map(\.field) == [field])
        }
        try await server.stop()
    }

    @Test func aFileThatTheClientHasIsNotSentAgain() async throws {
        let (server, run) = try await serverWithARun()
        let path = "/api/v1/runs/\(run)/expected"
        let body =
            "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n--limit--\r\n"
        #expect(try await server.send("POST", path, body: body, headers: Self.form).status == 201)
        let first = try await server.send("GET", "\(path)/a.txt")
        #expect(first.text == "hello")
        let tag = try #require(first.headers["etag"])
        let again = try await server.send(
            "GET", "\(path)/a.txt", headers: ["If-None-Match": tag, "Range": "bytes=0-1"])
        #expect(again.status == 304)
        #expect(again.headers["etag"] == tag)
        #expect(again.body.isEmpty)
        try await server.stop()
    }

    @Test func aRunThatDoesNotComeToBeLeavesNothingBehind() async throws {
        let (server, _) = try await serverWithARun()
        for files in [#"{"a":[]}"#, #"{"a":{"fileId":"file_none"}}"#] {
            let answer = try await server.send(
                "POST", "/api/v1/runs", body: #"{"target":"agents.a","files":\#(files)}"#)
            #expect(answer.status == (files.contains("none") ? 400 : 202))
        }
        let left = try FileManager.default.contentsOfDirectory(
            atPath: "\(server.dataDirectory)/runs/incoming")
        #expect(left.isEmpty)
        try await server.stop()
    }

    @Test func aTextThatWouldBeCutIsRefused() async throws {
        let (server, run) = try await serverWithARun()
        for (more, field) in [
            (#""metadata":{"batchId":"a\u0000b"}"#, "metadata.batchId"),
            (#""metadata":{"exampleId":"a\nb"}"#, "metadata.exampleId"),
            (#""metadata":{"annotation":"a\u0000b"}"#, "metadata.annotation"),
            (#""files":{"a\u0000b":[]}"#, "files.a\u{0}b"),
            (#""files":{"a":{"fileId":"x","mimeType":"text\u0000/plain"}}"#, "files.a"),
        ] {
            let answer = try await server.send(
                "POST", "/api/v1/runs", body: #"{"target":"agents.a",\#(more)}"#)
            #expect(answer.status == 400, "\(more)")
            let issues = try answer.decoded(APIErrorEnvelope.self).issues
            #expect(issues.map(\.field) == [field])
            #expect(issues.map(\.code) == ["invalid_characters"])
        }
        let note = #"{"target":"agents.a","metadata":{"annotation":"a\nb","batchId":7}}"#
        #expect(try await server.send("POST", "/api/v1/runs", body: note).status == 202)
        let file = "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n"
        for (part, code) in [
            ("Content-Disposition: form-data; name=\"name\"\r\n\r\na\u{0}b", "invalid_characters"),
            ("Content-Disposition: form-data; name=\"na\u{0}me\"\r\n\r\nb", "invalid_multipart"),
        ] {
            let answer = try await server.send(
                "POST", "/api/v1/runs/\(run)/files", body: "\(file)--limit\r\n\(part)\r\n--limit--\r\n",
                headers: Self.form)
            #expect(answer.status == 400, "\(code)")
            #expect(try answer.decoded(APIErrorEnvelope.self).issues.map(\.code) == [code])
        }
        try await server.stop()
    }
}
