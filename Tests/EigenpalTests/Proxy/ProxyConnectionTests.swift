import Eigenpal
import Foundation
import Synchronization
import Testing

/// A proxy that answers `CONNECT` itself and then plays the server at the tunnel's other end.
private struct PlayingProxy {
    let server: RawServer

    init(verdict: String = "200 OK") throws {
        server = try RawServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 \(verdict)\r\n\r\n")
            guard verdict.hasPrefix("200") else { return }
            while connection.readRequest() != nil {
                connection.answer("200 OK", #"{"gitRepositoryPath": "acme", "remoteUrl": "r"}"#)
            }
        }
    }
}

@Suite struct ProxyConnectionTests {
    private func configuration(_ environment: [String: String]) -> ClientConfiguration {
        var configuration = ClientConfiguration()
        configuration.environment = environment
        return configuration
    }

    @Test func requestsGoThroughTheProxyAndTheKeyOnlyInside() async throws {
        let proxy = try PlayingProxy()
        let environment = ["http_proxy": "http://me:p%40ss@127.0.0.1:\(proxy.server.port)"]
        let answer = try await withClient(
            of: "http://api.invalid:8080", configuration: configuration(environment)
        ) { try await $0.source.repository() }
        #expect(answer.gitRepositoryPath == "acme")
        let requests = proxy.server.requests
        #expect(requests.count == 2)
        #expect(requests[0].hasPrefix("CONNECT api.invalid:8080 HTTP/1.1\r\n"))
        #expect(!requests[0].contains(testKey))
        let credentials = Data("me:p@ss".utf8).base64EncodedString()
        #expect(requests[0].lowercased().contains("proxy-authorization: basic \(credentials.lowercased())"))
        #expect(requests[1].contains(testKey))
        #expect(!requests[1].lowercased().contains("proxy-authorization"))
    }

    @Test func exceptionsGoDirectly() async throws {
        let proxy = try PlayingProxy()
        let direct = try RawServer.answering("200 OK", #"{"gitRepositoryPath": "direct", "remoteUrl": "r"}"#)
        let environment = ["http_proxy": "127.0.0.1:\(proxy.server.port)", "NO_PROXY": "x,127.0.0.0/8"]
        let answer = try await withClient(of: direct.baseURL, configuration: configuration(environment)) {
            try await $0.source.repository()
        }
        #expect(answer.gitRepositoryPath == "direct")
        #expect(proxy.server.requests.isEmpty)
        var none = configuration(["http_proxy": "127.0.0.1:\(proxy.server.port)"])
        none.proxy = .none
        _ = try await withClient(of: direct.baseURL, configuration: none) { try await $0.source.repository() }
        #expect(proxy.server.requests.isEmpty)
    }

    @Test(arguments: ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
    func aProxyThatRefusesIsNamedWithoutItsPassword(verdict: String) async throws {
        let proxy = try PlayingProxy(verdict: verdict)
        var through = ClientConfiguration.direct
        through.proxy = .url("http://me:hunter2@127.0.0.1:\(proxy.server.port)")
        let error = try await failure(of: "http://api.invalid", configuration: through) {
            _ = try await $0.source.repository()
        }
        #expect(caseName(error) == "unreachable")
        #expect("\(error)".contains("127.0.0.1:\(proxy.server.port)"))
        #expect(!"\(error)\(dumped(error))".contains("hunter2"))
    }

    @Test func aProxyThatIsGoneIsAnError() async throws {
        let refusing = try RefusingPort()
        let error = try await failure(
            of: "http://api.invalid",
            configuration: configuration(["ALL_PROXY": "http://127.0.0.1:\(refusing.port)"])
        ) { _ = try await $0.source.repository() }
        #expect(caseName(error) == "unreachable")
        #expect(
            "\(error)".contains(
                "there is no connection to the proxy 127.0.0.1:\(refusing.port): Connection refused"))
    }
}
