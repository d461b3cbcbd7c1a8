import ArgumentParser

// Every verb is in one of these lists; help shows them in this order.

extension RootCommand {
    /// Verbs about keys and servers.
    static let accountCommands: [any ParsableCommand.Type] = [
        AuthCommand.self
    ]

    /// Verbs about the working copy.
    static let checkoutCommands: [any ParsableCommand.Type] = []

    /// Verbs about packages, their secrets and releases.
    static let packageCommands: [any ParsableCommand.Type] = []

    /// The rest.
    static let otherCommands: [any ParsableCommand.Type] = []
}
