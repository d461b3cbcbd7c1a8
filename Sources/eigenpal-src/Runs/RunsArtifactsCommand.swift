import ArgumentParser
import SourceTool

/// `runs artifacts`.
struct RunsArtifactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "artifacts", abstract: "Fetch what a run left behind.",
        discussion: """
            Examples:
              eigenpal-src runs artifacts list run_5mvq3
              eigenpal-src runs artifacts download run_5mvq3 output/report.pdf
            """,
        subcommands: [RunsArtifactsListCommand.self, RunsArtifactsDownloadCommand.self])

    @OptionGroup var global: GlobalArguments
}

/// `runs artifacts list`.
struct RunsArtifactsListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what a run left behind.",
        discussion: """
            Examples:
              eigenpal-src runs artifacts list run_5mvq3 --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        try render(try await RunArtifacts.list(context, run: run), json: answer.json, in: context)
    }
}

/// `runs artifacts download`.
struct RunsArtifactsDownloadCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "download", abstract: "Download what a run left behind.",
        discussion: """
            Everything, or several, goes into a folder by the run's id, or --out; one file goes here by its own name, or to \
            --out. Nothing is replaced without --force, and nothing is written outside of the folder. A file that broke off goes \
            on where it was, an archive from its beginning.

            Examples:
              eigenpal-src runs artifacts download run_5mvq3
              eigenpal-src runs artifacts download run_5mvq3 output/a.pdf --out b.pdf
              eigenpal-src runs artifacts download run_5mvq3 trace.jsonl --out - | wc -l
              eigenpal-src runs artifacts download run_5mvq3 --zip
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("Where to; - is standard output.", valueName: "path"))
    var out: String?
    @Flag(help: "One ZIP archive of what is below output/.")
    var zip = false
    @Flag(help: "Replace what is there.")
    var force = false
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String
    @Argument(help: ArgumentHelp("Files, or folders of them.", valueName: "path"))
    var paths: [String] = []

    func perform() async throws {
        let context = try global.context()
        let report = try await RunArtifacts.download(
            context, .init(run: run, paths: paths, out: out, isZip: zip, isForced: force))
        if let report { try render(report, json: answer.json, in: context) }
    }
}
