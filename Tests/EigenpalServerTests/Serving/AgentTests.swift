import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct AgentTests {
    @Test func createsByACommitOnMain() async throws {
        let server = try await RunningServer.start()
        let answer = try await server.create(
            #"{"name":"Invoice reader","slug":"finance.invoice","description":"Reads invoices","config":{"a":[1,null]}}"#
        )
        #expect(answer.status == 201)
        let created = try answer.decoded(CreateAgentResponse.self)
        #expect(created.agent.id.hasPrefix("agt_"))
        #expect(created.agent.slug == "finance.invoice")
        #expect(created.agent.name == "Invoice reader")
        #expect(created.agent.description == .value("Reads invoices"))
        #expect(created.agent.config == ["a": .array([.integer(1), .null])])
        #expect(created.agent.sourceIntegrity == .healthy)
        #expect(created.agent.latestVersion == .null)
        #expect(created.sourceRecovered == nil)
        #expect(created.recoveryKind == nil)

        let checkout = try await SourceCheckout(of: server)
        let files = try await checkout.git("ls-tree", "-r", "--name-only", "HEAD").split(separator: "\n")
        #expect(files.contains("agents/finance/invoice/eigenpal.yaml"))
        #expect(files.contains("agents/finance/invoice/AGENT.md"))
        #expect(files.contains("eigenpal.yaml"))
        #expect(
            try await checkout.git("log", "-1", "--format=%an, %ae").hasPrefix("first key, key_"))

        let again = try await server.create(#"{"name":"Other","slug":"finance/invoice"}"#)
        #expect(again.status == 400)
        #expect(try again.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["slug_taken"])
        #expect(
            try await checkout.git("ls-remote", "origin", "main").hasPrefix(checkout.git("rev-parse", "HEAD"))
        )
        try await server.stop()
    }

    @Test func findsAnAgentByEveryName() async throws {
        let server = try await RunningServer.start()
        let id = try await server.create(#"{"name":"A","slug":"a.b"}"#).decoded(CreateAgentResponse.self)
            .agent.id
        for name in [id, "a.b", "agents.a.b", "agents%2Fa%2Fb", "agents%2fa%2fb"] {
            let answer = try await server.send("GET", "/api/v1/agents/\(name)?include=files,dataset")
            let agent = try answer.decoded(GetAgentResponse.self).agent
            #expect(agent.id == id, "\(name)")
            #expect(agent.additional["files"]?.array?.isEmpty == false)
            #expect(agent.additional["dataset"] == .null)
        }
        try await server.stop()
    }

    @Test func listsWhatIsRegisteredAndWhatIsInGitAlone() async throws {
        let server = try await RunningServer.start()
        for slug in ["b", "c.d"] {
            _ = try await server.create(#"{"name":"Agent \#(slug)","slug":"\#(slug)"}"#)
        }
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/a", name: "Émile"))
        try await checkout.commit(["agents/b/eigenpal.yaml": nil, "agents/b/AGENT.md": nil])
        try await checkout.push()
        func list(_ query: String = "") async throws -> ListAgentsResponse {
            try await server.send("GET", "/api/v1/agents\(query)").decoded(ListAgentsResponse.self)
        }
        let all = try await list()
        #expect(all.total == 3)
        #expect(all.data.map(\.slug) == ["a", "b", "c.d"])
        #expect(all.data.map(\.sourceIntegrity) == [.unregistered, .sourceMissing, .healthy])
        #expect(all.data[0].id == "agents.a")
        #expect(all.data[0].name == "Émile")
        #expect(try await list("?limit=1&offset=1").data.map(\.slug) == ["b"])
        #expect(try await list("?limit=1&offset=1").total == 3)
        #expect(try await list("?offset=9").data.isEmpty)
        #expect(try await list("?search=%C3%89mile").data.map(\.slug) == ["a"])
        #expect(try await list("?search=AGENT%20C").data.map(\.slug) == ["c.d"])
        #expect(try await list("?search=none").total == 0)
        #expect(try await list("?slug=c.d").data.map(\.slug) == ["c.d"])
        #expect(try await list("?slug=c").total == 0)
        try await server.stop()
    }

    @Test func changesMetadata() async throws {
        let server = try await RunningServer.start()
        _ = try await server.create(#"{"name":"A","slug":"a","description":"Old","config":{"x":1}}"#)
        func patch(_ body: String, _ name: String = "a") async throws -> HTTPAnswer {
            try await server.send("PATCH", "/api/v1/agents/\(name)", body: body)
        }
        let renamed = try await patch(#"{"name":"B","unknown":true}"#).decoded(PatchAgentResponse.self).agent
        #expect(renamed.name == "B")
        #expect(renamed.description == .value("Old"))
        #expect(renamed.config == ["x": .integer(1)])
        let changed = try await patch(#"{"description":"","config":{"y":2}}"#).decoded(
            PatchAgentResponse.self
        ).agent
        #expect(changed.description == .null)
        #expect(changed.config == ["y": .integer(2)])
        let read = try await server.send("GET", "/api/v1/agents/a").decoded(GetAgentResponse.self).agent
        #expect(read == changed)
        let large = try await patch(#"{"config":{"x":"\#(String(repeating: "a", count: 70_000))"}}"#)
        #expect(try large.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["too_large"])

        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/git"))
        try await checkout.push()
        let alone = try await patch(#"{"name":"B"}"#, "git")
        #expect(alone.status == 404)
        #expect(try alone.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["agent_not_registered"])
        try await server.stop()
    }

    @Test func recoversWhatIsInGit() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/whole"))
        try await checkout.commit(["agents/partial/eigenpal.yaml": "schemaVersion: 1\nname: Partial\n"])
        try await checkout.commit(["agents/bare/notes.md": "notes\n"])
        try await checkout.commit([
            "agents/broken/eigenpal.yaml": "schemaVersion: 1\nname: x\nsurprise: true\n",
            "agents/broken/AGENT.md": "x",
        ])
        try await checkout.push()
        func tip() async throws -> String { try await checkout.git("ls-remote", "origin", "main") }

        let before = try await tip()
        let whole = try await server.create(#"{"name":"Whole","slug":"whole"}"#)
        #expect(whole.status == 201)
        #expect(try whole.decoded(CreateAgentResponse.self).sourceRecovered == true)
        #expect(try whole.decoded(CreateAgentResponse.self).recoveryKind == .existing)
        #expect(try await tip() == before, "nothing had to be added")

        for slug in ["partial", "bare"] {
            let answer = try await server.create(#"{"name":"New","slug":"\#(slug)"}"#)
            #expect(answer.status == 201, "\(answer.text)")
            #expect(try answer.decoded(CreateAgentResponse.self).recoveryKind == .minimalScaffold)
        }
        try await checkout.git("pull", "--quiet")
        #expect(try await checkout.git("show", "HEAD:agents/partial/eigenpal.yaml").contains("name: Partial"))
        #expect(try await !checkout.git("show", "HEAD:agents/partial/AGENT.md").isEmpty)
        #expect(try await checkout.git("show", "HEAD:agents/bare/notes.md") == "notes")

        let last = try await tip()
        let broken = try await server.create(#"{"name":"Broken","slug":"broken"}"#)
        #expect(broken.status == 400)
        let envelope = try broken.decoded(APIErrorEnvelope.self)
        #expect(envelope.issues.contains { $0.field == "agents/broken/eigenpal.yaml" }, "\(envelope)")
        #expect(try await tip() == last)
        #expect(
            try await server.send("GET", "/api/v1/agents/broken").decoded(GetAgentResponse.self).agent
                .sourceIntegrity == .unregistered)
        try await server.stop()
    }

    @Test func putsNothingInTheWayOfAFile() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(["agents/file": "not a folder\n"])
        try await checkout.push()
        for slug in ["file", "file.below"] {
            let answer = try await server.create(#"{"name":"A","slug":"\#(slug)"}"#)
            #expect(answer.status == 400)
            #expect(try answer.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["path_taken"])
        }
        try await checkout.git("pull", "--quiet")
        #expect(try await checkout.git("show", "HEAD:agents/file") == "not a folder")
        try await server.stop()
    }

    @Test func creationsAtOnceLoseNothing() async throws {
        let server = try await RunningServer.start()
        let statuses = try await withThrowingTaskGroup(of: (String, Int).self) { group in
            for index in 0..<8 {
                let slug = index < 4 ? "same" : "other-\(index)"
                group.addTask { (slug, try await server.create(#"{"name":"A","slug":"\#(slug)"}"#).status) }
            }
            var all: [String: [Int]] = [:]
            for try await (slug, status) in group { all[slug, default: []].append(status) }
            return all
        }
        #expect(statuses["same"]?.sorted() == [201, 400, 400, 400])
        for index in 4..<8 { #expect(statuses["other-\(index)"] == [201]) }
        let checkout = try await SourceCheckout(of: server)
        #expect(try await checkout.git("rev-list", "--count", "HEAD") == "6")
        #expect(try await checkout.git("rev-list", "--merges", "--count", "HEAD") == "0")
        try await server.stop()
    }
}

extension RunningServer {
    /// Creates an agent.
    func create(_ body: String) async throws -> HTTPAnswer {
        try await send("POST", "/api/v1/agents", body: body)
    }
}
