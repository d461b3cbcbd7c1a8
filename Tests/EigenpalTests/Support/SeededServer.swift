import TestSupport

/// A running server whose repository holds the packages of Tests/ReferenceClient and their releases.
struct SeededServer {
    /// The server.
    let server: RunningServer
    /// The commit of `main`, released as agents.finance.invoice@1.10.0.
    let main: String
    /// The commit before it, released as agents.finance.invoice@1.0.0 and @1.2.0, and with the other packages.
    let firstRelease: String

    /// The folder with the packages and the Python program.
    static let folder = "\(Products.checkout)/Tests/ReferenceClient"

    /// Starts one that carries out runs, one at a time, and has enough of refused credentials after five.
    static func running() async throws -> SeededServer {
        try await start(arguments: [
            "--runner", Runner.command, "--workers", "1", "--failed-authentication-limit", "5",
        ])
    }

    /// Starts a server and pushes to it with plain git.
    static func start(arguments: [String] = []) async throws -> SeededServer {
        let server = try await RunningServer.start(arguments: arguments)
        let home = try TemporaryDirectory()
        // Always the same, so that it is known what releases tell of their making.
        let date = "1700000000 +0000"
        let script = """
            set -eu
            git clone -q "$REMOTE" work
            cd work
            cp -R "$PACKAGES"/. .
            git add -A
            git commit -q -m "Add the packages"
            git tag -a resources.skills.ocr@1.2.0 -m "OCR"
            git tag -a agents.finance.invoice@1.0.0 -m "First"
            git tag -a agents.finance.invoice@1.2.0 -m "More"
            git tag -a workflows.triage@0.3.0 -m "Triage"
            first=$(git rev-parse HEAD)
            echo "With second thoughts." >> agents/finance/invoice/AGENT.md
            git commit -q -a -m "Think again"
            git tag -a agents.finance.invoice@1.10.0 -m "Second thoughts"
            git push -q origin main --tags
            echo "$(git rev-parse HEAD) $first"
            """
        let result = try await runCommand(
            "sh", ["-c", script], in: home.path,
            environment: [
                "REMOTE": server.remoteURL.replacing("://", with: "://eigenpal:\(server.apiKey)@"),
                "PACKAGES": "\(folder)/packages", "HOME": home.path, "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@acme.example",
                "GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@acme.example",
                "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "http_proxy": nil, "HTTP_PROXY": nil,
                "ALL_PROXY": nil,
                "all_proxy": nil,
            ])
        let commits = result.output.split(separator: "\n").last?.split(separator: " ").map(String.init) ?? []
        guard result.exitCode == 0, commits.count == 2 else {
            throw SetupFailure(command: "git", output: result.output + result.errorOutput + server.log)
        }
        return SeededServer(server: server, main: commits[0], firstRelease: commits[1])
    }
}
