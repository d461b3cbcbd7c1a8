import Eigenpal
import Foundation
import TestSupport
import Testing

/// Runs compared by this SDK and by the published Python SDK.
@Suite struct RunComparisonTests {
    private struct Case: Decodable {
        var reference: JSONValue
        var run: JSONValue
        var arguments: Arguments
        var result: JSONValue?

        struct Arguments: Decodable {
            var baseline: Bool
            var normalize_dates: Bool
            var step: String?
        }
    }

    @Test func everyResultIsTheReferences() async throws {
        let python = try await ReferenceClient.python()
        let made = try await runCommand(
            python, ["\(SeededServer.folder)/comparisons.py", "900"], environment: ["PYTHONPATH": nil])
        #expect(made.exitCode == 0, "\(made.errorOutput)")
        let cases = try JSONDecoder().decode([Case].self, from: Data(made.output.utf8))
        let bodies = try cases.map { one in
            try [one.reference, one.run].map { try String(decoding: JSONEncoder().encode($0), as: UTF8.self) }
        }
        let server = try RawServer { connection in
            while let request = connection.readRequest() {
                let name = request.split(separator: "/")[4].prefix { $0 != "?" }.split(separator: "-")
                let body = bodies[Int(name[1]) ?? 0][name[0] == "reference" ? 0 : 1]
                connection.answer("200 OK", body)
            }
        }
        var passed = 0
        try await withClient(of: server.baseURL) { client in
            for (number, one) in cases.enumerated() {
                let comparison = try? await client.runs.compare(
                    "reference-\(number)", "run-\(number)", baseline: one.arguments.baseline,
                    step: one.arguments.step, normalizeDates: one.arguments.normalize_dates)
                let result = try comparison.map { comparison in
                    var result = try JSONDecoder().decode(
                        [String: JSONValue].self, from: JSONEncoder().encode(comparison))
                    result["runId"] = "run"
                    result["comparedWithRunId"] = "reference"
                    return JSONValue.object(result)
                }
                #expect(result == one.result, "\(number): \(one.arguments)\n\(bodies[number])")
                passed += comparison?.passed == true ? 1 : 0
            }
        }
        #expect(passed > 50 && passed < cases.count / 2)
        let targets = server.requests.map { $0.split(separator: " ")[1] }
        #expect(targets.allSatisfy { $0.hasSuffix("?expand=execution") })
    }

    @Test func mixedRunsAreRefused() async throws {
        let server = try RawServer { connection in
            while let request = connection.readRequest() {
                let type = request.contains("/w?") ? "workflow" : "agent"
                connection.answer("200 OK", CannedAnswers.run(type: type))
            }
        }
        for (reference, run, step) in [("a", "w", nil), ("w", "a", nil), ("a", "a", "x"), ("w", "a", "x")] {
            let error = try await failure(of: server.baseURL) {
                _ = try await $0.runs.compare(reference, run, step: step)
            }
            #expect(caseName(error) == "invalidArgument")
        }
        try await withClient(of: server.baseURL) { client in
            guard case .workflow(let comparison) = try await client.runs.compare("w", "w", step: "") else {
                Issue.record("no comparison of workflows")
                return
            }
            #expect(comparison.status == .pass)
            #expect(comparison.steps.isEmpty)
        }
    }
}
