import Foundation
import TestSupport
import Testing

/// The published Python SDK, which nobody of this project wrote, against a real server.
@Suite struct ReferenceClientTests {
    @Test func everyEndpointServesTheReferenceClient() async throws {
        let python = try await ReferenceClient.python()
        let seeded = try await SeededServer.start()
        let server = seeded.server
        let result = try await runCommand(
            python, ["\(SeededServer.folder)/check.py", "all"],
            environment: environment(of: server, ["COMMIT": seeded.main, "RELEASE": seeded.firstRelease]))
        #expect(result.exitCode == 0, "\(result.output)\(result.errorOutput)\(server.log)")
        #expect(result.output.hasSuffix("all as it should be\n"))
        try await server.stop()
    }

    @Test func theReferenceClientMeetsTheRateLimit() async throws {
        let python = try await ReferenceClient.python()
        let server = try await RunningServer.start(arguments: ["--rate-limit", "5"])
        let result = try await runCommand(
            python, ["\(SeededServer.folder)/check.py", "rate-limit"],
            environment: environment(of: server, [:]))
        #expect(result.exitCode == 0, "\(result.output)\(result.errorOutput)")
        try await server.stop()
    }

    private func environment(of server: RunningServer, _ more: [String: String]) -> [String: String?] {
        var variables: [String: String?] = [
            "EIGENPAL_BASE_URL": server.baseURL, "EIGENPAL_API_KEY": server.apiKey, "PYTHONPATH": nil,
            "HTTP_PROXY": nil, "http_proxy": nil, "HTTPS_PROXY": nil, "https_proxy": nil, "ALL_PROXY": nil,
            "all_proxy": nil, "NO_PROXY": "*",
        ]
        for (name, value) in more { variables[name] = value }
        return variables
    }
}

/// The Python package from PyPI, in a virtual environment below `.build` that later runs use again.
actor ReferenceClient {
    private static let shared = ReferenceClient()
    private static let requirement = "eigenpal==0.7.2"
    private var preparation: Task<String, any Error>?

    /// The path of a Python that can import the package.
    static func python() async throws -> String { try await shared.prepared() }

    private func prepared() async throws -> String {
        if let preparation { return try await preparation.value }
        let task = Task { try await Self.prepare() }
        preparation = task
        return try await task.value
    }

    private static func prepare() async throws -> String {
        let directory = "\(Products.checkout)/.build/reference-client"
        let python = "\(directory)/bin/python"
        let marker = "\(directory)/\(requirement)"
        if FileManager.default.fileExists(atPath: marker) { return python }
        try? FileManager.default.removeItem(atPath: directory)
        try await run("python3", ["-m", "venv", directory])
        try await run(
            python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement])
        try Data().write(to: URL(fileURLWithPath: marker))
        return python
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        let result = try await runCommand(program, arguments, environment: ["PYTHONPATH": nil])
        guard result.exitCode == 0 else {
            throw SetupFailure(
                command: "\(program) \(arguments.joined(separator: " "))",
                output: result.output + result.errorOutput)
        }
    }
}
