import Foundation
import Testing

@testable import Eigenpal

@Suite struct RunTargetTests {
    @Test(arguments: [
        ("agents.x", "agents.x", nil), ("workflows.x@1.2.0", "workflows.x", "1.2.0"),
        ("workflows.x@latest", "workflows.x", nil), ("agents.x@main", "agents.x", "main"),
        ("anything", "anything", nil),
    ])
    func textsAreTakenApart(text: String, name: String, version: String?) throws {
        let resolved = try RunTarget(text).resolved()
        #expect(resolved.name == name)
        #expect(resolved.version == version)
    }

    @Test(arguments: ["", "@", "@1.0.0", "agents.x@", "a@b@c", "a@@"])
    func otherTextsAreRefused(text: String) {
        let error = #expect(throws: EigenpalError.self) { try RunTarget(text).resolved() }
        #expect(error.map(caseName) == "invalidArgument")
    }

    @Test(arguments: [
        (RunTarget.agent("invoice"), "agents.invoice", nil),
        (.agent("finance.invoice"), "agents.finance.invoice", nil),
        (.agent("finance/invoice", version: "1.0.0"), "agents.finance.invoice", "1.0.0"),
        (.agent("agents.finance.invoice", version: "latest"), "agents.finance.invoice", nil),
        (.agent("agents/finance/invoice"), "agents.finance.invoice", nil),
        (.workflow("triage", version: "1.2.0"), "workflows.triage", "1.2.0"),
        (.workflow("a/b"), "workflows.a.b", nil), (.workflow("workflows.triage"), "workflows.triage", nil),
        (.workflow("wf_1", version: ""), "workflows.wf_1", nil),
    ])
    func namesGetTheirRoot(target: RunTarget, name: String, version: String?) throws {
        let resolved = try target.resolved()
        #expect(resolved.name == name)
        #expect(resolved.version == version)
    }

    @Test(arguments: [
        RunTarget.agent(""), .workflow(""), .agent("workflows.triage"), .workflow("agents.invoice"),
    ])
    func namesOfAnotherRootAreRefused(target: RunTarget) {
        let error = #expect(throws: EigenpalError.self) { try target.resolved() }
        #expect(error.map(caseName) == "invalidArgument")
    }

    @Test func aVersionIsGivenOnce() async throws {
        let server = try RawServer.answering("202 Accepted", CannedAnswers.accepted)
        try await withClient(of: server.baseURL) { client in
            try await client.run("agents.x@1.0.0", version: "1.0.0")
            try await client.run("agents.x", version: "1.0.0")
            try await client.run("agents.x", version: "latest")
        }
        #expect(
            server.requests.map { $0.split(separator: " ")[1] } == [
                "/api/v1/runs?version=1.0.0", "/api/v1/runs?version=1.0.0", "/api/v1/runs",
            ])
        let error = try await failure(of: server.baseURL) { try await $0.run("a@1.0.0", version: "2.0.0") }
        #expect(caseName(error) == "invalidArgument")
    }
}
