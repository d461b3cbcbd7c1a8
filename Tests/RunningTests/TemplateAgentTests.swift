import EigenpalAPI
import Foundation
import Git
import Running
import SourceFormat
import SourceRepository
import TestSupport
import Testing

/// A new agent runs as it was scaffolded.
@Suite struct TemplateAgentTests {
    private static let signature = Signature(name: "Ada", email: "ada@example.com")

    private func package() throws -> NewPackage {
        NewPackage(template: .agent, path: try PackagePath(parsing: "agents/invoice"), name: "An \"agent\"")
    }

    @Test func theRunIsExecutableHoweverItIsScaffolded() async throws {
        let builder = try await RepositoryBuilder(bare: true)
        _ = try Scaffolder.commit(
            try package(), in: try Repository(open: builder.path), author: Self.signature)
        let tree = try await builder.git("ls-tree", "-r", "main", "agents/invoice")
        let executables = tree.split(separator: "\n").filter { $0.hasPrefix("100755") }
        #expect(executables.map { $0.split(separator: "\t").last } == ["agents/invoice/run"])
        let directory = try TemporaryDirectory()
        let written = try Scaffolder.write(try package(), into: directory.path)
        #expect(written.contains("agents/invoice/run"))
        for path in written {
            #expect(
                (access(directory.appending(path), X_OK) == 0 && path.hasPrefix("agents"))
                    == (path == "agents/invoice/run"), "\(path)")
        }
    }

    @Test(arguments: [
        "Invoice 4711 of 3 March.", "", "quote \" backslash \\ slash / newline \n tab \t ü 😀 \u{1}",
        "a \"text\": \"inside\" \\", "$(touch pwned) `id` %s %d ${HOME}",
    ])
    func theRunHandsBackTheText(_ text: String) async throws {
        let builder = try await RepositoryBuilder(bare: true)
        let repository = try Repository(open: builder.path)
        let commit = try Scaffolder.commit(try package(), in: repository, author: Self.signature)
        let root = LockNode(
            packagePath: try PackagePath(parsing: "agents/invoice"), requestedRef: "main",
            resolvedRef: "main",
            commit: commit.hex)
        let workspace = try Workspace.make(
            at: builder.directory.appending("run"),
            lockfile: Lockfile(inputHash: Lockfile.inputHash(packageRef: "agents.invoice"), root: root),
            from: repository)
        let encoder = JSONEncoder()
        encoder.outputFormatting = text.count % 2 == 0 ? [.prettyPrinted] : []
        try workspace.writeInput(Array(try encoder.encode(["text": text])))
        let environment = try RunnerEnvironment.make(
            runID: "run_1", target: "agents.invoice@main", workspace: workspace)
        let run = try SupervisedRun.start(
            executable: [Products.server, "supervise"],
            environment: ProcessInfo.processInfo.environment.filter { $0.key == "LD_LIBRARY_PATH" },
            job: RunnerJob(
                command: try workspace.command(runner: nil), environment: environment,
                workingDirectory: workspace.path))
        let result = await run.result()
        #expect(result.isSuccess, "\(result) \(OutputCollector.log(of: workspace) ?? "")")
        let destination = builder.directory.appending("artifacts")
        let output = try OutputCollector.collect(workspace, into: destination)
        #expect(output.output == ["summary": .string(text)])
        #expect(
            output.artifacts.map(\.path) == [
                "eigenpal.lock", "output.json", "output/summary.txt", "trace.jsonl",
            ])
        let schema = try JSONSchema(
            parsing: Array(Data(contentsOf: URL(fileURLWithPath: "\(workspace.package)/output-schema.json"))))
        #expect(schema.issues(of: output.output ?? .null).isEmpty)
        let trace = try String(contentsOfFile: "\(destination)/trace.jsonl", encoding: .utf8)
        let lines = try trace.split(separator: "\n").map { try JSONReader.value(of: Array($0.utf8)) }
        #expect(lines.compactMap { $0["message"]?.string } == ["read the input", "wrote the output"])
        #expect(!FileManager.default.fileExists(atPath: "\(workspace.path)/pwned"))
    }

    @Test func theEnvironmentIsTheContracts() throws {
        let workspace = Workspace(path: "/runs/1")
        let made = try RunnerEnvironment.make(
            runID: "run_1", target: "agents.a@1.0.0", workspace: workspace, secrets: ["MAIL_TOKEN": "t=1\n"],
            path: "/bin")
        #expect(
            made == [
                "EIGENPAL_RUN_ID": "run_1", "EIGENPAL_RUN_TARGET": "agents.a@1.0.0",
                "EIGENPAL_PACKAGE_DIR": "/runs/1/package", "PATH": "/bin", "HOME": "/runs/1/home",
                "TMPDIR": "/runs/1/tmp", "LANG": "C.UTF-8", "MAIL_TOKEN": "t=1\n",
            ])
        for name in ["PATH", "HOME", "EIGENPAL_RUN_ID", "EIGENPAL_OTHER", "", "A=B"] {
            #expect(throws: RunningError.self) {
                try RunnerEnvironment.make(
                    runID: "run_1", target: "t", workspace: workspace, secrets: [name: "x"])
            }
        }
        #expect(throws: RunningError.self) {
            try RunnerEnvironment.make(runID: "1", target: "t", workspace: workspace, secrets: ["A": "x\0"])
        }
        let job = RunnerJob(command: ["/bin/true"], environment: made, workingDirectory: "/runs/1")
        #expect(!"\(job)".contains("t=1") && "\(job)".contains("MAIL_TOKEN"))
    }
}
