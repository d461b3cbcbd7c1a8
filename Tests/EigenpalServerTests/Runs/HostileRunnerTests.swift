import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct HostileRunnerTests {
    @Test func nothingOutsideTheWorkingFolderIsTakenOrTouched() async throws {
        let server = try await RunningServer.start()
        let outside = try TemporaryDirectory()
        let secret = outside.appending("secret")
        try Data("outside".utf8).write(to: URL(filePath: secret))
        try await server.addAgent(
            "links",
            run: """
                mkdir output
                ln -s /etc/passwd output/passwd
                ln -s \(outside.path) output/folder
                ln \(secret) output/hard
                mkfifo output/fifo
                ln -s \(secret) trace.jsonl
                ln -s \(secret) issues.md
                printf x > "output/back\\\\slash"
                printf x > "output/$(printf 'new\\nline')"
                printf x > "output/$(printf '\\377')"
                printf fine > output/fine.txt
                ln -sf \(secret) output.json
                rm -rf files && ln -s \(outside.path) files
                """)
        let run = try await server.run("agents.links")
        #expect(run.execution.status == .failed)
        #expect(run.files?.map(\.path) == ["eigenpal.lock", "output/fine.txt"])
        #expect(try String(contentsOfFile: secret, encoding: .utf8) == "outside")
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path) == ["secret"])
        let skipped = try await server.page(run.id).debug?.observability["skipped"]?.array ?? []
        #expect(skipped.count >= 8, "\(skipped)")
        #expect(
            try await server.send("GET", "/api/v1/runs/\(run.id)/trace").decoded(RunTraceResponse.self).events
                .isEmpty)
        try await server.stop()
    }

    @Test func aRunnerThatWritesWithoutEndIsStopped() async throws {
        let server = try await RunningServer.start(arguments: [
            "--run-output-limit", "5000000", "--run-grace", "0",
        ])
        let checkout = try await SourceCheckout(of: server)
        try await checkout.addAgent(
            "one",
            run: "mkdir output; trap '' XFSZ; dd if=/dev/zero of=output/big bs=1M count=10000; sleep 100")
        try await checkout.addAgent(
            "many",
            run:
                "mkdir output; i=0; while true; do i=$((i+1)); dd if=/dev/zero of=output/$i bs=1M count=2 2>/dev/null; done"
        )
        try await checkout.addAgent("talk", run: "yes")
        try await checkout.push()
        for slug in ["one", "many"] {
            let run = try await server.run("agents.\(slug)")
            #expect(run.execution.status == .failed, "\(slug)")
            #expect(run.error.value?.contains("wrote more than it may") == true, "\(slug): \(run.error)")
        }
        // What it says is cut, and it goes on.
        let talker = try await server.start("agents.talk")
        _ = try await server.wait(for: talker) { $0 == .running }
        try await Task.sleep(for: .milliseconds(500))
        _ = try await server.send("POST", "/api/v1/runs/\(talker)/cancel")
        #expect(try await server.wait(for: talker) { $0.isTerminal }.execution.status == .cancelled)
        #expect(server.runProcesses().isEmpty)
        try await server.stop()
    }

    @Test func aRunnerThatForksWithoutEndIsBroughtDown() async throws {
        let server = try await RunningServer.start(arguments: [
            "--run-process-limit", "60", "--run-grace", "0",
        ])
        try await server.addAgent("bomb", run: "bomb() { bomb & sleep 0.01; bomb & wait; }; bomb")
        let run = try await server.run("agents.bomb")
        #expect(run.execution.status == .failed)
        #expect(run.error.value?.contains("more processes than it may") == true, "\(run.error)")
        #expect(server.runProcesses().isEmpty)
        try await server.stop()
    }

    @Test func namesOfFilesLeadNowhere() async throws {
        let server = try await RunningServer.start()
        try await server.addAgent(
            "a", run: "ls files > /dev/null; mkdir output; ls files > output/ls; echo hi > output/x.txt")
        let names = [
            "../../../etc/passwd", "C:\\\\x\\\\y.txt", "..", "a%22b.txt", "\u{202E}txt.exe",
            String(repeating: "n", count: 400),
        ]
        let run = try await server.send(
            form: [("target", "agents.a")],
            files: names.enumerated().map { ("files.f\($0.offset)", $0.element, "x") },
            to: "/api/v1/runs?wait_for_completion=60"
        ).decoded(Run.self)
        #expect(run.execution.status == .completed, "\(run.error)")
        let given = try await server.send("GET", "/api/v1/runs/\(run.id)/files").decoded(
            RunFilesResponse.self)
        #expect(
            given.inputs.map(\.filename)
                == ["passwd", "y.txt", "file", "a\"b.txt", "txt.exe", String(repeating: "n", count: 200)])
        for path in [
            "../../../../server.sqlite", "output/../../x", "output/%2e%2e/%2e%2e/x", "/etc/passwd",
            "output/x.txt%00",
        ] {
            let answer = try await server.send("GET", "/api/v1/runs/\(run.id)/artifacts/\(path)")
            #expect([400, 404].contains(answer.status), "\(path): \(answer.status)")
        }
        for name in ["../x", "a/../../x", "", "a\\\\b", String(repeating: "x", count: 1_001)] {
            let answer = try await server.send(
                form: [("name", name)], files: [("file", "f.txt", "x")], to: "/api/v1/runs/\(run.id)/expected"
            )
            #expect(answer.status == 400, "\(name): \(answer.text)")
        }
        for query in ["files=../x", "files=output/../../x", "files=nothing"] {
            #expect(try await server.send("GET", "/api/v1/runs/\(run.id)/files-zip?\(query)").status == 404)
        }
        try await server.stop()
    }
}
