/// `auth list`: the profiles of the credentials file, without their keys.
public enum AuthList {
    /// Reads the file; no server is asked.
    ///
    /// - Throws: ``ToolError`` for a file that cannot be read.
    public static func run(_ context: ToolContext) throws(ToolError) -> AuthListReport {
        let credentials = try CredentialsFile(home: context.home).load(warn: context.terminal.warn)
        let used = context.options.profile ?? context.variable("EIGENPAL_PROFILE") ?? credentials.nameInUse
        return AuthListReport(
            profiles: credentials.profiles.sorted { $0.key < $1.key }.map { name, profile in
                AuthListReport.Profile(
                    name: name, baseUrl: profile.baseURL ?? Settings.standardBaseURL,
                    key: Account.masked(profile.apiKey), organization: profile.tenantName,
                    isInUse: name == used)
            })
    }
}

/// What `auth list` answers.
public struct AuthListReport: Renderable {
    /// The profiles, by name.
    public let profiles: [Profile]

    /// A profile.
    public struct Profile: Encodable, Sendable {
        /// Its name.
        public let name: String
        /// The base URL of its server.
        public let baseUrl: String
        /// The key, masked.
        public let key: String
        /// The organization, where the file names it.
        public let organization: String?
        /// Whether verbs use it where nothing says otherwise.
        public let isInUse: Bool
    }

    /// A row a profile, the one in use marked.
    public func lines(_ style: Style) -> [String] {
        guard !profiles.isEmpty else { return ["No profiles. Next: \(ToolVersion.name) auth login"] }
        return style.table(
            profiles.map { [$0.isInUse ? "*" : "", $0.name, $0.baseUrl, $0.key, $0.organization ?? ""] }
        ) { column, cell in
            switch column {
            case 0: style.good(cell)
            case 1: style.name(cell)
            case 3: style.dim(cell)
            default: cell
            }
        }
    }
}
