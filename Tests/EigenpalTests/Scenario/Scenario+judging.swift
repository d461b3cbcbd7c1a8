import Eigenpal

/// The calls about what is expected of a run and what is said of it.
extension Scenario {
    func makeExpectedCalls(run: String) async throws {
        let client = client
        let calls = client.runs
        let expected = calls.expected
        try await step("expected.list of nothing") { try await expected.list(run) }
        try await step("comparison.get of nothing") { try await calls.comparison.get(run) }
        try await step("expected.upload") {
            try await expected.upload(run, .file("{}".utf8, name: "a.json"), name: "b c.json")
        }
        try await step("expected.rename") {
            try await expected.rename(run, filename: "b c.json", name: "d.json")
        }
        try await step("expected.rename to a bad name") {
            try await expected.rename(run, filename: "d.json", name: "../x")
        }
        try await step("expected.list") { try await expected.list(run) }
        try await step("comparison.get") { try await calls.comparison.get(run) }
        try await step("expected.download") { try await expected.download(run, filename: "d.json") }
        try await step("expected.delete") { try await expected.delete(run, filename: "d.json") }
        try await step("expected.download of nothing") {
            try await expected.download(run, filename: "d.json")
        }
        try await step("expected.copy_output") {
            let copy = try await expected.copyOutput(run, outputFileName: "given.json")
            // The Python SDK loses the body on the way, and a server without one copies all that the run made.
            _ = try await client.send(method: "POST", path: "/api/v1/runs/\(run)/expected")
            return copy
        }
        try await step("expected.list of copies") { try await expected.list(run) }
        try await step("comparison.get of copies") { try await calls.comparison.get(run) }
        try await step("expected.rename to a name twice") {
            try await expected.rename(run, filename: "given.json", name: "deep/all.bin")
        }
    }

    func makeFeedbackCalls(run: String) async throws {
        let calls = client.runs
        let feedback = calls.feedback
        try await step("feedback.get of nothing") { try await feedback.get(run) }
        try await step("feedback.update") {
            try await feedback.update(run, body: "Wrong.", rating: "fail", expected: ["total": 8])
        }
        try await step("feedback.resolve") { try await feedback.resolve(run, body: "Seen.") }
        try await step("feedback.get") { try await feedback.get(run) }
        try await step("feedback.update beyond") {
            try await feedback.update(run, body: String(repeating: "x", count: 70_000))
        }
        try await step("runs.get of a judged one") { try await calls.get(run, expand: [.execution]) }
        try await step("runs.get of a judged one, all that comes") {
            try await calls.get(run, expand: Self.everything)
        }
        try await step("feedback.clear") { try await feedback.clear(run) }
    }
}
