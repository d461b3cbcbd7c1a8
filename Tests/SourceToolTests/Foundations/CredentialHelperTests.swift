import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

@Suite struct CredentialHelperTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.writeCredentials(
            """
            {"current": "local", "profiles": {
              "local": {"apiKey": "key-local", "baseUrl": "http://127.0.0.1:4747"},
              "work": {"apiKey": "key-work", "baseUrl": "https://work.example"}}}
            """)
    }

    private func ask(
        _ question: String, _ operation: AuthGitCredential.Operation = .get, profile: String? = nil
    ) throws -> (output: String, talk: [String]) {
        let terminal = RecordingTerminal(input: question)
        try AuthGitCredential.run(
            fixture.context(terminal, options: GlobalOptions(profile: profile)), operation)
        return (terminal.output, terminal.talk)
    }

    @Test func answersForItsOwnHost() throws {
        #expect(
            try ask("protocol=http\nhost=127.0.0.1:4747\n\n").output
                == "username=eigenpal\npassword=key-local\n")
        #expect(
            try ask("capability[]=authtype\nprotocol=https\nhost=work.example\npath=x\n\n", profile: "work")
                .output
                == "username=eigenpal\npassword=key-work\n")
    }

    @Test(arguments: [
        "", "\n", "protocol=http\n\n", "host=127.0.0.1:4747\n\n", "protocol=https\nhost=127.0.0.1\n\n",
        "protocol=http\nhost=127.0.0.1\n\n", "protocol=http\nhost=127.0.0.1:4748\n\n",
        "protocol=http\nhost=evil.example\n\n",
        "protocol=http\nhost=127.0.0.1:4747@evil.example\n\n", "protocol=http\nhost=127.0.0.1:4747/x\n\n",
        "protocol=ssh\nhost=127.0.0.1:4747\n\n", "nonsense\nprotocol=http\nhost=127.0.0.1:4747\n\n",
        "protocol=http\nhost=evil.example\n\nhost=127.0.0.1:4747\n",
    ])
    func keepsQuietToOthers(_ question: String) throws {
        #expect(try ask(question).output.isEmpty)
    }

    @Test func storesNothing() throws {
        let answer = try ask("protocol=http\nhost=127.0.0.1:4747\nusername=x\npassword=y\n\n", .store)
        #expect(answer.output.isEmpty && answer.talk.isEmpty)
        #expect(try fixture.read(fixture.credentials)?.contains("key-local") == true)
    }

    @Test func aRefusalNamesTheNextCommand() throws {
        let answer = try ask("protocol=http\nhost=127.0.0.1:4747\n\n", .erase)
        #expect(answer.output.isEmpty)
        #expect(
            answer.talk == [
                "warning: 127.0.0.1:4747 refused this API key; next: eigenpal-src auth login --profile local"
            ])
    }

    @Test func withoutAnAccountGitAsksNobodyElse() throws {
        try fixture.writeCredentials("{}")
        let terminal = RecordingTerminal(input: "protocol=https\nhost=work.example\n\n")
        let error = toolError { () throws(ToolError) in
            try AuthGitCredential.run(fixture.context(terminal), .get)
        }
        #expect(error?.next == "eigenpal-src auth login")
        #expect(terminal.output == "quit=1\n")
    }

    @Test func theCommandNamesTheAccountAndNotTheKey() throws {
        var context = fixture.context()
        context.command = "/opt/it's here/eigenpal-src"
        let command = CredentialHelper(context, account: try context.account()).command
        #expect(command == #"!'/opt/it'\''s here/eigenpal-src' --profile local auth git-credential"#)
        #expect(CredentialHelper.executable(in: command) == "/opt/it's here/eigenpal-src")
    }

    @Test func theShellReadsTheCommandAsItIs() async throws {
        for word in ["plain", "it's", "a b", "$(x)", "`x`", "\\", "\"", "", "é", "a\nb", "*", "~"] {
            let answer = try await runCommand("sh", ["-c", "printf %s \(CredentialHelper.quoted(word))"])
            #expect(answer.output == word)
        }
    }

    @Test func otherHelpersAreNotOurs() {
        for command in [
            "", "store", "!gh auth git-credential", "!eigenpal-src auth git-credential",
            "!'/x auth git-credential",
        ] {
            #expect(
                CredentialHelper.executable(in: command) == nil || command == "!'/x auth git-credential",
                "\(command)")
        }
    }
}
