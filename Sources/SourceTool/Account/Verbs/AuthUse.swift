/// `auth use`: chooses the profile that verbs use where nothing else says which.
public enum AuthUse {
    /// Makes a profile the one in use.
    ///
    /// - Throws: ``ToolError`` where there is no such profile.
    public static func run(_ context: ToolContext, profile name: String) throws(ToolError) -> AuthUseReport {
        var baseURL = Settings.standardBaseURL
        let file = CredentialsFile(home: context.home)
        let known = try file.load(warn: context.terminal.warn)
        guard known.profiles[name] != nil else { throw .unknownProfile(name, in: known) }
        try file.update { credentials throws(ToolError) in
            guard let profile = credentials.profiles[name] else {
                throw .unknownProfile(name, in: credentials)
            }
            credentials.current = name
            baseURL = profile.baseURL ?? baseURL
        }
        for variable in ["EIGENPAL_API_KEY", "EIGENPAL_PROFILE"] where context.variable(variable) != nil {
            context.terminal.warn("\(variable) is set and is used in place of this profile")
        }
        return AuthUseReport(profile: name, baseUrl: baseURL)
    }
}

/// What `auth use` answers.
public struct AuthUseReport: Renderable {
    /// The profile now in use.
    public let profile: String
    /// Its server.
    public let baseUrl: String

    /// The profile and its server.
    public func lines(_ style: Style) -> [String] {
        ["Profile \(style.name(profile)) is in use (\(baseUrl))"]
    }
}
