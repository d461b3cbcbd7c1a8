import Foundation
import Git
import TestSupport
import Testing

/// The trusted authorities are the process's, so that these run one after another.
@Suite("TLS", .serialized, .timeLimit(.minutes(1)))
struct TLSTests {
    /// An authority, and certificates for 127.0.0.1 that it signed: a good one and an expired one.
    private struct Authority {
        let directory = try? TemporaryDirectory()

        func file(_ name: String) -> String { directory?.appending(name) ?? name }

        func openssl(_ arguments: String...) async throws {
            let result = try await runCommand("openssl", arguments, in: directory?.path)
            guard result.exitCode == 0 else {
                throw GitCommandFailure(arguments: arguments, output: result.errorOutput)
            }
        }

        init() async throws {
            try await openssl(
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
                "-days", "2",
                "-subj", "/CN=test authority", "-addext", "basicConstraints=critical,CA:TRUE")
            try await openssl(
                "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "request.pem", "-subj",
                "/CN=127.0.0.1")
            try Data("subjectAltName=DNS:localhost,DNS:127.0.0.1,IP:127.0.0.1\n".utf8)
                .write(to: URL(fileURLWithPath: file("names")))
            for (name, days) in [("good", "2"), ("expired", "-1")] {
                try await openssl(
                    "x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key",
                    "-CAcreateserial",
                    "-days", days, "-extfile", "names", "-out", "\(name).pem")
            }
        }
    }

    private func list(_ url: String, _ transport: Transport) async throws -> GitError? {
        let builder = try await RepositoryBuilder()
        try await builder.git("remote", "add", "origin", url)
        do throws(GitError) {
            _ = try Repository(open: builder.path).remoteReferences(remote: "origin", transport: transport)
            return nil
        } catch { return error }
    }

    @Test("takes a private authority's certificate, and refuses others with the reason")
    func certificates() async throws {
        let authority = try await Authority()
        var trusting = Transport()
        trusting.certificateAuthorityFile = authority.file("ca.pem")
        var careless = Transport()
        careless.skipsCertificateCheck = true

        let good = try GitServer(certificate: (authority.file("good.pem"), authority.file("key.pem")))
        try await good.serve(try await RepositoryBuilder())
        let stranger = try await list(good.url(), Transport())
        guard case .certificateRejected(let host, let reason) = stranger else {
            Issue.record("\(String(describing: stranger))")
            return
        }
        #expect(host.hasPrefix("127.0.0.1"))
        #expect(reason.contains("trusted"), "\(reason)")
        #expect(try await list(good.url(), careless) == nil)
        #expect(try await list(good.url(), trusting) == nil)

        let expired = try GitServer(certificate: (authority.file("expired.pem"), authority.file("key.pem")))
        try await expired.serve(try await RepositoryBuilder())
        let late = try await list(expired.url(), trusting)
        guard case .certificateRejected(_, let reason) = late else {
            Issue.record("\(String(describing: late))")
            return
        }
        #expect(reason.contains("expired"), "\(reason)")
        #expect(try await list(expired.url(), careless) == nil)

        // A key does not go to a server that is not trusted.
        var keyed = trusting
        keyed.credentials = Credentials(username: GitServer.user) { Array(GitServer.password.utf8) }
        keyed.allowedHost = expired.address
        #expect(try await list(expired.url(.authenticated), keyed) != nil)
        #expect(try expired.requests().allSatisfy { $0.hasSuffix(" -") })
    }

    @Test("says so when the file of authorities is none")
    func unreadable() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.appending("ca.pem")
        try Data("not a certificate".utf8).write(to: URL(fileURLWithPath: file))
        for path in [file, directory.appending("none.pem")] {
            var transport = Transport()
            transport.certificateAuthorityFile = path
            let error = try #require(try await list("https://127.0.0.1:1/x.git", transport))
            #expect("\(error)".contains(path))
        }
    }
}
