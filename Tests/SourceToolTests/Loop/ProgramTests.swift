import Foundation
import TestSupport
import Testing

/// What the built tool does as a program: streams, exit codes, several of it at once.
@Suite(.serialized) struct ProgramTests {
    @Test func twoLoginsAtOnceBothStay() async throws {
        let server = try await RunningServer.start()
        let session = try Session()
        await withTaskGroup(of: Int32?.self) { group in
            for number in 0..<6 {
                group.addTask { try? await session.login(to: server, profile: "p\(number)").exitCode }
            }
            for await code in group { #expect(code == 0) }
        }
        let list = try await session.tool("auth", "list")
        #expect(list.output.split(separator: "\n").count == 6)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(session.home)/.config/eigenpal") == [
                "credentials.json"
            ])
        try await server.stop()
    }

    @Test(arguments: ["--version", "--help", "auth list", "auth list --json", "completions bash", "doctor"])
    func aFullDiskIsAnError(_ line: String) async throws {
        let session = try Session()
        let result = try await session.shell("eigenpal-src \(line) >/dev/full")
        #expect(result.exitCode == 1)
        #expect(
            result.errorOutput
                == "eigenpal-src: the answer could not be written to standard output: No space left on device\n"
        )
    }

    @Test func aReaderThatGoesIsNoError() async throws {
        let session = try Session()
        // The reader is gone before anything is written.
        let result = try await session.shell(
            "{ sleep 0.3; eigenpal-src completions bash; echo $? >code; } | true; sleep 1; cat code")
        #expect(result.output == "141\n")
        #expect(result.errorOutput.isEmpty)
    }

    @Test func optionsStandBeforeOrAfterTheVerb() async throws {
        let session = try Session()
        for line in [
            "-C / --quiet auth list --json", "auth -C / list --json --quiet", "auth list --json -C / -q",
        ] {
            let result = try await session.shell("eigenpal-src \(line)")
            #expect(result.output == "{\n  \"profiles\": []\n}\n", "\(line): \(result.errorOutput)")
        }
    }

    @Test(arguments: [
        ("relase", "there is no command \"relase\"; did you mean \"release\"?", "eigenpal-src --help"),
        (
            "auth lgoin", "there is no command \"auth lgoin\"; did you mean \"login\"?",
            "eigenpal-src auth --help"
        ),
        ("-q --profile x qqq", "there is no command \"qqq\"", "eigenpal-src --help"),
        ("auth use", "missing expected argument '<name>'", "eigenpal-src auth use --help"),
        ("auth list extra", "unexpected argument 'extra'", "eigenpal-src auth list --help"),
        ("auth list --nope", "unknown option '--nope'", "eigenpal-src auth list --help"),
    ])
    func wrongUsageIsExitCode2(_ line: String, _ message: String, _ next: String) async throws {
        let result = try await Session().shell("eigenpal-src \(line)")
        #expect(result.exitCode == 2)
        #expect(result.output.isEmpty)
        #expect(result.errorOutput == "eigenpal-src: \(message)\nnext: \(next)\n")
    }

    @Test func aKeyIsNeverAskedForWithoutATerminal() async throws {
        let result = try await Session().tool("auth", "login", "--base-url", "http://127.0.0.1:1")
        #expect(result.exitCode == 1)
        #expect(result.errorOutput.hasSuffix("next: eigenpal-src auth login --with-token <FILE\n"))
    }

    @Test func aServerThatIsNotThereIsNamed() async throws {
        let session = try Session()
        let result = try await session.tool(
            "auth", "login", "--with-token", "--base-url", "http://127.0.0.1:1", input: "key\n")
        #expect(result.exitCode == 1)
        #expect(result.errorOutput.hasPrefix("eigenpal-src: http://127.0.0.1:1 cannot be reached: "))
        #expect(session.read("\(session.home)/.config/eigenpal/credentials.json") == nil)
    }

    @Test func serveStoresItsProfileAndKeepsTheKey() async throws {
        let session = try Session()
        // Started, told to end, started again: the same key works at the new port.
        for round in 1...2 {
            let result = try await session.shell(
                """
                eigenpal-src serve --port 0 >out 2>err & server=$!
                for _ in $(seq 400); do [ -s out ] && break; kill -0 $server || break; sleep 0.05; done
                eigenpal-src auth status --json || cat err
                kill -TERM $server; wait $server; echo "ended with $?"
                """)
            #expect(
                result.output.contains("\"profile\": \"local\""),
                "round \(round): \(result.output)\(result.errorOutput)")
            #expect(result.output.hasSuffix("ended with 0\n"), "round \(round): \(result.output)")
        }
        #expect(
            FileManager.default.fileExists(
                atPath: "\(session.home)/.local/share/eigenpal/server/server.sqlite"))
        let left = try FileManager.default.contentsOfDirectory(
            atPath: "\(session.home)/.local/share/eigenpal/server")
        #expect(!left.contains { $0.hasPrefix(".ready") })
    }

    @Test func serveTouchesNoProfileOfAnotherMachine() async throws {
        let session = try Session()
        _ = try await session.shell(
            """
            mkdir -p ~/.config/eigenpal && umask 077 &&
            echo '{"profiles":{"work":{"apiKey":"k","baseUrl":"https://work.example"}}}' >~/.config/eigenpal/credentials.json
            """)
        let result = try await session.tool("--profile", "work", "serve", "--port", "0")
        #expect(result.exitCode == 1)
        #expect(
            result.errorOutput.hasPrefix(
                "eigenpal-src: profile work is for https://work.example, which is not this machine\n"))
    }

    @Test func aServerThatCannotStartIsSaid() async throws {
        let session = try Session()
        _ = try await session.shell("echo file >data")
        let result = try await session.tool("serve", "--data", "data", "--port", "0")
        #expect(result.exitCode == 1)
        #expect(session.read("\(session.home)/.config/eigenpal/credentials.json") == nil)
    }

    @Test func doctorFindsWhatIsWrong() async throws {
        let session = try Session()
        let result = try await session.tool("doctor", "--json")
        #expect(result.exitCode == 1)
        let answer =
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: [[String: String]]]
        let account = answer?["checks"]?.first { $0["name"] == "account" }
        #expect(account?["status"] == "failure")
        #expect(account?["fix"] == "eigenpal-src auth login")
    }
}
