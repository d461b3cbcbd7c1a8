import Eigenpal
import Foundation
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    private func client(
        key: String? = nil, baseURL: String? = nil, _ environment: [String: String] = [:],
        change: (inout ClientConfiguration) -> Void = { _ in }
    ) throws(EigenpalError) -> EigenpalClient {
        var configuration = ClientConfiguration()
        configuration.environment = environment
        change(&configuration)
        return try EigenpalClient(apiKey: key, baseURL: baseURL, configuration: configuration)
    }

    @Test func argumentsWinOverTheEnvironmentAndEmptyOnesAreNone() throws {
        let environment = ["EIGENPAL_API_KEY": "k", "EIGENPAL_BASE_URL": "https://env.example/x/"]
        #expect(try client(environment).baseURL == "https://env.example/x")
        #expect(try client(key: "", baseURL: "", environment).baseURL == "https://env.example/x")
        #expect(try client(baseURL: "http://arg.example", environment).baseURL == "http://arg.example")
        #expect(try client(["EIGENPAL_API_KEY": "k"]).baseURL == "https://studio.eigenpal.com")
        #expect(
            try client(["EIGENPAL_API_KEY": "k", "EIGENPAL_BASE_URL": ""]).baseURL
                == "https://studio.eigenpal.com")
    }

    @Test func aMissingKeyIsNamed() throws {
        for environment in [[:], ["EIGENPAL_API_KEY": ""]] {
            let error = try #require(throws: EigenpalError.self) { try client(environment) }
            #expect("\(error)".contains("EIGENPAL_API_KEY"))
        }
    }

    @Test(arguments: ["two words", "line\nend", "tab\t", "käy", "nul\u{0}"])
    func aBrokenKeyIsRefusedUnseen(key: String) throws {
        let error = try #require(throws: EigenpalError.self) { try client(key: key) }
        guard case .invalidConfiguration(let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(!reason.contains(key))
    }

    @Test func noDescriptionShowsTheKey() throws {
        let client = try client(key: testKey, baseURL: "https://acme.example")
        for shown in ["\(client)", String(reflecting: client), dumped(client), dumped(client.source)] {
            #expect(!shown.contains(testKey))
        }
        #expect("\(client)".contains("https://acme.example"))
    }

    @Test func aCertificateAuthorityFileMustHoldCertificates() throws {
        let directory = try TemporaryDirectory()
        let empty = directory.appending("empty.pem")
        try "no certificate".write(toFile: empty, atomically: true, encoding: .utf8)
        for file in [empty, directory.appending("missing.pem"), directory.path] {
            let error = try #require(throws: EigenpalError.self) {
                try client(key: "k") { $0.certificateAuthorityFile = file }
            }
            #expect("\(error)".contains(file))
        }
    }

    @Test(arguments: [
        "https://proxy:3128", "socks4://proxy", "http://", "http://proxy:0", "http://a b",
        "http://me:%zz@proxy",
        "socks5://me:pass@proxy",
    ])
    func aProxyThatCannotBeUsedIsRefused(url: String) throws {
        let error = try #require(throws: EigenpalError.self) { try client(key: "k") { $0.proxy = .url(url) } }
        #expect("\(error)".contains("proxy"))
        #expect(!"\(error)".contains("pass@"))
    }

    @Test func limitsMustBeAboveZero() {
        #expect(throws: EigenpalError.self) { try client(key: "k") { $0.maximumResponseSize = 0 } }
        #expect(throws: EigenpalError.self) { try EigenpalClient(apiKey: "k", timeout: .zero) }
        #expect(throws: EigenpalError.self) {
            try client(key: "k") { $0.userAgentSuffix = "bad\r\nheader: x" }
        }
    }
}
