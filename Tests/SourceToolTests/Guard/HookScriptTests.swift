import Foundation
import TestSupport
import Testing

@testable import SourceTool

/// The hook's script in the shells there are, by paths that a shell could take for something else.
@Suite struct HookScriptTests {
    private static let shells = ["dash", "bash"].filter {
        FileManager.default.isExecutableFile(atPath: "/bin/\($0)")
    }
    private static let names = ["plain", "it's \"odd\" $HOME `x` \\n"]
    private static let input = "refs/heads/main \(String(repeating: "1", count: 40)) refs/heads/main 0\n"

    /// A repository's hook and a tool that says what it is asked, in a directory of this name.
    private func place(
        _ name: String, isStrict: Bool = false
    ) throws -> (directory: TemporaryDirectory, hook: String, tool: String) {
        let directory = try TemporaryDirectory()
        let folder = directory.appending(name)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let (hook, tool) = ("\(folder)/pre-push", "\(folder)/the tool")
        try write("#!/bin/sh\necho \"tool: $*\"; cat; exit 3\n", to: tool)
        try write(HookScript.text(running: tool, isStrict: isStrict), to: hook)
        return (directory, hook, tool)
    }

    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    private func run(_ shell: String, _ hook: String, input: String = input) async throws -> CommandResult {
        try await runCommand(
            "/bin/\(shell)", [hook, "a b", "https://example.com/x y"],
            environment: ["PATH": "/usr/bin:/bin"], input: input)
    }

    @Test(arguments: shells, names)
    func theToolGetsWhatGitSays(_ shell: String, _ name: String) async throws {
        let (directory, hook, tool) = try place(name)
        defer { withExtendedLifetime(directory) {} }
        #expect(HookScript.tool(in: try String(contentsOfFile: hook, encoding: .utf8)) == tool)
        let said = "tool: hooks run pre-push a b https://example.com/x y\n"
        var result = try await run(shell, hook)
        #expect(result.output == said + Self.input && result.exitCode == 3, "\(result.errorOutput)")

        // A hook that was there before gets the same, first, and its verdict counts.
        let kept = URL(filePath: hook).deletingLastPathComponent().appending(path: HookScript.keptName).path
        try write("#!/bin/sh\necho \"kept: $*\"; cat\n", to: kept)
        result = try await run(shell, hook)
        let before = "kept: a b https://example.com/x y\n"
        #expect(result.output == before + Self.input + said + Self.input && result.exitCode == 3)
        #expect(try await run(shell, hook, input: "").output == before + said)
        try write("#!/bin/sh\nexit 7\n", to: kept)
        let refused = try await run(shell, hook, input: String(repeating: Self.input, count: 5_000))
        #expect(refused.output == "" && refused.exitCode == 7)
    }

    @Test(arguments: shells, names)
    func aToolThatIsGoneIsSaid(_ shell: String, _ name: String) async throws {
        for isStrict in [false, true] {
            let (directory, hook, tool) = try place(name, isStrict: isStrict)
            defer { withExtendedLifetime(directory) {} }
            try FileManager.default.removeItem(atPath: tool)
            let result = try await run(shell, hook, input: "")
            #expect(result.exitCode == (isStrict ? 1 : 0) && result.output == "")
            #expect(result.errorOutput.hasPrefix("pre-push: eigenpal-src is not installed, so nothing "))
            #expect(result.errorOutput.hasSuffix("or remove \(hook)\n"))
        }
    }
}
