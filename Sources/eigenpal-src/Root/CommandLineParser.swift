import ArgumentParser

/// From the arguments to the verb with its options.
enum CommandLineParser {
    /// Parses the arguments of the tool.
    ///
    /// Where the verb comes first, its own options are parsed at once: the parser takes as long again for each command
    /// above it. Help and errors come from the whole, which knows the verb's full name.
    ///
    /// - Throws: ``ToolError`` for a word that is no verb, and what the parser throws.
    static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        if let (verb, rest) = verb(at: arguments[...]), let command = try? verb.parseAsRoot(Array(rest)),
            type(of: command) == verb
        {
            return command
        }
        try UnknownCommand.check(arguments)
        return try RootCommand.parseAsRoot(arguments)
    }

    /// The verb that the first words name, and what follows it; nil where there is something else among them. What is no
    /// verb below one that has a verb of its own by default belongs to that.
    private static func verb(
        at arguments: ArraySlice<String>
    ) -> ((any ParsableCommand.Type), ArraySlice<String>)? {
        var command: any ParsableCommand.Type = RootCommand.self
        var rest = arguments
        while true {
            let configuration = command.configuration
            let commands = configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
            guard !commands.isEmpty else { return (command, rest) }
            if let word = rest.first,
                let next = commands.first(where: { $0.configuration.commandName == word })
            {
                rest.removeFirst()
                command = next
            } else if let next = configuration.defaultSubcommand {
                command = next
            } else {
                return nil
            }
        }
    }
}
