import TestSupport
import Testing

/// The published Python SDK, which nobody of this project wrote, against a real server.
@Suite struct ReferenceClientTests {
    @Test func everyMethodAndEveryErrorOfTheReferenceClientIsServed() async throws {
        let python = try await ReferenceClient.python()
        let seeded = try await SeededServer.running()
        let server = seeded.server
        let result = try await runCommand(
            python, ["\(SeededServer.folder)/check.py", "all"],
            environment: ReferenceClient.environment(
                of: server,
                ["COMMIT": seeded.main, "RELEASE": seeded.firstRelease, "DATA": server.dataDirectory]))
        #expect(result.exitCode == 0, "\(result.output)\(result.errorOutput)\(server.log)")
        #expect(result.output.hasSuffix("all as it should be\n"))
        try await server.stop()
    }

    @Test func theReferenceClientMeetsTheRateLimit() async throws {
        let python = try await ReferenceClient.python()
        let server = try await RunningServer.start(arguments: ["--rate-limit", "5"])
        let result = try await runCommand(
            python, ["\(SeededServer.folder)/check.py", "rate-limit"],
            environment: ReferenceClient.environment(of: server))
        #expect(result.exitCode == 0, "\(result.output)\(result.errorOutput)")
        try await server.stop()
    }
}

/// The published SDK.
enum ReferenceClient {
    /// The path of a Python that can import it.
    static func python() async throws -> String {
        try await PythonPackage.python(with: "eigenpal==0.7.2", in: "reference-client")
    }

    /// The variables by which it finds a server, and finds it without a proxy of this machine.
    static func environment(of server: RunningServer, _ more: [String: String] = [:]) -> [String: String?] {
        var variables: [String: String?] = [
            "EIGENPAL_BASE_URL": server.baseURL, "EIGENPAL_API_KEY": server.apiKey, "PYTHONPATH": nil,
            "PYTHONDONTWRITEBYTECODE": "1", "HTTP_PROXY": nil, "http_proxy": nil, "HTTPS_PROXY": nil,
            "https_proxy": nil, "ALL_PROXY": nil, "all_proxy": nil, "NO_PROXY": "*",
        ]
        for (name, value) in more { variables[name] = value }
        return variables
    }
}
