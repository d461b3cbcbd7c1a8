import ArgumentParser
import SourceTool

/// `agents email add`.
struct AgentsEmailAddCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Give an agent an address.",
        discussion: """
            Examples:
              eigenpal-src agents email add invoice invoices --label "From suppliers"
              eigenpal-src agents email add invoice bills@example.com --allow @example.com
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var email: EmailArguments
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String
    @Argument(
        help: ArgumentHelp(
            "A whole address, or a name for one of the server's own domain.", valueName: "address"))
    var address: String

    func perform() async throws {
        let context = try global.context()
        let added = try await EmailVerbs.add(context, agent: agent, address: address, email.change)
        try render(added, json: answer.json, in: context)
    }
}

/// `agents email update`.
struct AgentsEmailUpdateCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change an address.",
        discussion: """
            Examples:
              eigenpal-src agents email update invoice bills@example.com --status disabled
              eigenpal-src agents email update invoice bills@example.com \\
                  --allow-everybody --label ""
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var email: EmailArguments
    @Option(help: ArgumentHelp("active or disabled.", valueName: "word"))
    var status: String?
    @Flag(help: "Everybody may write to it.")
    var allowEverybody = false
    @Flag(inversion: .prefixedNo, help: "Whether a sender must be proven by SPF or DKIM.")
    var senderAuth: Bool?
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String
    @Argument(help: ArgumentHelp("The address, or its id.", valueName: "address"))
    var id: String

    func perform() async throws {
        let context = try global.context()
        var change = email.change
        (change.status, change.requiresSenderAuth) = (status, senderAuth)
        change.allowsEverybody = allowEverybody
        let changed = try await EmailVerbs.update(context, agent: agent, id: id, change)
        try render(changed, json: answer.json, in: context)
    }
}

/// `agents email remove`.
struct AgentsEmailRemoveCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take an address from an agent.",
        discussion: """
            Examples:
              eigenpal-src agents email remove invoice bills@example.com
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String
    @Argument(help: ArgumentHelp("The address, or its id.", valueName: "address"))
    var id: String

    func perform() async throws {
        let context = try global.context()
        try render(try await EmailVerbs.remove(context, agent: agent, id: id), json: answer.json, in: context)
    }
}
