import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct AgentFileTests {
    @Test func listsAndReadsThePackagesOwnFiles() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/a", name: "Outer"))
        try await checkout.commit(SamplePackage.agent("agents/a/inner", name: "Inner"))
        try await checkout.commit(["agents/a/data/x.json": "{}", "agents/a/data/deep/y.bin": "\u{0}binary"])
        try await checkout.release("agents.a@1.0.0")
        try await checkout.commit(["agents/a/AGENT.md": "# Newer\n"])
        try await checkout.push()
        let main = try await checkout.git("rev-parse", "HEAD")

        func files(_ query: String = "") async throws -> AgentFilesResponse {
            try await server.send("GET", "/api/v1/agents/a/files\(query)").decoded(AgentFilesResponse.self)
        }
        let all = try await files()
        #expect(all.files.map(\.path) == ["AGENT.md", "data/deep/y.bin", "data/x.json", "eigenpal.yaml"])
        #expect(all.files.map(\.size).first == 8)
        #expect(all.packagePath == "agents/a")
        #expect(all.ref == "main")
        #expect(all.commit == main)
        #expect(try await files("?prefix=data/").files.map(\.path) == ["data/deep/y.bin", "data/x.json"])
        #expect(try await files("?prefix=data/d").files.map(\.path) == ["data/deep/y.bin"])
        #expect(try await files("?prefix=none").files.isEmpty)

        func file(_ query: String) async throws -> AgentFileResponse {
            try await server.send("GET", "/api/v1/agents/a/files\(query)").decoded(AgentFileResponse.self)
        }
        #expect(try await file("?path=AGENT.md").content == "# Newer\n")
        for ref in ["1.0.0", "latest", "1.x", "agents.a@1.0.0", "refs/tags/agents.a@1.0.0"] {
            let old = try await file("?path=AGENT.md&ref=\(ref)")
            #expect(old.content == "# Outer\n", "\(ref)")
            #expect(old.contentType == "text/markdown; charset=utf-8")
        }
        let binary = try await file("?path=data/deep/y.bin")
        #expect(binary.content == nil)
        #expect(binary.contentBase64 == Data("\u{0}binary".utf8).base64EncodedString())
        #expect(binary.contentType == "application/octet-stream")

        func refusal(_ query: String) async throws -> (Int, String?) {
            let answer = try await server.send("GET", "/api/v1/agents/a/files\(query)")
            return (answer.status, try answer.decoded(APIErrorEnvelope.self).issues.first?.code)
        }
        #expect(try await refusal("?path=none") == (404, "file_not_found"))
        #expect(try await refusal("?path=data") == (400, "not_a_file"))
        #expect(try await refusal("?path=../a/AGENT.md") == (400, "invalid_path"))
        #expect(try await refusal("?path=AGENT.md&prefix=x") == (400, "path_and_prefix"))
        #expect(try await refusal("?ref=2.0.0") == (404, "release_not_found"))
        #expect(try await refusal("?ref=nowhere") == (404, "ref_not_found"))
        let root = try await checkout.git("rev-list", "--max-parents=0", "HEAD")
        #expect(try await refusal("?ref=\(root)") == (404, "package_not_found"))
        try await server.stop()
    }

    @Test func writesNothing() async throws {
        let server = try await RunningServer.start()
        _ = try await server.create(#"{"name":"A","slug":"a"}"#)
        for (method, body) in [("PUT", #"{"contentBase64":"aGk="}"#), ("POST", #"{"files":[]}"#)] {
            let answer = try await server.send(method, "/api/v1/agents/a/files?path=x", body: body)
            #expect(answer.status == 409)
            #expect(try answer.json["error"]?.string?.contains("Git-backed") == true)
            #expect(try answer.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["source_git_backed"])
        }
        try await server.stop()
    }

    @Test func refusesAFileBeyondTheLimit() async throws {
        let server = try await RunningServer.start(arguments: ["--file-limit", "1000"])
        let checkout = try await SourceCheckout(of: server)
        try await checkout.commit(SamplePackage.agent("agents/a"))
        try await checkout.commit(["agents/a/big.txt": String(repeating: "a", count: 1_001)])
        try await checkout.commit(["agents/a/fits.txt": String(repeating: "a", count: 1_000)])
        try await checkout.push()
        for path in ["agents/a/files?path=", "source/raw?path=agents/a/"] {
            let prefix =
                path.hasPrefix("source")
                ? "/api/v1/source/raw?path=agents/a/" : "/api/v1/agents/a/files?path="
            let big = try await server.send("GET", "\(prefix)big.txt")
            #expect(big.status == 400)
            #expect(try big.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["file_too_large"])
            #expect(try await server.send("GET", "\(prefix)fits.txt").status == 200)
        }
        try await server.stop()
    }
}
