import ArgumentParser
import SourceFormat
import SourceTool

/// `init`.
struct InitCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a package from a template; outside a checkout, clone first.",
        discussion: """
            NAME is put into the template's folder: "invoice" and "finance/invoice" become agents/invoice and \
            agents/finance/invoice. A whole path is taken as it is. Nothing is committed. A checkout that has no pre-push
            hook gets the one that has pushes checked first.

            Examples:
              eigenpal-src init
              eigenpal-src init invoice --template agent --description "Reads invoices"
              eigenpal-src init ocr --template skill --dir acme
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: "The package's name or path.")
    var name: String?
    @Option(
        help: ArgumentHelp(
            "What to make: agent, workflow, skill, rule, knowledge or evaluator.", valueName: "template"))
    var template: Templates.Template = .agent
    @Option(name: .customLong("dir"), help: ArgumentHelp("The checkout's directory.", valueName: "dir"))
    var directory: String?
    @Option(help: ArgumentHelp("What the package is for, in one sentence.", valueName: "text"))
    var description: String?
    @Flag(name: .customLong("no-hooks"), help: "Write no pre-push hook, now or later.") var isWithoutHooks =
        false

    func perform() async throws {
        let context = try global.context()
        let options = Initialize.Options(
            name: name, template: template, directory: directory, description: description,
            withHooks: !isWithoutHooks)
        try render(try await Initialize.run(context, options), json: answer.json, in: context)
    }
}

extension Templates.Template: ExpressibleByArgument {}
