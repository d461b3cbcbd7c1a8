import ArgumentParser
import SourceTool

/// `runs compare`.
struct RunsCompareCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare a run with another that it is measured by.",
        discussion: """
            Agents' runs are compared by what is expected of the reference, or with --baseline by what it made; workflows' runs \
            step by step. The exit code is 1 where they differ.

            Examples:
              eigenpal-src runs compare run_good run_new --baseline
              eigenpal-src runs compare run_good run_new --step extract,check
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(help: "What the reference made counts, instead of what is expected of it.")
    var baseline = false
    @Option(help: ArgumentHelp("Of workflows: only these steps, with commas between.", valueName: "steps"))
    var step: String?
    @Flag(help: "Dates in files' names are all alike.")
    var normalizeDates = false
    @Argument(help: ArgumentHelp("The id of the run to measure by.", valueName: "reference"))
    var reference: String
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        let comparison = try await CompareRuns.run(
            context, reference: reference, run: run, isBaseline: baseline, step: step,
            normalizesDates: normalizeDates)
        try render(comparison, json: answer.json, in: context)
    }
}

/// `runs comparison`.
struct RunsComparisonCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "comparison",
        abstract: "Show how a run differs from what is expected of it; 1 where it does.",
        discussion: """
            Examples:
              eigenpal-src runs comparison run_5mvq3 --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        try render(try await CompareRuns.comparison(context, run: run), json: answer.json, in: context)
    }
}
