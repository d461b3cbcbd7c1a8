import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct SourceTests {
    @Test func namesTheRepositoryAsTheClientReachesIt() async throws {
        let server = try await RunningServer.start()
        func remote(_ headers: [String: String]) async throws -> String {
            try await server.send("GET", "/api/v1/source/repository", headers: headers)
                .decoded(SourceRepositoryResponse.self).remoteUrl
        }
        #expect(try await remote([:]) == "\(server.baseURL)/orgs/acme.git")
        #expect(
            try await remote(["Host": "source.example:8443"]) == "http://source.example:8443/orgs/acme.git")
        #expect(try await remote(["Host": "evil\"<script>"]) == "\(server.baseURL)/orgs/acme.git")
        try await server.stop()

        let proxied = try await RunningServer.start(arguments: [
            "--public-url", "https://source.example/base/",
        ])
        #expect(proxied.baseURL.hasPrefix("http://127.0.0.1:"))
        let answer = try await proxied.send("GET", "/api/v1/source/repository")
        #expect(
            try answer.decoded(SourceRepositoryResponse.self).remoteUrl
                == "https://source.example/base/orgs/acme.git")
        try await proxied.stop()
    }

    @Test func listsReleases() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/a"))
        try await checkout.push()
        func releases(_ query: String) async throws -> SourceReleasesResponse {
            try await server.send("GET", "/api/v1/source/releases?\(query)").decoded(
                SourceReleasesResponse.self)
        }
        #expect(try await releases("packagePath=agents/a").releases.isEmpty)
        for version in ["1.2.0", "1.10.0", "0.9.0"] { try await checkout.release("agents.a@\(version)") }
        try await checkout.push()
        let all = try await releases("packagePath=agents.a")
        #expect(all.packagePath == "agents/a")
        #expect(all.releases.map(\.version) == ["1.10.0", "1.2.0", "0.9.0"])
        #expect(all.releases.map(\.tag) == ["agents.a@1.10.0", "agents.a@1.2.0", "agents.a@0.9.0"])
        let commit = try await checkout.git("rev-parse", "HEAD")
        #expect(all.releases.allSatisfy { $0.commit == commit })
        #expect(
            try await releases("packagePath=agents%2Fa&version=1.2.0").releases.map(\.version) == ["1.2.0"])
        let none = try await server.send("GET", "/api/v1/source/releases?packagePath=agents/a&version=3.0.0")
        #expect(none.status == 404)
        #expect(try none.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["release_not_found"])
        try await server.stop()
    }

    @Test func resolvesLockfiles() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.skill("resources/skills/ocr"))
        try await checkout.release("resources.skills.ocr@1.2.0")
        try await checkout.commit(
            SamplePackage.agent("agents/a", dependencies: ["resources.skills.ocr": "1.2.0"]))
        try await checkout.release("agents.a@1.0.0")
        try await checkout.push()
        let commit = try await checkout.git("rev-parse", "HEAD")
        for reference in ["agents/a", "agents.a@1.x", "agents.a@main", "agents.a@\(commit)"] {
            let answer = try await server.send("GET", "/api/v1/source/lockfile?packageRef=\(reference)")
            let lockfile = try answer.decoded(SourceLockfileResponse.self)
            #expect(lockfile.lockfileVersion == 1)
            #expect(lockfile.eigenpalVersion == "1.0.0")
            #expect(lockfile.root.commit == commit, "\(reference)")
            #expect(lockfile.root.dependencies.map(\.packagePath) == ["resources/skills/ocr"])
            #expect(lockfile.root.dependencies[0].resolvedTag == "resources.skills.ocr@1.2.0")
        }
        // The hash of the words that were asked for, as a client computes it.
        let hash = try await runCommand(
            "python3",
            ["-c", #"import hashlib; print(hashlib.sha256(b'{"packageRef":"agents/a"}').hexdigest())"#])
        let lockfile = try await server.send("GET", "/api/v1/source/lockfile?packageRef=agents/a")
            .decoded(SourceLockfileResponse.self)
        #expect(lockfile.inputHash == hash.output.trimmingCharacters(in: .newlines))
        try await server.stop()
    }

    @Test func refusalsNameTheWayThroughTheGraph() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/b", dependencies: ["agents.a": "1.0.0"]))
        try await checkout.release("agents.b@1.0.0")
        try await checkout.commit(SamplePackage.agent("agents/a", dependencies: ["agents.b": "1.0.0"]))
        try await checkout.release("agents.a@1.0.0")
        try await checkout.commit(SamplePackage.agent("agents/c", dependencies: ["agents.none": "1.0.0"]))
        try await checkout.pushPastTheRules(of: server)
        func issue(_ reference: String) async throws -> APIErrorIssue {
            let answer = try await server.send("GET", "/api/v1/source/lockfile?packageRef=\(reference)")
            #expect(answer.status == 400)
            return try #require(try answer.decoded(APIErrorEnvelope.self).issues.first)
        }
        let cycle = try await issue("agents.a")
        #expect(cycle.code == "dependency_cycle")
        #expect(cycle.message.contains("agents.a@1.0.0 → agents.b@1.0.0 → agents.a"))
        let missing = try await issue("agents.c@main")
        #expect(["package_not_found", "release_not_found"].contains(missing.code))
        #expect(missing.message.contains("agents.c@main → agents.none@1.0.0"))
        #expect(try await issue("agents.b@9.x").code == "release_not_found")
        #expect(try await issue("agents.a@\(String(repeating: "1", count: 40))").code == "commit_not_found")
        try await server.stop()
    }

    @Test func readsFilesOfEveryKindOfReference() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(["notes/ü.txt": "one\n", "notes/binary": "\u{0}"])
        let first = try await checkout.git("rev-parse", "HEAD")
        try await checkout.git("tag", "light")
        try await checkout.commit(["notes/ü.txt": "two\n"])
        try await checkout.git("branch", "topic/x")
        try await checkout.git("push", "--quiet", "origin", "main", "topic/x", "light")
        func read(_ ref: String) async throws -> RawSourceResponse {
            try await server.send("GET", "/api/v1/source/raw?path=notes/%C3%BC.txt&ref=\(ref)")
                .decoded(RawSourceResponse.self)
        }
        for (ref, content) in [
            ("", "two\n"), ("main", "two\n"), ("topic/x", "two\n"), ("refs/heads/topic/x", "two\n"),
            ("light", "one\n"), (first, "one\n"),
        ] {
            let file = try await read(ref)
            #expect(file.content == content, "\(ref)")
            #expect(file.ref == (ref.isEmpty ? "main" : ref))
            #expect(file.path == "notes/ü.txt")
            #expect(file.contentType == "text/plain; charset=utf-8")
        }
        let binary = try await server.send("GET", "/api/v1/source/raw?path=notes/binary")
        #expect(try binary.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["not_text"])
        let folder = try await server.send("GET", "/api/v1/source/raw?path=notes")
        #expect(try folder.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["not_a_file"])
        try await server.stop()
    }
}
