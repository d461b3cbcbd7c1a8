import Foundation
import TestSupport
import Testing

@testable import Git

@Suite("Ignore rules")
struct IgnoreRulesTests {
    @Test("say of random rules and paths what git check-ignore says", .timeLimit(.minutes(2)))
    func asGit() async throws {
        var random = SeededGenerator(seed: 4747)
        let parts = ["a", "b", "ab", ".env", "x y", "build", "a]b", "é", "a\\b"]
        let patterns = [
            "a", "*", "?", "a*", "*b", "**", "**/a", "a/**", "a/**/b", "**/b/**", "[ab]", "[!a]", "[a-c]*",
            ".env*",
            "x y", "x\\ y", "a ", "\\!a", "#a", "a/b", "/a", "/*/b", "a**b", "**a", "[[:alpha:]]", "[",
            "[]a]*",
            "a\\", "é", "build", "*/b", "b/*", "a/*/b", "\\*", "[a\\]]b", "[^b]", "x[ -z]y", "***", "a/***/b",
        ]
        for _ in 0..<60 {
            let directory = try TemporaryDirectory()
            _ = try await git(["init", "--quiet", directory.path])
            var files: [String: String] = [:]
            for folder in ["", "a", "a/b", "build"] where folder.isEmpty || Bool.random(using: &random) {
                let lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    (Int.random(in: 0..<4, using: &random) == 0 ? "!" : "")
                        + (patterns.randomElement(using: &random) ?? "")
                        + (Int.random(in: 0..<4, using: &random) == 0 ? "/" : "")
                }
                files[folder.isEmpty ? ".gitignore" : "\(folder)/.gitignore"] = lines.joined(separator: "\n")
            }
            for (path, text) in files {
                let url = URL(filePath: directory.path).appending(path: path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
            let paths = Set(
                (0..<60).map { _ in
                    (0..<Int.random(in: 1...4, using: &random)).map { _ in
                        parts.randomElement(using: &random) ?? ""
                    }.joined(separator: "/")
                }
            ).sorted()
            let told = try await runCommand(
                "git", ["-C", directory.path, "check-ignore", "--no-index", "-z", "--stdin"],
                environment: ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"],
                input: paths.map { $0 + "\0" }.joined())
            try #require(told.exitCode <= 1, "\(told.errorOutput)")
            let expected = Set(told.output.split(separator: "\0").map(String.init))
            let rules = IgnoreRules { path in files[path].map { Array($0.utf8) } }
            for path in paths where !["a", "a/b", "build"].contains(path) {
                #expect(rules.ignores(path) == expected.contains(path), "\(path) by \(files)")
            }
        }
    }

    @Test("take time in proportion on patterns made to take long")
    func hostilePattern() throws {
        let line = Array(String(repeating: "*a", count: 500).utf8)
        let pattern = try #require(IgnorePattern(line: line[...]))
        #expect(!pattern.matches(Array(repeating: UInt8(ascii: "a"), count: 2000) + [UInt8(ascii: "b")]))
    }
}
