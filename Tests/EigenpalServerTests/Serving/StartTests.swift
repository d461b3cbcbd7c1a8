import EigenpalAPI
import Foundation
import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct StartTests {
    @Test func theFirstStartMakesEverythingOnce() async throws {
        let first = try await RunningServer.start(arguments: ["--organization", "widgets"])
        #expect(first.organization == "widgets")
        let key = first.apiKey
        #expect(first.log.components(separatedBy: key).count == 2, "the key is shown once")
        let listing = try await runCommand(
            "git",
            [
                "--git-dir", "\(first.dataDirectory)/repositories/widgets.git", "ls-tree", "--name-only",
                "main",
            ])
        #expect(listing.output == ".gitattributes\n.gitignore\neigenpal.yaml\n")
        let before = try await first.send("POST", "/api/v1/source/secrets/encrypt", body: Self.secret)
        #expect(try await first.stop() == 0)

        let second = try await RunningServer.start(dataDirectory: first.dataDirectory, apiKey: key)
        #expect(second.organization == "widgets")
        #expect(!second.log.contains("ep_"))
        #expect(try await second.send("GET", "/api/v1/auth/check").status == 200)
        let encrypted = try before.decoded(SourceSecretsEncryptResponse.self)
        let item = SourceSecretsDecryptBody.Item(
            sourcePath: "agents/a/secrets.enc.yaml", secretName: "KEY",
            encrypted: try #require(encrypted.encrypted))
        let body = try JSONEncoder().encode(SourceSecretsDecryptBody(secrets: [item]))
        let opened = try await second.send(
            "POST", "/api/v1/source/secrets/decrypt", body: String(decoding: body, as: UTF8.self))
        #expect(try opened.decoded(SourceSecretsDecryptResponse.self).secrets == ["KEY": "hush"])
        #expect(try await second.stop() == 0)
    }

    @Test func theReadyFileIsItsOwnersAlone() async throws {
        let home = try TemporaryDirectory()
        let script = """
            "$0" serve --data "$1/data" --port 0 --ready-file "$1/ready.json" >"$1/out" 2>"$1/err" &
            while [ ! -s "$1/ready.json" ] && kill -0 $! 2>/dev/null; do sleep 0.05; done
            stat -c %a "$1/ready.json"; tr -d '\\n' <"$1/ready.json"; kill -TERM $!; wait $!; echo; echo $?
            """
        func start() async throws -> (mode: String, ready: [String: String], exitCode: String) {
            try? FileManager.default.removeItem(atPath: home.appending("ready.json"))
            let result = try await runCommand("sh", ["-c", script, Products.server, home.path])
            let lines = result.output.split(separator: "\n").map(String.init)
            try #require(lines.count == 3, "\(result)")
            return (
                lines[0], try JSONDecoder().decode([String: String].self, from: Data(lines[1].utf8)), lines[2]
            )
        }
        let first = try await start()
        #expect(first.mode == "600")
        #expect(first.exitCode == "0")
        #expect(Set(first.ready.keys) == ["baseUrl", "organization", "apiKey"])
        #expect(first.ready["baseUrl"]?.hasPrefix("http://127.0.0.1:") == true)
        // The key alone is the answer; the talk is elsewhere.
        let output = try String(contentsOfFile: home.appending("out"), encoding: .utf8)
        #expect(output == "\(try #require(first.ready["apiKey"]))\n")
        let second = try await start()
        #expect(Set(second.ready.keys) == ["baseUrl", "organization"])
        #expect(try String(contentsOfFile: home.appending("out"), encoding: .utf8).isEmpty)
    }

    @Test func keepsTheKeyForTheReadyFileAlone() async throws {
        let server = try await RunningServer.start(arguments: ["--hide-key"])
        #expect(server.log.contains("Made the organization acme.\n"))
        #expect(!server.log.contains(server.apiKey))
        try await server.stop()
        let home = try TemporaryDirectory()
        let without = try await runCommand(
            Products.server, ["serve", "--data", home.appending("data"), "--port", "0", "--hide-key"])
        #expect(without.exitCode == 2)
    }

    @Test func refusesASecondServerOnItsData() async throws {
        let server = try await RunningServer.start()
        let second = try await runCommand(
            Products.server, ["serve", "--data", server.dataDirectory, "--port", "0"])
        #expect(second.exitCode == 1)
        #expect(second.errorOutput.contains("Another eigenpal-server is running on"))
        #expect(second.output.isEmpty)
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)
        try await server.stop()
    }

    @Test func refusesWhatItCannotServe() async throws {
        let server = try await RunningServer.start()
        try await server.stop()
        let data = server.dataDirectory
        func refusal(
            _ arguments: [String], environment: [String: String?] = [:]
        ) async throws -> (Int32, String) {
            let result = try await runCommand(
                Products.server, ["serve", "--port", "0"] + arguments, environment: environment)
            #expect(result.output.isEmpty)
            return (result.exitCode, result.errorOutput)
        }
        var (code, words) = try await refusal(["--data", data, "--organization", "other"])
        #expect(code == 1)
        #expect(words.contains("is the data of the organization `acme`, not of `other`"))

        (code, words) = try await refusal(["--data", data, "--organization", "Not A Slug"])
        #expect(code == 1)
        #expect(words.contains("is no name for an organization"))

        let wrong = Data(repeating: 1, count: 32).base64EncodedString()
        (code, words) = try await refusal(["--data", data], environment: ["EIGENPAL_MASTER_KEY": wrong])
        #expect(code == 1)
        #expect(words.contains("The master key does not open the organization's encryption key ek_"))

        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(data)/master.key")
        (code, words) = try await refusal(["--data", data])
        #expect(code == 1)
        #expect(words.contains("chmod 600"))

        try FileManager.default.removeItem(atPath: "\(data)/master.key")
        (code, words) = try await refusal(["--data", data])
        #expect(code == 1)
        #expect(words.contains("There is no master key"))
        #expect(!FileManager.default.fileExists(atPath: "\(data)/master.key"), "a lost key is not replaced")

        (code, words) = try await refusal(["--data", "\(data)/server.sqlite"])
        #expect(code == 1)
        #expect(words.contains("is not a directory"))

        for usage in [["--data", data, "--tls-key", "x"], ["--data", data, "--log-level", "loud"], []] {
            #expect(try await refusal(usage).0 == 2)
        }
    }

    @Test func refusesAPortThatIsTaken() async throws {
        let server = try await RunningServer.start()
        let home = try TemporaryDirectory()
        let port = try #require(server.authority.split(separator: ":").last)
        let second = try await runCommand(
            Products.server, ["serve", "--data", home.appending("data"), "--port", String(port)])
        #expect(second.exitCode == 1)
        #expect(second.errorOutput.contains("cannot listen on 127.0.0.1, port \(port)"))
        try await server.stop()
    }

    @Test func makesNoKeyWhereItCannotServe() async throws {
        let home = try TemporaryDirectory()
        let data = home.appending("data")
        let result = try await runCommand(
            Products.server, ["serve", "--data", data, "--port", "0"], environment: ["PATH": "/nonexistent"])
        #expect(result.exitCode == 1)
        #expect(result.output.isEmpty)
        #expect(result.errorOutput.contains("There is no git on the PATH"))
        #expect(!FileManager.default.fileExists(atPath: "\(data)/server.sqlite"))
        let unknown = try await runCommand(
            Products.server, ["serve", "--data", data, "--port", "0", "--host", "no.such.host.invalid"])
        #expect(unknown.exitCode == 1)
        #expect(unknown.errorOutput.contains("cannot listen on no.such.host.invalid"))
    }

    @Test func failsWhenTheReadyFileCannotBeWritten() async throws {
        let home = try TemporaryDirectory()
        let result = try await runCommand(
            Products.server,
            [
                "serve", "--data", home.appending("data"), "--port", "0", "--ready-file",
                home.appending("none/ready.json"),
            ])
        #expect(result.exitCode == 1)
        #expect(result.errorOutput.contains("none/ready.json cannot be written"))
    }

    @Test func takesUpAStartThatWasCutShort() async throws {
        let home = try TemporaryDirectory()
        let directory = try DataDirectory(home.appending("data")).prepared()
        // Everything before the organization is stored: the key, the store, the repository.
        let masterKey = try MasterKey.loadOrCreate(directory, environment: [:])
        let store = try SQLiteStore(path: directory.database)
        let made = try await FirstStart(directory: directory, store: store).make(
            slug: "acme", masterKey: masterKey)
        #expect(made.organization.slug == "acme")
        try FileManager.default.removeItem(atPath: directory.database)
        for suffix in ["-wal", "-shm"] {
            try FileManager.default.removeItem(atPath: directory.database + suffix)
        }
        let server = try await RunningServer.start(dataDirectory: directory.path)
        #expect(try await server.send("GET", "/api/v1/source/raw?path=eigenpal.yaml").status == 200)
        try await server.stop()
    }

    @Test func keepsEverythingItMakesPrivate() async throws {
        let server = try await RunningServer.start()
        try await server.stop()
        let walk = try #require(FileManager.default.enumerator(atPath: server.dataDirectory))
        var seen = 0
        for case let path as String in walk {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: "\(server.dataDirectory)/\(path)")
            let mode = try #require(attributes[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(path) has the mode \(String(mode, radix: 8))")
            seen += 1
        }
        #expect(seen > 10)
    }

    private static let secret =
        #"{"sourcePath":"agents/a/secrets.enc.yaml","secretName":"KEY","plaintext":"hush"}"#
}
