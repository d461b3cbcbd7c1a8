import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct SyncTests {
    @Test func registersAndReconciles() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/a", name: "First name"))
        try await checkout.push()
        let early = try await server.sync("agents.a")
        #expect(early.status == 404)
        #expect(try early.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["release_not_found"])
        #expect(try await server.agent("a").sourceIntegrity == .unregistered)

        try await checkout.release("agents.a@1.0.0")
        try await checkout.push()
        let first = try await server.sync("a").decoded(AutomationSyncResponse.self)
        #expect(first.automation.id.hasPrefix("agt_"))
        #expect(first.automation.type == .agent)
        #expect(first.automation.slug == "a")
        #expect(first.automation.status == .active)
        #expect(first.release.version == "1.0.0")
        #expect(first.release.tag == "agents.a@1.0.0")
        #expect(first.release.commit == (try await checkout.git("rev-parse", "HEAD")))
        #expect(first.warnings.isEmpty)
        #expect(try await server.agent("a").name == "First name")

        _ = try await server.send("PATCH", "/api/v1/agents/a", body: #"{"name":"Patched","config":{"k":1}}"#)
        try await checkout.commit(SamplePackage.agent("agents/a", name: "Second name"))
        try await checkout.release("agents.a@1.1.0")
        try await checkout.commit(SamplePackage.agent("agents/a", name: "Unreleased name"))
        try await checkout.push()
        let second = try await server.sync("agents%2Fa").decoded(AutomationSyncResponse.self)
        #expect(second.automation.id == first.automation.id)
        #expect(second.release.version == "1.1.0")
        let agent = try await server.agent("a")
        #expect(agent.name == "Second name")
        #expect(agent.config == ["k": .integer(1)])
        #expect(agent.latestVersion == .value("1.1.0"))

        try await checkout.commit(["agents/a/eigenpal.yaml": nil, "agents/a/AGENT.md": nil])
        try await checkout.push()
        #expect(try await server.agent("a").sourceIntegrity == .sourceMissing)
        let archived = try await server.sync(first.automation.id).decoded(AutomationSyncResponse.self)
        #expect(archived.automation.status == .archived)
        #expect(archived.warnings.count == 1)
        func slugs(_ query: String) async throws -> [String] {
            try await server.send("GET", "/api/v1/agents\(query)").decoded(ListAgentsResponse.self).data.map(
                \.slug)
        }
        #expect(try await slugs("").isEmpty)
        #expect(try await slugs("?includeArchived=true") == ["a"])

        let revived = try await server.create(#"{"name":"Again","slug":"a"}"#).decoded(
            CreateAgentResponse.self)
        #expect(revived.agent.id == first.automation.id)
        #expect(revived.sourceRecovered == true)
        #expect(revived.recoveryKind == .minimalScaffold)
        #expect(try await slugs("") == ["a"])
        try await server.stop()
    }

    @Test func asksWhichOneWhenASlugMeansTwo() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/same"))
        try await checkout.commit(SamplePackage.workflow("workflows/same"))
        try await checkout.commit(SamplePackage.skill("resources/skills/ocr"))
        for package in ["agents.same", "workflows.same", "resources.skills.ocr"] {
            try await checkout.release("\(package)@1.0.0")
        }
        try await checkout.push()
        let answer = try await server.sync("same")
        #expect(answer.status == 400)
        let envelope = try answer.decoded(APIErrorEnvelope.self)
        #expect(envelope.issues.map(\.code) == ["ambiguous_automation"])
        #expect(envelope.issues[0].message.contains("agents.same and workflows.same"))
        #expect(
            try await server.sync("agents.same").decoded(AutomationSyncResponse.self).automation.type
                == .agent)
        #expect(
            try await server.sync("workflows.same").decoded(AutomationSyncResponse.self).automation.type
                == .workflow)
        for other in ["resources.skills.ocr", "resources%2Fskills%2Focr"] {
            let refused = try await server.sync(other)
            #expect(refused.status == 400)
            #expect(try refused.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["not_an_automation"])
        }
        try await server.stop()
    }

    @Test func syncsAtOnceRegisterOnce() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/a"))
        try await checkout.release("agents.a@1.0.0")
        try await checkout.push()
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    try await server.sync("a").decoded(AutomationSyncResponse.self).automation.id
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        try await server.stop()
    }

    @Test func listsVersionsOfAgentsAndWorkflows() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/a"))
        try await checkout.commit(
            SamplePackage.workflow("workflows/w", name: "Extract", steps: "steps: [one]\n"))
        try await checkout.release("agents.a@1.0.0", "First\n\nWith more to say.")
        try await checkout.release("workflows.w@1.0.0")
        try await checkout.commit(
            SamplePackage.workflow("workflows/w", name: "Extract", steps: "steps: [two]\n"))
        try await checkout.release("workflows.w@2.0.0")
        try await checkout.commit(
            SamplePackage.workflow("workflows/w", name: "Extract", steps: "steps: [three]\n"))
        try await checkout.push()

        let agent = try await server.send("GET", "/api/v1/agents/a/versions").decoded(
            ListAgentVersionsResponse.self)
        #expect(agent.agentId == "agents.a")
        #expect(agent.packagePath == "agents/a")
        let version = try #require(agent.versions.first)
        #expect(version.notes == "First\n\nWith more to say.")
        #expect(version.latest)
        #expect(version.sourceRef == "agents.a@1.0.0")
        #expect(version.createdByUser?.email == "ann@example.com")
        #expect(version.createdByUser?.name == "Ann Example")
        #expect(try #require(version.createdAt).hasSuffix(".000Z"))

        let id = try await server.sync("workflows.w").decoded(AutomationSyncResponse.self).automation.id
        #expect(id.hasPrefix("wf_"))
        let detail = try await server.send("GET", "/api/v1/workflows/\(id)").decoded(WorkflowDetail.self)
        #expect(detail.version == .value("2.0.0"))
        #expect(detail.yamlContent == .value("steps: [two]\n"))
        let versions = try await server.send("GET", "/api/v1/workflows/w/versions").decoded(
            ListVersionsResponse.self)
        #expect(versions.total == 2)
        #expect(versions.data.map(\.version) == [.value("2.0.0"), .value("1.0.0")])
        #expect(versions.data.map(\.yamlContent) == ["steps: [two]\n", "steps: [one]\n"])
        #expect(versions.data.map(\.isCurrent) == [true, false])
        #expect(versions.data.allSatisfy { $0.workflowId == id })
        let page = try await server.send("GET", "/api/v1/workflows/w/versions?limit=1&offset=1")
            .decoded(ListVersionsResponse.self)
        #expect(page.data.map(\.version) == [.value("1.0.0")])

        func workflows(_ query: String) async throws -> [Nullable<String>] {
            try await server.send("GET", "/api/v1/workflows\(query)").decoded(ListWorkflowsResponse.self).data
                .map(\.name)
        }
        #expect(try await workflows("") == [.value("Extract")])
        #expect(try await workflows("?name=w") == [.value("Extract")])
        #expect(try await workflows("?name=Extract") == [.value("Extract")])
        #expect(try await workflows("?name=Extr").isEmpty)
        #expect(try await workflows("?search=extr") == [.value("Extract")])
        #expect(try await workflows("?kind=block").isEmpty)
        #expect(try await workflows("?kind=workflow&folderId=null") == [.value("Extract")])
        #expect(try await workflows("?folderId=f1").isEmpty)
        try await server.stop()
    }
}

extension RunningServer {
    /// Syncs an automation.
    fileprivate func sync(_ name: String) async throws -> HTTPAnswer {
        try await send("POST", "/api/v1/automations/\(name)/sync")
    }

    /// Reads an agent.
    fileprivate func agent(_ name: String) async throws -> AgentSummary {
        try await send("GET", "/api/v1/agents/\(name)").decoded(GetAgentResponse.self).agent
    }
}
