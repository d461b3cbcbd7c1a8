import Eigenpal
import Synchronization
import TestSupport
import Testing

@Suite struct TLSTests {
    /// Calls `body` with a server that shows a certificate.
    private func withServer(
        _ identity: (certificate: String, key: String), _ body: (RunningServer) async throws -> Void
    ) async throws {
        let server = try await RunningServer.start(arguments: [
            "--tls-certificate", identity.certificate, "--tls-key", identity.key,
        ])
        try await body(server)
        try await server.stop()
    }

    private func trusting(_ authority: String) -> ClientConfiguration {
        var configuration = ClientConfiguration.direct
        configuration.certificateAuthorityFile = authority
        return configuration
    }

    private func rejection(
        _ server: RunningServer, trusting authority: String? = nil, contains words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let error = try await failure(
            of: server.baseURL, configuration: authority.map(trusting) ?? .direct,
            sourceLocation: sourceLocation
        ) { _ = try await $0.checkAuthentication() }
        guard case .tls(let baseURL, let reason) = error else {
            Issue.record("\(error)", sourceLocation: sourceLocation)
            return
        }
        #expect(baseURL == server.baseURL, sourceLocation: sourceLocation)
        #expect(reason.contains(words), "\(reason)", sourceLocation: sourceLocation)
    }

    @Test func aPrivateAuthorityIsTrustedWhereItIsNamed() async throws {
        let certificates = try await Certificates()
        try await withServer(try await certificates.issue("good", for: "IP:127.0.0.1,DNS:localhost")) {
            server in
            #expect(server.baseURL.hasPrefix("https://"))
            for baseURL in [server.baseURL, server.baseURL.replacing("127.0.0.1", with: "localhost")] {
                let check = try await withClient(
                    of: baseURL, key: server.apiKey, configuration: trusting(certificates.authority)
                ) { try await $0.checkAuthentication() }
                #expect(check.ok)
            }
            try await rejection(server, contains: "not from an authority that is trusted")
            let unchecked = try await withClient(of: server.baseURL, key: server.apiKey, verifyTLS: false) {
                try await $0.checkAuthentication()
            }
            #expect(unchecked.ok)
            let plain = server.baseURL.replacing("https://", with: "http://")
            let error = try await failure(of: plain) { _ = try await $0.checkAuthentication() }
            #expect(caseName(error) == "unreachable")
        }
    }

    @Test func anExpiredCertificateIsRefusedWithItsDate() async throws {
        let certificates = try await Certificates()
        let identity = try await certificates.issue(
            "old", for: "IP:127.0.0.1", validity: ("20200101000000Z", "20200131000000Z"))
        try await withServer(identity) { server in
            try await rejection(server, trusting: certificates.authority, contains: "expired on 2020-01-31")
            let check = try await withClient(of: server.baseURL, key: server.apiKey, verifyTLS: false) {
                try await $0.checkAuthentication()
            }
            #expect(check.ok)
        }
    }

    @Test func aCertificateOfTomorrowIsRefusedWithItsDate() async throws {
        let certificates = try await Certificates()
        let identity = try await certificates.issue(
            "early", for: "IP:127.0.0.1", validity: ("20980101000000Z", "20990101000000Z"))
        try await withServer(identity) { server in
            try await rejection(
                server, trusting: certificates.authority, contains: "not valid before 2098-01-01")
        }
    }

    @Test func anotherHostsCertificateIsRefused() async throws {
        let certificates = try await Certificates()
        try await withServer(try await certificates.issue("other", for: "DNS:other.example")) { server in
            try await rejection(server, trusting: certificates.authority, contains: "for another host")
        }
    }

    @Test func aSelfSignedCertificateIsRefused() async throws {
        let certificates = try await Certificates()
        let identity = try await certificates.selfSigned()
        try await withServer(identity) { server in
            try await rejection(server, trusting: certificates.authority, contains: "not from an authority")
            let pinned = try await withClient(
                of: server.baseURL, key: server.apiKey, configuration: trusting(identity.certificate)
            ) { try await $0.checkAuthentication() }
            #expect(pinned.ok)
        }
    }

    @Test func whatDoesNotSpeakTLSIsToldApart() async throws {
        let seen = Mutex<[UInt8]>([])
        let server = try RawServer { connection in
            let bytes = connection.readBytes() ?? []
            seen.withLock { $0 += bytes }
            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            connection.waitForEnd()
        }
        let error = try await failure(of: "https://127.0.0.1:\(server.port)") {
            _ = try await $0.checkAuthentication()
        }
        guard case .tls(_, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(reason.contains("does not speak TLS"))
        #expect(!String(decoding: seen.withLock { $0 }, as: UTF8.self).contains(testKey))
    }
}
