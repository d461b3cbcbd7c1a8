import Foundation
import TestSupport
import Testing

@Suite struct TLSTests {
    @Test func servesHTTPS() async throws {
        let home = try await Certificates()
        let server = try await RunningServer.start(arguments: home.arguments)
        #expect(server.baseURL.hasPrefix("https://"))
        let script = """
            import json, ssl, sys, urllib.request
            context = ssl.create_default_context(cafile=sys.argv[1])
            request = urllib.request.Request(sys.argv[2], headers={"Authorization": "Bearer " + sys.stdin.read()})
            print(urllib.request.urlopen(request, context=context).read().decode())
            """
        func fetch(_ path: String, trusting file: String) async throws -> CommandResult {
            try await runCommand(
                "python3", ["-c", script, file, server.baseURL + path], input: server.apiKey)
        }
        let answer = try await fetch("/api/v1/source/repository", trusting: home.certificate)
        #expect(answer.exitCode == 0, "\(answer.errorOutput)")
        #expect(answer.output.contains(#""remoteUrl":"\#(server.baseURL)/orgs/acme.git""#))
        let distrusted = try await fetch("/api/v1/auth/check", trusting: home.otherCertificate)
        #expect(distrusted.exitCode != 0)
        #expect(distrusted.errorOutput.contains("CERTIFICATE_VERIFY_FAILED"))
        try await server.stop()
    }

    @Test func refusesFilesThatDoNotFit() async throws {
        let home = try await Certificates()
        func refusal(_ certificate: String, _ key: String) async throws -> String {
            let result = try await runCommand(
                Products.server,
                [
                    "serve", "--data", home.directory.appending("data"), "--port", "0", "--tls-certificate",
                    certificate, "--tls-key", key,
                ])
            #expect(result.exitCode == 1)
            return result.errorOutput
        }
        let missing = home.directory.appending("none.pem")
        #expect(
            try await refusal(missing, home.key).contains(
                "The TLS certificate \(missing) (--tls-certificate) cannot be read"))
        #expect(
            try await refusal(home.certificate, missing).contains(
                "The TLS key \(missing) (--tls-key) cannot be read"))
        #expect(try await refusal(home.key, home.key).contains("certificate"))
        #expect(
            try await refusal(home.certificate, home.certificate).contains(
                "is not an unencrypted private key in PEM"))
        #expect(
            try await refusal(home.certificate, home.otherKey).contains("does not belong to the certificate"))
        // Refused before anything is made.
        #expect(!FileManager.default.fileExists(atPath: home.directory.appending("data")))
    }
}

/// Two self-signed certificates for 127.0.0.1.
private struct Certificates {
    let directory: TemporaryDirectory

    init() async throws {
        directory = try TemporaryDirectory()
        for name in ["one", "two"] {
            let made = try await runCommand(
                "openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days",
                    "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                    directory.appending("\(name).key"), "-out", directory.appending("\(name).pem"),
                ])
            try #require(made.exitCode == 0, "\(made.errorOutput)")
        }
    }

    var certificate: String { directory.appending("one.pem") }
    var key: String { directory.appending("one.key") }
    var otherCertificate: String { directory.appending("two.pem") }
    var otherKey: String { directory.appending("two.key") }
    var arguments: [String] { ["--tls-certificate", certificate, "--tls-key", key] }
}
