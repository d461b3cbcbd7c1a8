import ArgumentParser
import SourceTool

/// What can be said of an address.
struct EmailArguments: ParsableArguments {
    @Option(help: ArgumentHelp("What it is for.", valueName: "text"))
    var label: String?
    @Option(
        help: ArgumentHelp(
            "Who may write to it: an address, or @ and a domain. May be repeated.", valueName: "sender"))
    var allow: [String] = []
    @Option(
        help: ArgumentHelp(
            "How runs are answered by mail, a JSON object; @FILE and - as elsewhere.", valueName: "json"))
    var replyJson: String?

    /// The change as typed.
    var change: EmailVerbs.Change {
        var change = EmailVerbs.Change()
        (change.label, change.allow, change.replyJSON) = (label, allow, replyJson)
        return change
    }
}

/// `agents email`.
struct AgentsEmailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "email", abstract: "The mail addresses that start agents.",
        discussion: """
            Examples:
              eigenpal-src agents email add invoice invoices --allow @example.com
              eigenpal-src agents email enable invoice
            """,
        subcommands: [
            AgentsEmailListCommand.self, AgentsEmailGetCommand.self, AgentsEmailEnableCommand.self,
            AgentsEmailDisableCommand.self, AgentsEmailAddCommand.self, AgentsEmailUpdateCommand.self,
            AgentsEmailRemoveCommand.self,
        ])

    @OptionGroup var global: GlobalArguments
}

/// `agents email list`.
struct AgentsEmailListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the addresses of all agents.",
        discussion: """
            Examples:
              eigenpal-src agents email list
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await EmailVerbs.list(context), json: answer.json, in: context)
    }
}

/// `agents email get`.
struct AgentsEmailGetCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show whether mail starts an agent, and its addresses.",
        discussion: """
            Examples:
              eigenpal-src agents email get invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String

    func perform() async throws {
        let context = try global.context()
        try render(try await EmailVerbs.get(context, agent: agent), json: answer.json, in: context)
    }
}

/// `agents email enable`.
struct AgentsEmailEnableCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Let mail start an agent.",
        discussion: """
            Examples:
              eigenpal-src agents email enable invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String

    func perform() async throws {
        let context = try global.context()
        try render(
            try await EmailVerbs.set(context, agent: agent, isEnabled: true), json: answer.json, in: context)
    }
}

/// `agents email disable`.
struct AgentsEmailDisableCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Let mail start an agent no longer.",
        discussion: """
            Examples:
              eigenpal-src agents email disable invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String

    func perform() async throws {
        let context = try global.context()
        try render(
            try await EmailVerbs.set(context, agent: agent, isEnabled: false), json: answer.json, in: context)
    }
}
