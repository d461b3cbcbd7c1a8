import ArgumentParser
import SourceFormat
import SourceTool

/// A word in a verb's place that is none: the parser would call it an unexpected argument.
enum UnknownCommand {
    /// Refuses arguments whose first words are no verb.
    ///
    /// - Throws: ``ToolError`` of wrong usage, with the verb that was probably meant.
    static func check(_ arguments: [String]) throws(ToolError) {
        var configuration = RootCommand.configuration
        var words: [String] = []
        var isHelp = false
        var rest = Passthrough.withoutGlobalOptions(arguments[...])
        while let word = rest.first, !word.hasPrefix("-") {
            let commands = subcommands(of: configuration)
            guard !commands.isEmpty else { return }
            // What help is asked about has to be there too.
            if words.isEmpty, word == "help", !isHelp {
                isHelp = true
                rest = rest.dropFirst()
                continue
            }
            guard let next = commands.first(where: { $0.commandName == word }) else {
                // It is an argument of the verb that is meant by default.
                if configuration.defaultSubcommand != nil { return }
                throw unknown(word, after: words, among: commands)
            }
            configuration = next
            words.append(word)
            rest = Passthrough.withoutGlobalOptions(rest.dropFirst())
        }
    }

    private static func unknown(
        _ word: String, after words: [String], among commands: [CommandConfiguration]
    ) -> ToolError {
        let names = commands.filter { $0.shouldDisplay }.compactMap { $0.commandName }
        let suggestion = names.nearest(to: word).map { "; did you mean \"\($0)\"?" } ?? ""
        return .usage(
            "there is no command \"\((words + [word]).joined(separator: " "))\"\(suggestion)",
            next: "\(([ToolVersion.name] + words).joined(separator: " ")) --help")
    }

    private static func subcommands(of configuration: CommandConfiguration) -> [CommandConfiguration] {
        let grouped = configuration.groupedSubcommands.flatMap { $0.subcommands }
        return (configuration.subcommands + grouped).map { $0.configuration }
    }
}
