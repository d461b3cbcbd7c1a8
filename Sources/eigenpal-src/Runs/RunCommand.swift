import ArgumentParser
import SourceTool

/// `run`.
struct RunCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run an agent or a workflow, on the server or right here.",
        discussion: """
            Without --wait, prints the run's id. With it, follows the run and prints its output, in JSON. 0: it completed; \
            1: it failed, or was cancelled or rejected; 3: it is still going when the wait is over. Ctrl-C stops the waiting, \
            not the run.

            --local runs a package as it lies in the checkout, uncommitted changes too, with no server: its own file run, or \
            --runner. What the runner says goes to standard error, its output.json to standard output.

            Examples:
              eigenpal-src run agents.invoice --input language=en \\
                  --input-file contract=contract.pdf --wait
              eigenpal-src run agents.invoice@1.2.0 --input-json @input.json --wait 60
              eigenpal-src run --local agents/invoice --input pages=3 --out result
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var given: RunInputArguments
    @OptionGroup var waiting: WaitArguments
    @OptionGroup var cache: CacheArguments
    @Option(
        name: .customLong(VersionOption.name),
        help: ArgumentHelp("The version to run, such as 1.2.0, 1.x, main or a commit.", valueName: "ref"))
    var version: String?
    @Flag(help: "Run the package as it lies in the checkout, on this machine.")
    var local = false
    @Option(
        help: ArgumentHelp(
            "With --local: what runs the package, for /bin/sh; also EIGENPAL_RUNNER.", valueName: "command"))
    var runner: String?
    @Option(help: ArgumentHelp("With --local: where what the run leaves is kept.", valueName: "dir"))
    var out: String?
    @Argument(
        help: ArgumentHelp(
            "What to run: agents.<slug> or workflows.<slug>, with @<version>.", valueName: "target"))
    var target: String

    func perform() async throws {
        let context = try global.context()
        guard local else {
            for (name, value) in [("--runner", runner), ("--out", out)] where value != nil {
                throw ToolError.usage("\(name) is for --local; a server has a runner of its own")
            }
            let end = try await StartRun.run(
                context,
                .init(
                    target: target, inputs: given.inputs, version: version, metadata: given.metadata,
                    overrides: given.overridesJson, wait: waiting.wait))
            return try render(end, json: answer.json, in: context)
        }
        guard version == nil, !target.contains("@") else {
            throw ToolError.usage("--local runs what lies in the checkout, and no version of it")
        }
        let report = try await RunLocally.run(
            context,
            .init(
                package: target, inputs: given.inputs, runner: runner, out: out, metadata: given.metadata,
                overrides: given.overridesJson, cacheLifetime: cache.lifetime))
        try Output.render(report, json: answer.json, in: context)
        if let failure = report.failure { throw failure }
    }
}
