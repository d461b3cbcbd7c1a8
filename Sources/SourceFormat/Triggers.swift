/// What starts an agent or a workflow, besides a person.
public struct Triggers: Sendable, Hashable {
    /// Mail that starts a run.
    public struct Email: Sendable, Hashable {
        /// Whether mail starts runs.
        public let isEnabled: Bool
        /// The addresses, or the local parts of addresses, that mail is taken at.
        public let aliases: [String]

        /// Describes a trigger.
        public init(isEnabled: Bool, aliases: [String]) {
            self.isEnabled = isEnabled
            self.aliases = aliases
        }
    }

    /// Whether the API may start runs; nil where the manifest does not say.
    public let api: Bool?
    /// Mail that starts a run; nil where the manifest does not say.
    public let email: Email?

    /// Describes what starts runs.
    public init(api: Bool? = nil, email: Email? = nil) {
        self.api = api
        self.email = email
    }
}
