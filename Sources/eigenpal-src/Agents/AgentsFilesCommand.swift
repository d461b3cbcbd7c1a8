import ArgumentParser
import SourceTool

/// `agents files`.
struct AgentsFilesCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "files", abstract: "List the files of an agent's package on the server, or print one.",
        discussion: """
            Examples:
              eigenpal-src agents files invoice
              eigenpal-src agents files invoice AGENT.md --ref 1.2.0
              eigenpal-src agents files invoice --prefix examples/ --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("Only files whose path begins so.", valueName: "path"))
    var prefix: String?
    @Option(help: ArgumentHelp("As of this version; main by default.", valueName: "ref"))
    var ref: String?
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String
    @Argument(help: ArgumentHelp("The file to print.", valueName: "path"))
    var path: String?

    func perform() async throws {
        let context = try global.context()
        if let path {
            guard prefix == nil else { throw ToolError.usage("--prefix lists files, and a path prints one") }
            return try await AgentVerbs.file(context, agent: agent, path: path, ref: ref, json: answer.json)
        }
        let files = try await AgentVerbs.files(context, agent: agent, prefix: prefix, ref: ref)
        try render(files, json: answer.json, in: context)
    }
}
