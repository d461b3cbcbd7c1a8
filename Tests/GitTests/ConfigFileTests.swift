import Foundation
import Git
import TestSupport
import Testing

@Suite struct ConfigFileTests {
    private static let texts = [
        "[core]\n\tbare = false\n",
        "[a]\nx=1\nx = 2\n[b]\nx = 3\n[a]\n\tx=4\n",
        "[A \"Sub Section\"]\n  Key = va lue  ; comment\n[a \"sub section\"]\nkey=other # comment\n",
        "[a]\nb = \"quoted # not a comment\" and more\nc = with \\\"escapes\\\" \\\\ \\t \\n end\n",
        "[a]\nb = first \\\n  second\nc\nd =\n",
        "[a \"x\\\"y\\\\z\"]\nb = 1\n",
        "[credential \"http://127.0.0.1:4747/orgs/acme.git\"]\n\thelper = \n\thelper = \"!'/x y/t' auth\"\n",
        "\u{FEFF}[a]\r\nb = 1\r\n",
        "[a] b = on the line of the section\n",
        "# nothing\n; at all\n\n",
    ]

    @Test(arguments: texts) func readsAsGitDoes(text: String) async throws {
        let directory = try TemporaryDirectory()
        let path = directory.appending("config")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let listed = try await runCommand("git", ["config", "--file", path, "--null", "--list"])
        #expect(listed.exitCode == 0)
        let config = try #require(ConfigFile(text))
        var last: [String: String] = [:]
        for entry in listed.output.split(separator: "\0") {
            let parts = entry.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            last[String(parts[0])] = parts.count > 1 ? String(parts[1]) : "true"
        }
        for (key, value) in last {
            let (section, subsection, name) = try parts(of: key)
            #expect(config.value(section, subsection, name) == value, "\(key)")
        }
    }

    private func parts(of key: String) throws -> (section: String, subsection: String?, name: String) {
        let (section, rest) = try #require(
            key.firstIndex(of: ".").map { (key[..<$0], key[$0...].dropFirst()) })
        let dot = rest.lastIndex(of: ".")
        return (
            String(section), dot.map { String(rest[..<$0]) },
            dot.map { String(rest[$0...].dropFirst()) } ?? String(rest)
        )
    }

    @Test func whatItReadsOfRandomFilesGitReadsSo() async throws {
        var random = SeededGenerator(seed: 41)
        let pieces = [
            "[a]", "[B \"x\"]", "[b \"X\"]", "[a \"q\\\"\\\\z\"]", "[", "]", "\n", "\n", "\n\n", "\r\n", "\r",
            "\t", " ",
            "  ", "key", "Key2", "k-e", "=", " = ", "=", "\"", "\"in quotes\"", "\\n", "\\t", "\\b", "\\\"",
            "\\\\", "\\\n",
            "\\q", "# comment", "; other", "value", "two words", "é", "1", ".", "/:@", "\u{B}", "true",
        ]
        func piece() -> String { pieces.randomElement(using: &random) ?? "" }
        var texts = (0..<60).map { _ in
            (0..<Int.random(in: 1...24, using: &random)).map { _ in piece() }.joined()
        }
        // Most of what is thrown together is no configuration; these are nearly ones.
        texts += (0..<180).map { _ in
            let lines = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                let head = ["[a]\n", "[b \"x\"]\n\t", "", "", " "].randomElement(using: &random) ?? ""
                let name = ["x", "Y", "z"].randomElement(using: &random) ?? "x"
                let value = (0..<Int.random(in: 0...4, using: &random)).map { _ in piece() }.joined()
                return "\(head)\(name) = \(value)\n"
            }
            return "[s]\n" + lines.joined()
        }
        let directory = try TemporaryDirectory()
        for (number, text) in texts.enumerated() {
            try Data(text.utf8).write(to: URL(fileURLWithPath: directory.appending("\(number)")))
        }
        let script = #"""
            cd "$1"; n=0
            while [ $n -lt $2 ]; do
              if git config --file $n --null --list > out 2>/dev/null
              then printf 'ok\n\0'; cat out; else printf 'bad\n\0'; fi
              printf 'end\n\0'; n=$((n + 1))
            done
            """#
        let listed = try await runCommand("sh", ["-c", script, "sh", directory.path, "\(texts.count)"])
        var entries = listed.output.split(separator: "\0", omittingEmptySubsequences: false)[...]
        var readCount = 0
        for text in texts {
            let isGood = entries.popFirst() == "ok\n"
            var last: [String: String] = [:]
            while let entry = entries.popFirst(), entry != "end\n" {
                let parts = entry.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                last[String(parts[0])] = parts.count > 1 ? String(parts[1]) : "true"
            }
            guard let config = ConfigFile(text) else { continue }
            readCount += 1
            #expect(isGood, "\(text.debugDescription)")
            for (key, value) in last {
                let (section, subsection, name) = try parts(of: key)
                #expect(
                    config.value(section, subsection, name) == value, "\(key) of \(text.debugDescription)")
            }
            for section in ["a", "b", "s"] {
                #expect(config.holds(section: section) == last.keys.contains { $0.hasPrefix("\(section).") })
            }
        }
        #expect(readCount > 50, "\(readCount)")
    }

    @Test(arguments: [
        "[include]\npath = other\n", "[includeIf \"gitdir:x\"]\npath = other\n", "[a\nb = 1\n", "b = 1\n",
        "[a]\nb = \"open\n", "[a]\nb = \\q\n", "[a]\n1b = 1\n", "[a]\nb : 1\n", "[a \"open]\nb=1\n",
        "[a.b]\nc=1\n",
        "[]\na=1\n", "[a]\nb = tab\tinside\n", "[a]\nb = cr\rinside\n", "[a]\nb\rc\n", "[a]\nb = 1\0\n",
        "[a]\nb = x \\", "[", "[a \"", "[a]\nb=\"\\",
        "[a \"\\\0\"]\nb=1\n",
    ])
    func whatIsOddIsLeftToOthers(text: String) {
        #expect(ConfigFile(text) == nil)
    }

    @Test func noTextIsTooOdd() {
        var generator = SeededGenerator(seed: 42)
        let alphabet = Array("[]\"\\=#; \n\tab.1-\r".utf8)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<24, using: &generator)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator)! }
            _ = ConfigFile(String(decoding: bytes, as: UTF8.self))
        }
    }
}
