import Foundation
import SourceFormat
import TestSupport
import Testing

/// A running server, a home, and a checkout with the package `agents/invoice`, made by the built tool.
struct SecretPlace {
    let server: RunningServer
    var session: Session

    /// Logged in and cloned; the package is saved.
    init() async throws {
        server = try await RunningServer.start()
        session = try Session()
        for name in ["XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "EIGENPAL_CACHE_TTL", "VISUAL", "EDITOR"] {
            session.variables[name] = .some(nil)
        }
        #expect(try await session.login(to: server).exitCode == 0)
        #expect(try await session.tool("clone", "acme").exitCode == 0)
        #expect(try await session.tool("init", "invoice", in: "acme").exitCode == 0)
        #expect(try await session.tool("save", "-m", "feat: begin", in: "acme").exitCode == 0)
    }

    /// The checkout's directory.
    var checkout: String { "\(session.work)/acme" }

    /// Runs the tool in the checkout.
    @discardableResult
    func tool(_ arguments: String..., input: String = "") async throws -> CommandResult {
        try await runCommand(
            Products.tool, arguments, in: checkout, environment: session.environment, input: input)
    }

    /// Runs `secrets` on the package.
    @discardableResult
    func secrets(_ arguments: String..., input: String = "") async throws -> CommandResult {
        try await runCommand(
            Products.tool, ["secrets"] + arguments, in: "\(checkout)/agents/invoice",
            environment: session.environment, input: input)
    }

    /// The secrets file as it lies there.
    var text: String? { session.read("\(checkout)/agents/invoice/secrets.enc.yaml") }

    /// The secrets file, parsed; fails the test where it is not valid.
    func file() throws -> SecretsFile {
        let text = try #require(text)
        let (file, findings) = SecretsFile.parse(text, file: "secrets.enc.yaml")
        return try #require(file, "\(findings)")
    }

    /// The files of the cache, absolute.
    func cachePages() throws -> [String] {
        let cache = "\(session.home)/.cache/eigenpal/secrets"
        return try FileManager.default.contentsOfDirectory(atPath: cache).flatMap { store in
            try FileManager.default.contentsOfDirectory(atPath: "\(cache)/\(store)").map {
                "\(cache)/\(store)/\($0)"
            }
        }
    }

    /// The files below the home and the checkout that hold a text.
    func files(holding text: String) async throws -> [String] {
        let result = try await runCommand(
            "grep", ["-rlF", "--", text, session.home, session.work], environment: session.environment)
        return result.output.split(separator: "\n").map(String.init)
    }
}
