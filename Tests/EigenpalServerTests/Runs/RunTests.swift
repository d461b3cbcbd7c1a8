import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct RunTests {
    @Test func aRunIsGivenItsInputAndLeavesItsOutput() async throws {
        let server = try await RunningServer.start()
        try await server.addAgent(
            "echo",
            run: """
                mkdir -p output/deep
                cp input.json output/deep/given.json
                cat files/* > output/all.txt
                ls package > output/package.txt
                env | sort > output/env.txt
                echo '{"type":"usage","tokens":{"input":3}}' > trace.jsonl
                echo '{"type":"usage","tokens":{"input":4,"output":1}}' >> trace.jsonl
                echo '# Issues' > issues.md
                echo said this
                echo '{"total": 7}' > output.json
                """, files: ["output-schema.json": #"{"required":["total"]}"#])
        let answer = try await server.send(
            form: [
                ("target", "agents.echo"), ("input", #"{"text":"hello"}"#),
                ("metadata", #"{"batchId":"b1"}"#),
            ],
            files: [
                ("files.one", "a b.txt", "first"), ("files.many", "x.txt", "second"),
                ("files.many", "x.txt", "third"),
            ], to: "/api/v1/runs?wait_for_completion=60")
        let run = try answer.decoded(Run.self)
        #expect(run.finished)
        #expect(run.execution.status == .completed)
        #expect(run.execution.schemaValid == .value(true))
        #expect(run.execution.batchId == .value("b1"))
        #expect(run.output == .value(["total": 7]))
        #expect(run.error == .null)
        #expect(run.source.version == .value("1.0.0"))
        #expect(
            run.files?.map(\.path) == [
                "eigenpal.lock", "issues.md", "output/all.txt", "output/deep/given.json", "output/env.txt",
                "output/package.txt", "trace.jsonl",
            ])
        func text(_ path: String) async throws -> String {
            let answer = try await server.send("GET", "/api/v1/runs/\(run.id)/artifacts/\(path)")
            #expect(answer.headers["content-type"] == "application/octet-stream")
            return answer.text
        }
        #expect(try await text("output/all.txt") == "firstthirdsecond")
        #expect(try await text("output/package.txt") == "AGENT.md\neigenpal.yaml\noutput-schema.json\nrun\n")
        let given = try JSONDecoder().decode(
            JSONValue.self, from: Data(try await text("output/deep/given.json").utf8))
        #expect(given["text"] == "hello")
        #expect(given["one"]?["path"] == "files/a b.txt")
        #expect(given["many"]?.array?.map { $0["path"] } == ["files/x.txt", "files/x-2.txt"])
        let environment = Dictionary(
            uniqueKeysWithValues: try await text("output/env.txt").split(separator: "\n").map { line in
                let parts = line.split(separator: "=", maxSplits: 1)
                return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
            })
        #expect(
            Set(environment.keys) == [
                "EIGENPAL_PACKAGE_DIR", "EIGENPAL_RUN_ID", "EIGENPAL_RUN_TARGET", "HOME", "LANG", "PATH",
                "PWD",
                "TMPDIR",
            ])
        #expect(environment["EIGENPAL_RUN_ID"] == run.id)
        #expect(environment["EIGENPAL_RUN_TARGET"] == "agents.echo@1.0.0")

        let page = try await server.page(run.id)
        #expect(page.input?.args == ["text": "hello"])
        #expect(page.input?.files?.map(\.name) == ["a b.txt", "x.txt", "x.txt"])
        #expect(page.usage.value?.tokens.input == .value(7))
        #expect(page.usage.value?.tokens.output == .value(1))
        #expect(
            page.execution.files?.output.map(\.name) == [
                "all.txt", "deep/given.json", "env.txt", "package.txt",
            ])
        #expect(page.debug?.observability["log"] == "said this\n")
        let trace = try await server.send("GET", "/api/v1/runs/\(run.id)/trace").decoded(
            RunTraceResponse.self)
        #expect(trace.events.count == 2)
        let size = #"{"type":"usage","tokens":{"input":3}}"#.utf8.count + 1
        for (offset, count) in [(size, 1), (trace.nextOffset ?? 0, 0), (Int.max, 0)] {
            let rest = try await server.send("GET", "/api/v1/runs/\(run.id)/trace?offset=\(offset)")
                .decoded(RunTraceResponse.self)
            #expect(rest.events == trace.events.suffix(count))
            #expect(rest.nextOffset == max(trace.nextOffset ?? 0, offset))
        }
        #expect(try await server.send("GET", "/api/v1/runs/\(run.id)/trace?offset=-1").status == 400)
        #expect(server.runProcesses().isEmpty)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(server.dataDirectory)/runs/workspaces")
                .isEmpty)
        try await server.stop()
    }

    @Test func aRunThatFailsSaysWhy() async throws {
        let server = try await RunningServer.start(arguments: ["--run-timeout", "1", "--run-grace", "0"])
        let checkout = try await SourceCheckout(of: server)
        try await checkout.addAgent("none", run: nil)
        try await checkout.addAgent("three", run: "echo before; echo 'the reason' >&2; exit 3")
        try await checkout.addAgent("slow", run: "sleep 30")
        try await checkout.addAgent("broken", run: "echo nonsense > output.json")
        try await checkout.addAgent("list", run: "echo '[1]' > output.json")
        try await checkout.push()
        func failure(_ slug: String) async throws -> String {
            let run = try await server.run("agents.\(slug)")
            #expect(run.execution.status == .failed)
            return run.error.value ?? ""
        }
        #expect(try await failure("none").contains("start the server with --runner"))
        #expect(try await failure("three") == "The runner ended with exit code 3: the reason.")
        #expect(try await failure("slow").contains("longer than it may"))
        #expect(try await failure("broken").contains("output.json"))
        #expect(try await failure("list").contains("output.json"))
        #expect(server.runProcesses().isEmpty)
        try await server.stop()
    }

    @Test func theOperatorsRunnerGoesBeforeThePackagesOwn() async throws {
        let server = try await RunningServer.start(
            arguments: ["--runner", #"printf '{"by":"the operator"}' > output.json"#])
        try await server.addAgent("a", run: "exit 9")
        #expect(try await server.run("agents.a").output == .value(["by": "the operator"]))
        try await server.stop()
    }

    @Test func aTargetThatIsNotThereIsNotFound() async throws {
        let server = try await RunningServer.start()
        try await server.addAgent("a", run: "true", files: ["input-schema.json": #"{"required":["n"]}"#])
        func refusal(_ body: String, query: String = "") async throws -> (Int, String, String) {
            let answer = try await server.send("POST", "/api/v1/runs\(query)", body: body)
            let issue = try #require(try answer.decoded(APIErrorEnvelope.self).issues.first)
            return (answer.status, issue.field, issue.code)
        }
        #expect(try await refusal(#"{"target":"agents.b"}"#) == (404, "target", "package_not_found"))
        #expect(try await refusal(#"{"target":"agents.a@9.9.9"}"#) == (404, "target", "release_not_found"))
        #expect(try await refusal(#"{"target":"resources.a"}"#) == (400, "target", "not_runnable"))
        #expect(try await refusal(#"{"target":"agents.A"}"#).0 == 400)
        #expect(try await refusal(#"{"target":"agents.a"}"#) == (400, "input.n", "required"))
        #expect(
            try await refusal(#"{"target":"agents.a@1.0.0","input":{"n":1}}"#, query: "?version=2.0.0")
                == (400, "version", "two_versions"))
        #expect(
            try await refusal(#"{"target":"agents.a","input":{"n":1}}"#, query: "?wait_for_completion=601")
                == (400, "wait_for_completion", "out_of_range"))
        #expect(
            try await refusal(#"{"target":"agents.a","input":{"n":1},"files":{"f":{"fileId":"file_none"}}}"#)
                == (400, "files.f", "file_not_found"))
        #expect(try await server.send("GET", "/api/v1/runs").decoded(RunsListResponse.self).runs.isEmpty)
        try await server.stop()
    }

    @Test func aRerunPinsTheFirstRunOrTakesTheLatest() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        try await checkout.addAgent("a", run: "cat files/* > output.json; touch output/x 2>/dev/null; true")
        try await checkout.push()
        let first = try await server.send(
            form: [("target", "agents.a")], files: [("files.f", "f.json", #"{"version":1}"#)],
            to: "/api/v1/runs?wait_for_completion=60"
        ).decoded(Run.self)
        #expect(first.output == .value(["version": 1]))
        try await checkout.addAgent("a", run: #"echo '{"version":2}' > output.json"#, version: "2.0.0")
        try await checkout.push()
        func rerun(_ query: String) async throws -> Run {
            try await server.send("POST", "/api/v1/runs/\(first.id)/rerun?wait_for_completion=60\(query)")
                .decoded(Run.self)
        }
        let pinned = try await rerun("&version=original")
        #expect(pinned.source.git.value?.commitSha == first.source.git.value?.commitSha)
        #expect(pinned.output == .value(["version": 1]))
        #expect(pinned.execution.retry.number == 1)
        #expect(pinned.execution.retry.previousRunId == .value(first.id))
        let latest = try await rerun("")
        #expect(latest.source.version == .value("2.0.0"))
        #expect(latest.output == .value(["version": 2]))
        #expect(try await rerun("&version=1.x").source.version == .value("1.0.0"))
        #expect(try await server.page(first.id).execution.retry.nextRun.value != nil)
        try await server.stop()
    }

    @Test func aRunHasTheSecretsOfItsGraphAndNoOthers() async throws {
        let server = try await RunningServer.start()
        let checkout = try await SourceCheckout(of: server)
        func secrets(_ path: String, _ values: [String: String]) async throws -> String {
            var text = "schemaVersion: 1\nsecrets:\n"
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                let body = """
                    {"sourcePath":"\(path)/secrets.enc.yaml","secretName":"\(name)","plaintext":"\(value)"}
                    """
                let answer = try await server.send("POST", "/api/v1/source/secrets/encrypt", body: body)
                let sealed = try #require(try answer.decoded(SourceSecretsEncryptResponse.self).encrypted)
                text +=
                    "  \(name):\n    encrypted:\n      algorithm: \(sealed.algorithm)\n      keyId: \(sealed.keyId)\n"
                text +=
                    "      nonce: \(sealed.nonce)\n      ciphertext: \(sealed.ciphertext)\n      tag: \(sealed.tag)\n"
            }
            return text
        }
        var skill = SamplePackage.skill("resources/skills/ocr")
        skill["resources/skills/ocr/secrets.enc.yaml"] = try await secrets(
            "resources/skills/ocr", ["OCR_KEY": "ocr-secret-value"])
        try await checkout.commit(skill)
        try await checkout.release("resources.skills.ocr@1.0.0")
        let manifest = try #require(
            SamplePackage.agent("agents/a", dependencies: ["resources.skills.ocr": "1.0.0"])[
                "agents/a/eigenpal.yaml"] ?? nil)
        try await checkout.addAgent(
            "a",
            run:
                "echo log $OCR_KEY $OWN; env > output.txt; printf '{\"own\":\"%s\",\"ocr\":\"%s\"}' $OWN $OCR_KEY > output.json",
            files: [
                "eigenpal.yaml": manifest,
                "secrets.enc.yaml": try await secrets("agents/a", ["OWN": "own-secret-value"]),
            ])
        try await checkout.push()
        let run = try await server.run("agents.a")
        #expect(run.output == .value(["own": "own-secret-value", "ocr": "ocr-secret-value"]))
        #expect(try await server.page(run.id).debug?.observability["log"] == "log *** ***\n")

        // The runner's own way to a single secret: while it runs, and within its graph.
        func decrypt(_ execution: String, _ path: String, _ name: String) async throws -> HTTPAnswer {
            let file = try await checkout.git("show", "HEAD:\(path)/secrets.enc.yaml")
            var fields: [String: String] = [:]
            for line in file.split(separator: "\n") {
                let parts = line.split(separator: ": ", maxSplits: 1).map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                if parts.count == 2 { fields[parts[0]] = parts[1] }
            }
            let body = """
                {"executionId":"\(execution)","sourcePath":"\(path)/secrets.enc.yaml","secretName":"\(name)",
                "encrypted":{"algorithm":"aes-256-gcm","keyId":"\(fields["keyId"] ?? "")",
                "nonce":"\(fields["nonce"] ?? "")","ciphertext":"\(fields["ciphertext"] ?? "")",
                "tag":"\(fields["tag"] ?? "")"}}
                """
            return try await server.send("POST", "/api/v1/source/secrets/decrypt", body: body)
        }
        func code(_ answer: HTTPAnswer) throws -> String {
            #expect(answer.status == 403)
            return try answer.decoded(APIErrorEnvelope.self).issues.first?.code ?? ""
        }
        #expect(try code(await decrypt(run.id, "agents/a", "OWN")) == "execution_finished")
        try await checkout.addAgent("b", run: "sleep 60", files: ["eigenpal.yaml": manifest])
        try await checkout.push()
        let slow = try await server.start("agents.b")
        let open = try await decrypt(slow, "resources/skills/ocr", "OCR_KEY")
        #expect(try open.decoded(SourceSecretsDecryptResponse.self).plaintext == "ocr-secret-value")
        #expect(try code(await decrypt(slow, "agents/a", "OWN")) == "not_in_lockfile")
        #expect(try code(await decrypt("run_none", "agents/a", "OWN")) == "execution_not_found")
        _ = try await server.send("POST", "/api/v1/runs/\(slow)/cancel")
        _ = try await server.wait(for: slow) { $0 == .cancelled }
        try await server.stop()
    }
}
