import Foundation
import TestSupport
import Testing

/// The real git and bare connections against the real server.
@Suite struct GitHostingProtocolTests {
    @Test(arguments: ["0", "1", "2"])
    func cloneFetchAndPush(version: String) async throws {
        let server = try await RunningServer.start()
        let (ada, bob) = (try GitUser(server), try GitUser(server))
        let option = "protocol.version=\(version)"
        for user in [ada, bob] {
            let clone = try await user.git("-c", option, "clone", user.remote, user.path)
            #expect(clone.exitCode == 0, "\(clone.errorOutput)")
        }
        let commit = try await ada.commitAgent()
        try await ada.must("tag", "-a", "-m", "first", "agents.invoice@1.0.0")
        let push = try await ada.git("-c", option, "push", "origin", "main", "agents.invoice@1.0.0")
        #expect(push.exitCode == 0, "\(push.errorOutput)")
        let fetch = try await bob.git("-c", option, "fetch", "origin")
        #expect(fetch.exitCode == 0, "\(fetch.errorOutput)")
        #expect(try await bob.must("rev-parse", "origin/main") == commit)
        #expect(try await bob.must("cat-file", "-t", "agents.invoice@1.0.0") == "tag")
        let list = try await bob.git("-c", option, "ls-remote", "origin")
        #expect(list.output.contains("refs/tags/agents.invoice@1.0.0^{}"))
        try await server.stop()
    }

    @Test func shallowAndPartialClones() async throws {
        let server = try await RunningServer.start()
        let ada = try await GitUser.cloning(server)
        for index in 0..<5 { try await ada.commitAgent("agent\(index)") }
        try await ada.must("push", "origin", "main")

        let shallow = try GitUser(server)
        #expect(try await shallow.git("clone", "--depth", "2", shallow.remote, shallow.path).exitCode == 0)
        #expect(try await shallow.must("rev-list", "--count", "HEAD") == "2")
        #expect(try await shallow.git("fetch", "--unshallow").exitCode == 0)
        #expect(try await shallow.must("rev-list", "--count", "HEAD") == "6")

        let partial = try GitUser(server)
        let clone = try await partial.git(
            "clone", "--filter=blob:none", "--no-checkout", partial.remote, partial.path)
        #expect(clone.exitCode == 0, "\(clone.errorOutput)")
        #expect(try await partial.must("rev-list", "--objects", "--missing=print", "HEAD").contains("?"))
        // The missing blobs come one by one, when they are wanted.
        #expect(try await partial.must("show", "HEAD:agents/agent3/AGENT.md") == "# agent3")
        try await server.stop()
    }

    @Test func aPushFromAShallowCloneIsTaken() async throws {
        let server = try await RunningServer.start()
        let ada = try await GitUser.cloning(server)
        for index in 0..<3 { try await ada.commitAgent("agent\(index)") }
        try await ada.must("push", "origin", "main")
        let shallow = try GitUser(server)
        #expect(try await shallow.git("clone", "--depth", "1", shallow.remote, shallow.path).exitCode == 0)
        try await shallow.commitAgent("more")
        let push = try await shallow.git("push", "origin", "main")
        #expect(push.exitCode == 0, "\(push.errorOutput)")
        try await server.stop()
    }

    /// Enough local commits that git compresses its side of the negotiation.
    @Test(arguments: ["0", "2"])
    func negotiationIsCompressed(version: String) async throws {
        let server = try await RunningServer.start()
        let ada = try await GitUser.cloning(server)
        let bob = try await GitUser.cloning(server)
        for _ in 0..<80 { try await bob.commit("local") }
        let commit = try await ada.commitAgent()
        try await ada.must("push", "origin", "main")
        let fetch = try await bob.git(
            "-c", "protocol.version=\(version)", "fetch", "origin", "main",
            environment: ["GIT_TRACE_CURL": "1", "GIT_TRACE_CURL_NO_DATA": "1"])
        #expect(fetch.exitCode == 0)
        #expect(fetch.errorOutput.contains("Send header: Content-Encoding: gzip"))
        #expect(try await bob.must("rev-parse", "FETCH_HEAD") == commit)
        try await server.stop()
    }

    @Test func credentials() async throws {
        let server = try await RunningServer.start()
        let nobody = try GitUser(
            server, key: "ep_\(String(repeating: "a", count: 16))_\(String(repeating: "b", count: 52))")
        let refused = try await nobody.git("clone", nobody.remote, nobody.path)
        #expect(refused.exitCode != 0 && refused.errorOutput.contains("Authentication failed"))
        let anonymous = try await nobody.git("clone", server.remoteURL, nobody.path)
        #expect(anonymous.exitCode != 0 && anonymous.errorOutput.contains("Authentication failed"))
        // The header that CI systems send.
        let bearer = try await nobody.git(
            "-c", "http.extraHeader=Authorization: Bearer \(server.apiKey)", "ls-remote", server.remoteURL)
        #expect(bearer.exitCode == 0, "\(bearer.errorOutput)")

        for (method, path) in [
            ("GET", "/orgs/acme.git/info/refs?service=git-upload-pack"),
            ("GET", "/orgs/nobody.git/info/refs?service=git-upload-pack"),
            ("POST", "/orgs/acme.git/git-receive-pack"), ("POST", "/orgs/acme.git/git-upload-archive"),
        ] {
            let connection = try RawConnection(server)
            try connection.sendHead(method, path, key: nil, ["Content-Length": "0"])
            let answer = try connection.receive()
            #expect(answer.status == 401)
            #expect(answer.fields["www-authenticate"]?.hasPrefix("Basic realm=") == true)
        }
        try await server.stop()
    }

    @Test func aRevokedKeyStopsAtOnce() async throws {
        let server = try await RunningServer.start()
        let ada = try await GitUser.cloning(server)
        let list = try await runCommand(
            Products.server, ["keys", "list", "--data", server.dataDirectory, "--json"])
        let id = try #require(list.output.firstMatch(of: /key_[a-z0-9]+/)).output
        #expect(try await ada.git("fetch", "origin").exitCode == 0)
        let revoke = try await runCommand(
            Products.server, ["keys", "revoke", String(id), "--data", server.dataDirectory])
        #expect(revoke.exitCode == 0, "\(revoke.errorOutput)")
        let fetch = try await ada.git("fetch", "origin")
        #expect(fetch.exitCode != 0 && fetch.errorOutput.contains("Authentication failed"))
        try await ada.commitAgent()
        #expect(try await ada.git("push", "origin", "main").exitCode != 0)
        try await server.stop()
    }

    @Test func whatIsNotServedIsRefusedCleanly() async throws {
        let server = try await RunningServer.start()
        let connection = try RawConnection(server)
        let brotli = ["Content-Type": "application/x-git-upload-pack-request", "Content-Encoding": "br"]
        let cases: [(String, String, [String: String], Int)] = [
            ("GET", "/orgs/acme.git/info/refs", [:], 403),
            ("GET", "/orgs/acme.git/info/refs?service=git-upload-archive", [:], 403),
            ("GET", "/orgs/acme.git/info/refs?service=..%2F..%2Fbin%2Fsh", [:], 403),
            ("GET", "/orgs/other.git/info/refs?service=git-upload-pack", [:], 404),
            ("GET", "/orgs/..%2Facme.git/info/refs?service=git-upload-pack", [:], 404),
            ("GET", "/orgs/acme/info/refs?service=git-upload-pack", [:], 404),
            ("GET", "/orgs/acme.git/HEAD", [:], 404), ("GET", "/orgs/acme.git/objects/info/packs", [:], 404),
            ("GET", "/orgs/acme.git/config", [:], 404), ("PUT", "/orgs/acme.git/info/refs", [:], 404),
            ("GET", "/orgs/acme.git/git-upload-pack", [:], 404),
            ("POST", "/orgs/acme.git/git-upload-archive", [:], 403),
            ("POST", "/orgs/acme.git/git-upload-pack", [:], 415),
            ("POST", "/orgs/acme.git/git-receive-pack", ["Content-Type": "text/plain"], 415),
            ("POST", "/orgs/acme.git/git-upload-pack", brotli, 415),
            (
                "GET", "/orgs/acme.git/info/refs?service=git-upload-pack",
                ["Git-Protocol": "version=2;$(id)"], 400
            ),
        ]
        for (method, path, fields, status) in cases {
            // All on one connection: each refusal leaves it usable.
            try connection.sendHead(
                method, path, key: server.apiKey, fields.merging(["Content-Length": "5"]) { $1 })
            try connection.send("hello".utf8)
            let answer = try connection.receive()
            #expect(answer.status == status, "\(method) \(path)")
            #expect(answer.fields["content-type"] == "text/plain; charset=utf-8")
            #expect(answer.text.hasSuffix("\n") && answer.fields["x-request-id"] != nil)
        }
        #expect(ServerProcessState(server: server).workers == [])
        try await server.stop()
    }

    @Test func answersSayWhatTheyAre() async throws {
        let server = try await RunningServer.start()
        let connection = try RawConnection(server)
        for (service, version, beginning) in [
            ("git-upload-pack", nil, "001e# service=git-upload-pack\n0000"),
            ("git-upload-pack", "version=1", "001e# service=git-upload-pack\n0000000eversion 1\n"),
            ("git-upload-pack", "version=2", "000eversion 2\n"),
            ("git-upload-pack", "x=y:version=2", "000eversion 2\n"),
            ("git-upload-pack", "version=9", "001e# service=git-upload-pack\n0000"),
            ("git-receive-pack", nil, "001f# service=git-receive-pack\n0000"),
            ("git-receive-pack", "version=2", "001f# service=git-receive-pack\n0000"),
        ] {
            try connection.sendHead(
                "GET", "/orgs/acme.git/info/refs?service=\(service)", key: server.apiKey,
                version.map { ["Git-Protocol": $0] } ?? [:])
            let answer = try connection.receive()
            #expect(answer.status == 200 && answer.text.hasPrefix(beginning), "\(service) \(version ?? "")")
            #expect(answer.fields["content-type"] == "application/x-\(service)-advertisement")
            #expect(answer.fields["cache-control"]?.contains("no-cache") == true)
        }
        try connection.sendHead(
            "POST", "/orgs/acme.git/git-upload-pack", key: server.apiKey,
            [
                "Content-Type": "application/x-git-upload-pack-request", "Git-Protocol": "version=2",
                "Transfer-Encoding": "chunked",
            ])
        try connection.send(chunk(packetLine("command=ls-refs\n")) + chunk(Array("0000".utf8)) + chunk([]))
        let answer = try connection.receive()
        #expect(answer.fields["content-type"] == "application/x-git-upload-pack-result")
        #expect(answer.text.contains("refs/heads/main"))
        try await server.stop()
    }

    @Test func aCompressedRequestIsInflated() async throws {
        let server = try await RunningServer.start()
        let request = packetLine("command=ls-refs\n") + Array("0000".utf8)
        let cases: [(body: [UInt8], expected: String)] = [
            (gzip(request), "refs/heads/main"), (Array(gzip(request).dropLast(4)), "ends in the middle"),
            (Array("not gzip".utf8), "not well-formed gzip"),
            (gzip(request) + [1, 2, 3], "not well-formed gzip"),
        ]
        for (body, expected) in cases {
            // A refused body may leave the connection closed.
            let connection = try RawConnection(server)
            try connection.sendHead(
                "POST", "/orgs/acme.git/git-upload-pack", key: server.apiKey,
                [
                    "Content-Type": "application/x-git-upload-pack-request", "Git-Protocol": "version=2",
                    "Content-Encoding": "gzip", "Content-Length": "\(body.count)",
                ])
            try connection.send(body)
            let answer = try connection.receive()
            #expect(answer.status == 200 && answer.text.contains(expected), "\(answer.text)")
        }
        #expect(await ServerProcessState.eventually { ServerProcessState(server: server).workers == [] })
        try await server.stop()
    }

    /// 96 MB of nothing in a few hundred kB.
    @Test func aBombIsRefused() async throws {
        let server = try await RunningServer.start()
        let state = ServerProcessState(server: server)
        let before = state.peakMemory
        let bomb = gzip([UInt8](repeating: 0x30, count: 96 << 20))
        let connection = try RawConnection(server)
        try connection.sendHead(
            "POST", "/orgs/acme.git/git-upload-pack", key: server.apiKey,
            [
                "Content-Type": "application/x-git-upload-pack-request", "Git-Protocol": "version=2",
                "Content-Encoding": "gzip", "Content-Length": "\(bomb.count)",
            ])
        try connection.send(bomb)
        let answer = try connection.receive()
        #expect(answer.text.contains("larger than") || answer.text.contains("refused"), "\(answer.text)")
        #expect(await ServerProcessState.eventually { state.workers == [] })
        #expect(state.peakMemory - before < 32 << 10)
        try await server.stop()
    }

    @Test func aClientThatAsksMayGoOn() async throws {
        let server = try await RunningServer.start()
        let request = packetLine("command=ls-refs\n") + Array("0000".utf8)
        let fields = [
            "Content-Type": "application/x-git-upload-pack-request", "Git-Protocol": "version=2",
            "Expect": "100-continue", "Content-Length": "\(request.count)",
        ]
        let connection = try RawConnection(server)
        try connection.sendHead("POST", "/orgs/acme.git/git-upload-pack", key: server.apiKey, fields)
        #expect(try connection.receive().status == 100)
        try connection.send(request)
        let answer = try connection.receive()
        #expect(answer.status == 200 && answer.text.contains("refs/heads/main"))
        // Without credentials the answer comes at once, and nothing has to be sent for it.
        let refused = try RawConnection(server)
        try refused.sendHead("POST", "/orgs/acme.git/git-upload-pack", key: nil, fields)
        #expect(try refused.receive().status == 401)
        try await server.stop()
    }

    @Test func tooMuchIsRefused() async throws {
        let server = try await RunningServer.start(arguments: ["--git-body-limit", "\(1 << 20)"])
        let ada = try await GitUser.cloning(server)
        try await ada.commitNoise("noise", megabytes: 3)
        let push = try await ada.git("push", "origin", "main")
        #expect(
            push.exitCode != 0 && push.errorOutput.contains("maximum allowed size"), "\(push.errorOutput)")
        let connection = try RawConnection(server)
        try connection.sendHead(
            "POST", "/orgs/acme.git/git-receive-pack", key: server.apiKey,
            ["Content-Type": "application/x-git-receive-pack-request", "Content-Length": "99999999999"])
        let answer = try connection.receive()
        #expect(answer.status == 413 && answer.text.contains("17 MiB"))
        try await server.stop()
    }

    @Test func nonsenseGetsAnAnswer() async throws {
        let server = try await RunningServer.start()
        var random = SeededGenerator(seed: 11)
        for service in ["git-upload-pack", "git-receive-pack"] {
            for _ in 0..<6 {
                let body = random.text(upTo: 5_000)
                let connection = try RawConnection(server)
                try connection.sendHead(
                    "POST", "/orgs/acme.git/\(service)", key: server.apiKey,
                    ["Content-Type": "application/x-\(service)-request", "Content-Length": "\(body.count)"])
                try connection.send(body)
                #expect(try connection.receive().status == 200)
            }
        }
        #expect(await ServerProcessState.eventually { ServerProcessState(server: server).workers == [] })
        try await server.stop()
    }
}
