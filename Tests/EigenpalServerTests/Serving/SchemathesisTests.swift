import TestSupport
import Testing

/// What Schemathesis makes of docs/openapi.yaml, sent to a real server: every answer must be one that the document has.
///
/// `Tests/Schemathesis/check.py` does the same by hand, with as many requests as one likes.
@Suite struct SchemathesisTests {
    private static let folder = "\(Products.checkout)/Tests/Schemathesis"
    private static let arguments = ["--rate-limit", "0", "--failed-authentication-limit", "0"]

    @Test(.timeLimit(.minutes(10))) func answersAreTheOnesThatTheDescriptionHas() async throws {
        let python = try await PythonPackage.python(with: "schemathesis==4.32.5", in: "schemathesis")
        let home = try TemporaryDirectory()

        func check(_ server: RunningServer, _ arguments: String...) async throws {
            let result = try await runCommand(
                python, ["\(Self.folder)/check.py"] + arguments, in: home.path,
                environment: [
                    "EIGENPAL_BASE_URL": server.baseURL, "EIGENPAL_API_KEY": server.apiKey,
                    "SEEDS": home.appending("seeds.json"), "PYTHONPATH": nil, "HTTP_PROXY": nil,
                    "http_proxy": nil, "HTTPS_PROXY": nil, "https_proxy": nil, "ALL_PROXY": nil,
                    "all_proxy": nil, "NO_PROXY": "*",
                ])
            #expect(result.exitCode == 0, "\(result.output)\(result.errorOutput)")
        }

        let server = try await RunningServer.start(arguments: Self.arguments)
        try await check(server, "seed")
        try await check(server, "test", "--seed", "1", "--max-examples", "3")
        try await server.stop()

        // Runs that wait for ever, for what can be done to such a run alone.
        let idle = try await RunningServer.start(
            arguments: Self.arguments + ["--workers", "0"], dataDirectory: server.dataDirectory,
            apiKey: server.apiKey)
        try await check(idle, "wait")
        try await check(
            idle, "test", "--seed", "1", "--max-examples", "5", "--phases", "examples,fuzzing",
            "--include-path-regex", "/runs/.id./(files|files/.fileId.|cancel)$|decrypt$")
        try await idle.stop()
    }
}
