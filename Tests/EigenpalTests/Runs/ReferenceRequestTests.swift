import Eigenpal
import Foundation
import TestSupport
import Testing

/// What the published Python SDK sends for each of its methods, and what this SDK sends for the same call.
@Suite struct ReferenceRequestTests {
    /// Where the two differ, and why they may.
    private static func allowed(_ label: String, reference: RecordedRequest) -> RecordedRequest {
        var expected = reference
        // httpx accepts anything and gets JSON; this SDK says what it can read. Files are asked for alike.
        let isFile =
            label.hasPrefix("runs.artifacts.download") || label == "runs.expected.download"
        expected.headers["accept"] = isFile ? "*/*" : "application/json"
        // The Python SDK loses the body of this one on the way.
        if label == "runs.expected.copy_output" {
            expected.headers["content-type"] = "application/json"
            expected.body = .json(["outputFileName": "a.json", "expectedName": "b.json"])
        }
        return expected
    }

    @Test func everyMethodSendsWhatTheReferenceSends() async throws {
        let python = try await ReferenceClient.python()
        let reference = try RawServer.recording()
        let result = try await runCommand(
            python, ["\(SeededServer.folder)/calls.py"],
            environment: [
                "EIGENPAL_BASE_URL": reference.baseURL, "EIGENPAL_API_KEY": testKey, "PYTHONPATH": nil,
                "HTTP_PROXY": nil, "http_proxy": nil, "ALL_PROXY": nil, "all_proxy": nil, "NO_PROXY": "*",
            ])
        #expect(result.exitCode == 0, "\(result.output)\(result.errorOutput)")
        let labels = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))

        let ours = try RawServer.recording()
        let folder = try TemporaryDirectory()
        let pdf = folder.appending("the \"big\" one.pdf")
        try Data("%PDF-1.7\r\n--not a boundary\r\n".utf8).write(to: URL(fileURLWithPath: pdf))
        let calls = ReferenceCalls(pdf: pdf)
        #expect(Set(labels) == Set(calls.all.map(\.label)))
        for (label, call) in calls.all {
            try await withClient(of: "\(ours.baseURL)/\(label)") { client in
                do { try await call(client) } catch let error as EigenpalError {
                    // The two that the server refuses, as it must.
                    #expect(caseName(error) == "conflict", "\(label): \(error)")
                }
            }
        }
        let theirs = Dictionary(grouping: reference.requests.map(RecordedRequest.init), by: \.label)
        let sent = Dictionary(grouping: ours.requests.map(RecordedRequest.init), by: \.label)
        for label in labels {
            let expected = try #require(theirs[label]).map { Self.allowed(label, reference: $0) }
            #expect(sent[label] == expected, "\(label)")
        }
    }
}
