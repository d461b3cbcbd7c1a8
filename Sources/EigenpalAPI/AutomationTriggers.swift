/// What may start an automation's runs, as the server projects it from the manifest.
public struct AutomationTriggers: Codable, Sendable, Hashable {
    /// A request to the API.
    public var api: Bool
    /// A message to one of its addresses.
    public var email: Bool
    /// A person.
    public var manual: Bool
    /// The clock.
    public var cron: Bool

    /// Describes an automation's triggers.
    public init(api: Bool = false, email: Bool = false, manual: Bool = false, cron: Bool = false) {
        self.api = api
        self.email = email
        self.manual = manual
        self.cron = cron
    }
}
