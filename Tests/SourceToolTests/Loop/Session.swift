import Foundation
import TestSupport

/// A person at a shell with a home of their own: runs the built tool and plain git there.
struct Session {
    let directory: TemporaryDirectory
    let home: String
    let work: String
    /// Variables beside the usual ones.
    var variables: [String: String?] = [:]

    init() throws {
        directory = try TemporaryDirectory()
        home = directory.appending("home")
        work = directory.appending("work")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    }

    /// Nothing of the machine's own settings reaches the programs.
    var environment: [String: String?] {
        var values: [String: String?] = [
            "HOME": home, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8",
            "PATH": "\(Products.directory):/usr/local/bin:/usr/bin:/bin",
        ]
        for name in [
            "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy",
            "http_proxy",
            "all_proxy", "GIT_SSL_CAINFO", "GIT_ASKPASS", "EIGENPAL_API_KEY", "EIGENPAL_BASE_URL",
            "EIGENPAL_PROFILE",
            "EIGENPAL_CA_FILE",
        ] {
            values[name] = .some(nil)
        }
        return values.merging(variables) { _, own in own }
    }

    /// Runs the tool.
    func tool(
        _ arguments: String..., input: String = "", in place: String? = nil
    ) async throws -> CommandResult {
        try await runCommand(
            Products.tool, arguments, in: place.map { "\(work)/\($0)" } ?? work, environment: environment,
            input: input)
    }

    /// Runs plain git.
    func git(_ arguments: String..., in place: String) async throws -> CommandResult {
        try await runCommand("git", arguments, in: "\(work)/\(place)", environment: environment)
    }

    /// Runs a line of bash.
    func shell(_ line: String) async throws -> CommandResult {
        try await runCommand("bash", ["-c", line], in: work, environment: environment)
    }

    /// Logs in to a server.
    func login(to server: RunningServer, profile: String = "default") async throws -> CommandResult {
        try await tool(
            "auth", "login", "--with-token", "--base-url", server.baseURL, "--profile", profile,
            input: server.apiKey + "\n")
    }

    /// What a file below the home or the working directory holds; nil where there is none.
    func read(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }
}
