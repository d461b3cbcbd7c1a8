import ArgumentParser
import SourceTool

/// `runs feedback`.
struct RunsFeedbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feedback", abstract: "What somebody said of a run.",
        discussion: """
            Examples:
              eigenpal-src runs feedback show run_5mvq3
              eigenpal-src runs feedback set run_5mvq3 --rating fail \\
                  --body "The total is wrong."
            """,
        subcommands: [
            RunsFeedbackShowCommand.self, RunsFeedbackSetCommand.self, RunsFeedbackResolveCommand.self,
            RunsFeedbackClearCommand.self,
        ])

    @OptionGroup var global: GlobalArguments
}

/// `runs feedback show`.
struct RunsFeedbackShowCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what was said of a run.",
        discussion: """
            Examples:
              eigenpal-src runs feedback show run_5mvq3
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        try render(try await FeedbackVerbs.show(context, run: run), json: answer.json, in: context)
    }
}

/// `runs feedback set`.
struct RunsFeedbackSetCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Say something of a run, or change what was said.",
        discussion: """
            Examples:
              eigenpal-src runs feedback set run_5mvq3 --rating fail \\
                  --body "The total is wrong."
              eigenpal-src runs feedback set run_5mvq3 --expected-json @answer.json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("The text.", valueName: "text"))
    var body: String?
    @Option(help: ArgumentHelp("pass, partial or fail.", valueName: "word"))
    var rating: String?
    @Option(help: ArgumentHelp("open, resolved or ignored.", valueName: "word"))
    var status: String?
    @Option(help: ArgumentHelp("What it should have answered; @FILE and - as for run.", valueName: "json"))
    var expectedJson: String?
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        let change = FeedbackVerbs.Change(body: body, rating: rating, status: status, expected: expectedJson)
        try render(try await FeedbackVerbs.set(context, run: run, change), json: answer.json, in: context)
    }
}

/// `runs feedback resolve`.
struct RunsFeedbackResolveCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Mark what was said as resolved.",
        discussion: """
            Examples:
              eigenpal-src runs feedback resolve run_5mvq3 --body "Fixed in 1.2.1"
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("A new text; the old one stays by default.", valueName: "text"))
    var body: String?
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        try render(
            try await FeedbackVerbs.resolve(context, run: run, body: body), json: answer.json, in: context)
    }
}

/// `runs feedback clear`.
struct RunsFeedbackClearCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Take away everything that was said.",
        discussion: """
            Examples:
              eigenpal-src runs feedback clear run_5mvq3
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        try render(try await FeedbackVerbs.clear(context, run: run), json: answer.json, in: context)
    }
}
