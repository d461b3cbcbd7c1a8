import Foundation
import SourceTool
import SystemPackage
import TestSupport

/// A checkout of a source repository with its remote, a home of its own, and nobody at the terminal.
struct Workplace {
    /// The bare repository that stands for the server's.
    let remote: RepositoryBuilder
    /// The checkout, whose `origin` is the remote.
    let checkout: RepositoryBuilder
    private let home: TemporaryDirectory

    /// The files of a small repository: an agent that uses a skill, and a rule.
    static let files: [String: String] = [
        "eigenpal.yaml": "schemaVersion: 1\neigenpalVersion: 1.0.0\n",
        ".gitignore": ".eigenpal/\neigenpal_modules/\n",
        ".gitattributes": "secrets.enc.yaml merge=eigenpal-secrets diff=eigenpal-secrets\n",
        "agents/invoice/eigenpal.yaml": "schemaVersion: 1\nname: Invoice\n",
        "agents/invoice/AGENT.md": "# Invoice\n",
        "resources/skills/ocr/eigenpal.yaml": "schemaVersion: 1\nname: OCR\n",
        "resources/skills/ocr/SKILL.md": "# OCR\n",
        "resources/rules/tone/eigenpal.yaml": "schemaVersion: 1\nname: Tone\n",
        "resources/rules/tone/tone.md": "# Tone\n",
    ]

    /// A remote with one commit of these files, and a checkout of it.
    init(files: [String: String] = Workplace.files) async throws {
        home = try TemporaryDirectory()
        let seed = try await RepositoryBuilder()
        try await seed.commit("feat: begin", files: files)
        remote = try await RepositoryBuilder(bare: true)
        try await seed.git("push", "--quiet", remote.path, "main")
        checkout = try await remote.clone()
        try await Self.sign(checkout)
    }

    private init(remote: RepositoryBuilder, checkout: RepositoryBuilder, home: TemporaryDirectory) {
        (self.remote, self.checkout, self.home) = (remote, checkout, home)
    }

    /// Another checkout of the same remote.
    func colleague() async throws -> Workplace {
        let other = try await remote.clone()
        try await Self.sign(other)
        return Workplace(remote: remote, checkout: other, home: home)
    }

    /// The context of a verb that runs in a directory of the checkout.
    func context(
        in directory: String = "", terminal: any Terminal = RecordingTerminal(),
        environment: [String: String] = [:]
    ) -> ToolContext {
        ToolContext(
            environment: environment, home: FilePath(home.path),
            workingDirectory: FilePath(directory.isEmpty ? checkout.path : "\(checkout.path)/\(directory)"),
            terminal: terminal, clock: { 1_700_000_000 }, options: GlobalOptions(),
            executable: FilePath("/nonexistent/eigenpal-src"))
    }

    /// A file of the checkout; nil where there is none.
    func file(_ name: String) -> String? {
        (try? Data(contentsOf: URL(fileURLWithPath: "\(checkout.path)/\(name)"))).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private static func sign(_ repository: RepositoryBuilder) async throws {
        try await repository.git("config", "user.name", "Ada")
        try await repository.git("config", "user.email", "ada@example.com")
    }
}

/// The error that `body` throws, where it throws the tool's.
func refusal(_ body: () async throws -> Void) async -> ToolError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? ToolError
    }
}
