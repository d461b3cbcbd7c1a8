import Foundation
import TestSupport
import Testing

/// A clone of a running server's repository, worked on with the real git.
struct SourceCheckout {
    let directory: TemporaryDirectory
    private let path: String

    init(of server: RunningServer) async throws {
        directory = try TemporaryDirectory()
        path = directory.appending("checkout")
        let remote = server.remoteURL.replacingOccurrences(
            of: "http://", with: "http://eigenpal:\(server.apiKey)@")
        try await Self.run(["clone", "--quiet", remote, path], in: directory.path)
        try await git("config", "user.name", "Ann Example")
        try await git("config", "user.email", "ann@example.com")
    }

    @discardableResult
    func git(_ arguments: String...) async throws -> String { try await Self.run(arguments, in: path) }

    /// Writes files and commits them with everything else that changed.
    func commit(_ files: [String: String?], _ message: String = "change") async throws {
        for (name, contents) in files {
            let url = URL(filePath: "\(path)/\(name)")
            guard let contents else {
                try FileManager.default.removeItem(at: url)
                continue
            }
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(contents.utf8).write(to: url)
        }
        try await git("add", "--all")
        try await git("commit", "--quiet", "-m", message)
    }

    /// Tags a release on the tip of `main`.
    func release(_ name: String, _ message: String = "A release") async throws {
        try await git("tag", "-a", name, "-m", message)
    }

    /// Pushes `main` and every tag.
    func push() async throws { try await git("push", "--quiet", "origin", "main", "--tags") }

    /// Puts `main` and every tag into the server's repository by the back door, past the rules for a push.
    func pushPastTheRules(of server: RunningServer) async throws {
        let repository = "\(server.dataDirectory)/repositories/\(server.organization).git"
        try await git("push", "--quiet", repository, "main", "--tags")
    }

    @discardableResult
    private static func run(_ arguments: [String], in directory: String) async throws -> String {
        let environment = [
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
        ]
        let result = try await runCommand("git", arguments, in: directory, environment: environment)
        try #require(result.exitCode == 0, "git \(arguments): \(result.errorOutput)")
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// The files of small valid packages.
enum SamplePackage {
    static func agent(
        _ path: String, name: String = "Agent", dependencies: [String: String] = [:]
    ) -> [String: String?] {
        var manifest = "schemaVersion: 1\nname: \(name)\ndescription: Does \(name)\n"
        if !dependencies.isEmpty {
            manifest += "dependencies:\n"
            for (dependency, version) in dependencies.sorted(by: { $0.key < $1.key }) {
                manifest += "  \"workspace:\(dependency)\": \"\(version)\"\n"
            }
        }
        return ["\(path)/eigenpal.yaml": manifest, "\(path)/AGENT.md": "# \(name)\n"]
    }

    static func workflow(
        _ path: String, name: String = "Workflow", steps: String = "steps: []\n"
    ) -> [String: String?] {
        ["\(path)/eigenpal.yaml": "schemaVersion: 1\nname: \(name)\n", "\(path)/workflow.yaml": steps]
    }

    static func skill(_ path: String) -> [String: String?] {
        ["\(path)/eigenpal.yaml": "schemaVersion: 1\nname: Skill\n", "\(path)/SKILL.md": "# Skill\n"]
    }
}
