import EigenpalAPI
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

@Suite struct CredentialsFileTests {
    let fixture: Fixture
    let file: CredentialsFile

    init() throws {
        fixture = try Fixture()
        file = CredentialsFile(home: fixture.home)
    }

    @Test func noFileMeansNoProfiles() throws {
        #expect(try file.load() == Credentials())
    }

    @Test func keepsWhatOtherToolsWrote() throws {
        try fixture.writeCredentials(
            """
            {"current":"work","theme":{"dark":true,"n":1.5},"profiles":{"work":{"apiKey":"k1","baseUrl":"https://a.example",
            "tenantId":"t_1","tenantName":"Acme","lastUsed":12}}}
            """)
        try file.update { credentials in
            credentials.profiles["more"] = Credentials.Profile(apiKey: "k2", baseURL: "https://b.example")
        }
        let text = try #require(try fixture.read(file.path))
        #expect(
            text == """
                {
                  "current": "work",
                  "profiles": {
                    "more": {
                      "apiKey": "k2",
                      "baseUrl": "https://b.example"
                    },
                    "work": {
                      "apiKey": "k1",
                      "baseUrl": "https://a.example",
                      "lastUsed": 12,
                      "tenantId": "t_1",
                      "tenantName": "Acme"
                    }
                  },
                  "theme": {
                    "dark": true,
                    "n": 1.5
                  }
                }

                """)
    }

    @Test func isForTheOwnerAlone() throws {
        try file.update { $0.profiles["a"] = Credentials.Profile(apiKey: "k", baseURL: nil) }
        #expect(Files.permissions(of: file.path)?.rawValue == 0o600)
        #expect(Files.permissions(of: file.path.removingLastComponent())?.rawValue == 0o700)
    }

    @Test func anUpdateTakesAwayWhatOthersMayDo() throws {
        try fixture.writeCredentials(#"{"profiles":{}}"#, mode: 0o644)
        try file.update { $0.profiles["a"] = Credentials.Profile(apiKey: "k", baseURL: nil) }
        #expect(Files.permissions(of: file.path)?.rawValue == 0o600)
    }

    @Test func warnsOfAFileThatOthersRead() throws {
        try fixture.writeCredentials(#"{"profiles":{}}"#, mode: 0o644)
        var warnings: [String] = []
        _ = try file.load { warnings.append($0) }
        #expect(warnings == ["\(file.path) can be read by other users; next: chmod 600 \(file.path)"])
    }

    @Test func refusesAFileThatOthersWrite() throws {
        try fixture.writeCredentials(#"{"profiles":{}}"#, mode: 0o622)
        let error = toolError { () throws(ToolError) in _ = try file.load() }
        #expect(error?.next == "chmod 600 \(file.path)")
    }

    @Test(arguments: [
        "", "not json", "[]", "{", #"{"profiles":[]}"#, #"{"current":1}"#, #"{"profiles":{"a":1}}"#,
        #"{"profiles":{"a":{}}}"#, #"{"profiles":{"a":{"apiKey":1}}}"#,
        #"{"profiles":{"a":{"apiKey":"k","baseUrl":{}}}}"#,
        String(repeating: "[", count: 100_000),
    ])
    func aBrokenFileIsLeftAsItIs(_ text: String) throws {
        try fixture.writeCredentials(text)
        let error = toolError { () throws(ToolError) in
            try file.update { $0.profiles["a"] = Credentials.Profile(apiKey: "k", baseURL: nil) }
        }
        #expect(error?.message.hasPrefix("\(file.path) ") == true)
        #expect(try fixture.read(file.path) == text)
        #expect(try Files.names(in: file.path.removingLastComponent()) == ["credentials.json"])
    }

    @Test func aLinkStaysOne() throws {
        let real = fixture.home.appending("kept.json")
        try AtomicFile.write(
            Array(#"{"profiles":{}}"#.utf8), to: real, mode: FilePermissions(rawValue: 0o600))
        try Files.makeDirectory(file.path.removingLastComponent())
        let made = symlink(real.string, file.path.string)
        #expect(made == 0)
        try file.update { $0.current = "a" }
        #expect(Files.kind(of: file.path) == .link)
        #expect(try fixture.read(real)?.contains("\"current\": \"a\"") == true)
    }

    @Test func noUpdateIsLost() async throws {
        let file = file
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<24 {
                group.addTask {
                    try file.update {
                        $0.profiles["p\(number)"] = Credentials.Profile(apiKey: "k\(number)", baseURL: nil)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try file.load().profiles.count == 24)
        #expect(try Files.names(in: file.path.removingLastComponent()) == ["credentials.json"])
    }

    @Test(arguments: ["", "-a", "a b", "a/b", "é", "a\n", String(repeating: "a", count: 65)])
    func refusesNames(_ name: String) {
        #expect(toolError { () throws(ToolError) in try Credentials.check(name: name) }?.exitCode == 2)
    }

    @Test func anyJSONIsReadOrRefused() {
        var generator = SeededGenerator(seed: 11)
        let pieces = [
            "{", "}", "[", "]", ":", ",", #""profiles""#, #""current""#, #""apiKey""#, #""baseUrl""#, #""a""#,
            "1", "null", "true",
            "1e999", "\"\\ud800\"", "\u{0}",
        ]
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...14, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let read = try? CredentialsFile.parse(Array(text.utf8), path: "c.json") else { continue }
            let printed = try? CredentialsFile.print(read)
            let again = printed.flatMap { try? CredentialsFile.parse($0, path: "c.json") }
            #expect(again == read, "\(text)")
        }
    }
}
