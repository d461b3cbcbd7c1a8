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
            let (section, rest) = try #require(
                key.firstIndex(of: ".").map { (key[..<$0], key[$0...].dropFirst()) })
            let dot = rest.lastIndex(of: ".")
            let subsection = dot.map { String(rest[..<$0]) }
            let name = dot.map { String(rest[$0...].dropFirst()) } ?? String(rest)
            #expect(config.value(String(section), subsection, name) == value, "\(key)")
        }
        #expect(last.isEmpty == !last.keys.contains { _ in true })
    }

    @Test(arguments: [
        "[include]\npath = other\n", "[includeIf \"gitdir:x\"]\npath = other\n", "[a\nb = 1\n", "b = 1\n",
        "[a]\nb = \"open\n", "[a]\nb = \\q\n", "[a]\n1b = 1\n", "[a]\nb : 1\n", "[a \"open]\nb=1\n",
        "[a.b]\nc=1\n",
        "[]\na=1\n", "[a]\nb = 1\0\n", "[a]\nb = x \\", "[", "[a \"", "[a]\nb=\"\\",
    ])
    func whatIsOddIsLeftToOthers(text: String) {
        #expect(ConfigFile(text) == nil)
    }

    @Test func noTextIsTooOdd() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("[]\"\\=#; \n\tab.1-\r".utf8)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<24, using: &generator)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator)! }
            _ = ConfigFile(String(decoding: bytes, as: UTF8.self))
        }
    }
}

@Suite struct RepositoryPlaceTests {
    @Test func findsWhatLibgit2Finds() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("a", files: ["deep/er/file": "1"])
        for path in [builder.path, "\(builder.path)/deep/er", "\(builder.path)/deep/"] {
            let repository = try Repository.discover(from: path)
            let place = try #require(RepositoryPlace.discover(from: path))
            #expect(place.gitDirectory == repository.gitDirectory)
            #expect(place.workingDirectory == repository.workingDirectory)
        }
    }

    @Test func theUnusualIsLeftToLibgit2() async throws {
        let bare = try await RepositoryBuilder(bare: true)
        #expect(RepositoryPlace.discover(from: bare.path) == nil)
        let builder = try await RepositoryBuilder()
        try await builder.commit("a", files: ["a": "1"])
        #expect(RepositoryPlace.discover(from: "\(builder.path)/.git") == nil)
        #expect(RepositoryPlace.discover(from: "\(builder.path)/missing") == nil)
        let outside = try TemporaryDirectory()
        try await builder.git("worktree", "add", "--quiet", outside.appending("tree"), "-b", "other")
        #expect(RepositoryPlace.discover(from: outside.appending("tree")) == nil)
        for (key, value) in [
            ("core.bare", "true"), ("core.worktree", outside.path), ("extensions.worktreeConfig", "true"),
            ("core.repositoryformatversion", "1"), ("include.path", "other"),
        ] {
            let config = try String(contentsOfFile: "\(builder.path)/.git/config", encoding: .utf8)
            try await builder.git("config", key, value)
            #expect(RepositoryPlace.discover(from: builder.path) == nil, "\(key)")
            try config.write(toFile: "\(builder.path)/.git/config", atomically: true, encoding: .utf8)
        }
        #expect(RepositoryPlace.discover(from: builder.path) != nil)
    }
}
