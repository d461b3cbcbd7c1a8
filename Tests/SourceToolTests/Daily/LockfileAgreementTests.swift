import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

/// What the checkout resolves and what the server does: the same, byte for byte, in a hundred random graphs.
@Suite struct LockfileAgreementTests {
    private enum Answer: Equatable {
        case lockfile(String)
        case refusal(message: String, details: [String], exitCode: Int32)
    }

    @Test func bothResolveAlikeAndRefuseAlike() async throws {
        let graphs = RandomGraphs(seeds: 0..<100, references: 6)
        let server = try await RunningServer.start()
        // Not by a push, which the server would refuse where a package is not valid.
        let there = "\(server.dataDirectory)/repositories/\(server.organization).git"
        let imported = try await runCommand(
            "git", ["fast-import", "--quiet", "--force"], in: there, input: graphs.history)
        #expect(imported.exitCode == 0, "\(imported.errorOutput)")
        let commits = try await runCommand("git", ["rev-list", "--reverse", "main"], in: there).output
            .split(separator: "\n")
        let session = try Session()
        _ = try await session.login(to: server)
        let cloned = try await session.tool("clone", "acme", "--no-hooks")
        #expect(cloned.exitCode == 0, "\(cloned.errorOutput)")
        let context = ToolContext(
            environment: [:], home: FilePath(session.home),
            workingDirectory: FilePath("\(session.work)/acme"),
            terminal: RecordingTerminal(), clock: { 1_700_000_000 }, options: GlobalOptions(),
            executable: FilePath(Products.tool))

        var counts: [String: Int] = [:]
        for (seed, references) in graphs.references.enumerated() {
            for written in references {
                let parts = written.split(separator: ":").map(String.init)
                let reference =
                    parts.count < 2 ? written : parts[0] + commits[try #require(Int(parts[1])) - 1]
                let here = try await answer(to: reference, context, asksServer: false)
                let onServer = try await answer(to: reference, context, asksServer: true)
                #expect(here == onServer, "\(reference) of graph \(seed)")
                for kind in Self.kinds(of: here) { counts[kind, default: 0] += 1 }
            }
        }
        // The comparison says little unless each sort of answer came up.
        for kind in ["lockfile", "deep", "cycle", "missing", "lightweight", "invalid", "nowhere"] {
            #expect(counts[kind, default: 0] >= 5, "\(counts)")
        }
        try await server.stop()
    }

    private func answer(
        to reference: String, _ context: ToolContext, asksServer: Bool
    ) async throws -> Answer {
        do throws(ToolError) {
            return .lockfile(
                try await PreviewLockfile.run(context, reference: reference, asksServer: asksServer).text)
        } catch {
            // The server says which of the request's parameters it is that does not resolve.
            let message =
                error.message.hasPrefix("packageRef: ") ? error.message.dropFirst(12) : error.message[...]
            return .refusal(message: String(message), details: error.details, exitCode: error.exitCode)
        }
    }

    private static func kinds(of answer: Answer) -> [String] {
        switch answer {
        case .lockfile(let text):
            // Twelve spaces and more are of a package that a dependency depends on.
            return text.contains("            \"packagePath\"") ? ["lockfile", "deep"] : ["lockfile"]
        case .refusal(let message, _, _):
            if message.contains("depends on itself") { return ["cycle"] }
            if message.contains("is not annotated") { return ["lightweight"] }
            if message.contains("is invalid") { return ["invalid"] }
            if message.contains("there is no package") { return ["nowhere"] }
            return message.contains("has no release") ? ["missing"] : [message]
        }
    }
}
