import ArgumentParser
import SourceTool

/// The options of every verb. They may stand before or after it.
struct GlobalArguments: ParsableArguments {
    @OptionGroup(title: "Options of every command") private var values: GlobalValues

    /// The context of this process with these options.
    func context() throws(ToolError) -> ToolContext {
        try ToolContext.current(
            options: GlobalOptions(
                profile: values.profile, baseURL: values.baseURL, caFile: values.caFile,
                isInsecure: values.isInsecure, isQuiet: values.isQuiet, isVerbose: values.isVerbose),
            directory: values.directory)
    }
}

/// The options themselves: help shows them below a title of their own.
struct GlobalValues: ParsableArguments {
    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp("Use this profile's API key and server.", valueName: "name"))
    var profile: String?

    @Option(name: .customLong("base-url"), help: ArgumentHelp("The server's base URL.", valueName: "url"))
    var baseURL: String?

    @Option(
        name: .customLong("ca-file"),
        help: ArgumentHelp("Trust the certificate authorities in this PEM file too.", valueName: "file"))
    var caFile: String?

    @Flag(
        name: .customLong("insecure"),
        help: "Take a development host's certificate unseen, and plain HTTP to it.")
    var isInsecure = false

    @Flag(
        name: [.customShort("q"), .customLong("quiet")],
        help: "Say nothing but the answer, warnings and errors.")
    var isQuiet = false

    @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Say more of what happens.")
    var isVerbose = false

    @Option(name: .customShort("C"), help: ArgumentHelp("Work in this directory.", valueName: "dir"))
    var directory: String?
}

/// The choice of every verb that answers a question.
struct AnswerArguments: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Answer in JSON.")
    var json = false
}

extension ToolCommand {
    /// Writes the answer and ends with its exit code.
    func render(_ answer: some Renderable, json: Bool, in context: ToolContext) throws {
        try Output.render(answer, json: json, in: context)
        if answer.exitCode != 0 { throw ExitCode(answer.exitCode) }
    }
}
