import Foundation
import Git
import TestSupport
import Testing

@Suite("Remotes that do not behave", .timeLimit(.minutes(1)))
struct RemoteErrorTests {
    private func repository(_ url: String) async throws -> (RepositoryBuilder, Repository) {
        let builder = try await RepositoryBuilder()
        try await builder.commit("one", files: ["a": "1"])
        try await builder.git("remote", "add", "origin", url)
        return (builder, try Repository(open: builder.path))
    }

    private func transport(_ host: String, key: String = GitServer.password) -> Transport {
        var transport = Transport()
        transport.credentials = Credentials(username: GitServer.user) { Array(key.utf8) }
        transport.allowedHost = host
        return transport
    }

    /// The error of a listing.
    private func failure(_ url: String, _ transport: Transport) async throws -> GitError? {
        let (builder, repository) = try await repository(url)
        defer { withExtendedLifetime(builder) {} }
        do throws(GitError) {
            _ = try repository.remoteReferences(remote: "origin", transport: transport)
            return nil
        } catch { return error }
    }

    @Test("a key that is refused is said once, and sent once")
    func wrongKey() async throws {
        let server = try GitServer()
        try await server.serve(try await RepositoryBuilder())
        let error = try await failure(server.url(.authenticated), transport(server.address, key: "wrong"))
        #expect(error == .authenticationRefused(host: server.address))
        #expect(try server.requests().filter { $0.hasSuffix(" wrong") }.count == 1)
        #expect(
            try await failure(server.url(.authenticated), Transport())
                == .authenticationRefused(host: server.address))
        #expect(!"\(try #require(error))".contains("wrong"))
    }

    @Test("a key goes to its own host and port only")
    func otherHost() async throws {
        let server = try GitServer()
        try await server.serve(try await RepositoryBuilder())
        for host in [
            "127.0.0.1", "127.0.0.1:1", "example.com", "localhost:" + server.address.split(separator: ":")[1],
        ] {
            #expect(try await failure(server.url(.authenticated), transport(host)) != nil, "\(host)")
        }
        #expect(try server.requests().allSatisfy { $0.hasSuffix(" -") })
        // A user name and a password in front of the host do not make it another host.
        let port = server.address.split(separator: ":")[1]
        let disguised = "http://example.com:x@127.0.0.1:\(port)/authenticated/source.git"
        #expect(try await failure(disguised, transport("example.com")) != nil)
        #expect(try server.requests().allSatisfy { !$0.hasSuffix(" " + GitServer.password) })
    }

    @Test("a key does not cross a network in the clear unless that is allowed")
    func plainHTTP() async throws {
        let server = try GitServer()
        try await server.serve(try await RepositoryBuilder())
        // This machine, under a name that does not say so.
        let host = "2130706433:\(server.address.split(separator: ":")[1])"
        var transport = transport(host)
        let url = server.url(.authenticated, host: host)
        #expect(try await failure(url, transport) != nil)
        #expect(try server.requests().count == 1)
        #expect(try server.requests().allSatisfy { $0.hasSuffix(" -") })
        transport.allowsPlainHTTP = true
        #expect(try await failure(url, transport) == nil)
        #expect(try server.requests().contains { $0.hasSuffix(" " + GitServer.password) })
    }

    @Test("a redirect to another host or port is not followed, and the key stays")
    func redirect() async throws {
        let server = try GitServer()
        let other = try GitServer()
        try await other.serve(try await RepositoryBuilder())
        let port = other.address.split(separator: ":")[1]
        for target in ["http://\(other.address)", "http://localhost:\(port)"] {
            for host in [server.address, other.address] {
                let error = try await failure(
                    server.url(.redirect(to: target + "/authenticated")), transport(host))
                #expect(error == .redirectRefused(url: server.url(.redirect(to: target + "/authenticated"))))
            }
        }
        #expect(try other.requests().isEmpty)
        #expect(try server.requests().allSatisfy { $0.hasSuffix(" -") })
    }

    @Test("a server that says nothing is given up, or left when the caller cancels")
    func stalled() async throws {
        let server = try GitServer()
        var impatient = Transport()
        impatient.timeoutMilliseconds = 300
        let error = try #require(try await failure(server.url(.stalled), impatient))
        guard case .unreachable(_, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(reason.contains("does not answer"))
        var cancelled = Transport()
        let start = ContinuousClock.now
        cancelled.isCancelled = { ContinuousClock.now - start > .milliseconds(300) }
        #expect(try await failure(server.url(.stalled), cancelled) == .cancelled)
    }

    @Test("HTTP statuses, a page, a dropped connection and no server at all are told apart and readable")
    func kinds() async throws {
        let server = try GitServer()
        try await server.serve(try await RepositoryBuilder())
        for (status, words) in [
            (403, ["403"]), (429, ["429"]), (500, ["500"]), (502, ["502"]), (503, ["503"]),
            (404, ["not found"]),
        ] {
            let error = try #require(
                try await failure(server.url(.status(status)), transport(server.address)))
            for word in words { #expect("\(error)".contains(word), "\(status): \(error)") }
            #expect("\(error)".contains(server.address), "\(error)")
        }
        let page = try #require(try await failure(server.url(.page), transport(server.address)))
        #expect("\(page)".contains("text/html"))
        let silent = try #require(try await failure(server.url(.silent), transport(server.address)))
        guard case .unreachable = silent else {
            Issue.record("\(silent)")
            return
        }
        let missing = try #require(
            try await failure(server.url(.plain, "none.git"), transport(server.address)))
        #expect(missing == .notFound("the repository \(server.url(.plain, "none.git"))"))
        for url in ["http://127.0.0.1:1/x.git", "http://no-such-host.invalid/x.git", "http://[::1]:1/x.git"] {
            guard case .unreachable(let shown, let reason) = try await failure(url, transport("x")) else {
                Issue.record("\(url)")
                continue
            }
            #expect(shown == url)
            #expect(!reason.isEmpty)
        }
        let closed = try #require(try await failure("/nowhere/at/all.git", Transport()))
        #expect("\(closed)".contains("/nowhere/at/all.git"))
    }

    @Test("a connection that breaks in the middle of a pack leaves the references as they were")
    func dropped() async throws {
        let server = try GitServer()
        let origin = try await RepositoryBuilder()
        try await origin.commit(
            "one",
            files: [
                "b": String((0..<50_000).map { _ in Character(UnicodeScalar(UInt8.random(in: 33...126))) })
            ])
        try await server.serve(origin)
        let (builder, repository) = try await repository(server.url(.dropped))
        defer { withExtendedLifetime(builder) {} }
        #expect(throws: GitError.self) {
            try repository.fetch(
                remote: "origin", refspecs: [], prune: false, tags: .all, transport: transport(server.address)
            )
        }
        #expect(try repository.references(prefix: "refs/remotes/").isEmpty)
        let left = try FileManager.default.contentsOfDirectory(
            atPath: repository.gitDirectory + "objects/pack")
        #expect(left.isEmpty)
    }

    @Test("a push that the server cannot store is told in the server's words")
    func tooLarge() async throws {
        let server = try GitServer()
        let origin = try await RepositoryBuilder()
        try await server.serve(origin)
        try await origin.git("-C", server.path(), "config", "receive.maxInputSize", "20")
        let (builder, repository) = try await repository(server.url(.plain))
        defer { withExtendedLifetime(builder) {} }
        do throws(GitError) {
            _ = try repository.push(
                remote: "origin", refspecs: ["refs/heads/main:refs/heads/main"],
                transport: transport(server.address))
            Issue.record("the push went through")
        } catch {
            guard case .pushNotTaken(let url, let reason, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(url == server.url(.plain))
            #expect(reason.contains("pack exceeds maximum allowed size"))
        }
    }

    @Test("a proxy that is gone, or wants other credentials, is told from the server")
    func proxies() async throws {
        let script = """
            import os, socket, sys, threading
            threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
            listener = socket.create_server(("127.0.0.1", 0))
            print(listener.getsockname()[1], flush=True)
            while True:
                connection, _ = listener.accept()
                while connection.recv(4096):
                    connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\\r\\n"
                        b"Proxy-Authenticate: Basic realm=x\\r\\nContent-Length: 0\\r\\n\\r\\n")
            """
        let proxy = try ChildProcess(["python3", "-c", script])
        let port = proxy.readLine()
        for user in ["", "me:hunter2@"] {
            var refused = transport("git.invalid")
            refused.proxy = "http://\(user)127.0.0.1:\(port)"
            #expect(
                try await failure("https://git.invalid/x.git", refused)
                    == .unreachable(
                        url: "https://git.invalid/x.git",
                        reason: "the proxy 127.0.0.1:\(port) wants other credentials"))
        }
        var gone = transport("git.invalid")
        gone.proxy = "http://me:hunter2@127.0.0.1:1"
        #expect(
            try await failure("https://git.invalid/x.git", gone)
                == .unreachable(
                    url: "https://git.invalid/x.git",
                    reason: "there is no connection to the proxy 127.0.0.1:1: Connection refused"))
    }

    @Test("a key that is revoked between two requests fails the push")
    func revoked() async throws {
        let server = try GitServer()
        try await server.serve(try await RepositoryBuilder())
        let (builder, repository) = try await repository(server.url(.revoked))
        defer { withExtendedLifetime(builder) {} }
        #expect(throws: GitError.authenticationRefused(host: server.address)) {
            try repository.push(
                remote: "origin", refspecs: ["refs/heads/main:refs/heads/main"],
                transport: transport(server.address))
        }
        #expect(try repository.references(prefix: "refs/remotes/").isEmpty)
    }

    @Test("a server without end in its words does not fill the memory")
    func talkative() async throws {
        let server = try GitServer()
        try await server.serve(try await RepositoryBuilder())
        try server.hook("post-receive", "yes 'a line of some length, again and again' | head -c 3000000 >&2")
        let (builder, repository) = try await repository(server.url(.plain))
        defer { withExtendedLifetime(builder) {} }
        let result = try repository.push(
            remote: "origin", refspecs: ["refs/heads/main:refs/heads/main"],
            transport: transport(server.address))
        #expect(result.accepted == ["refs/heads/main"])
        #expect(result.serverMessages.count <= 1_000)
    }
}
