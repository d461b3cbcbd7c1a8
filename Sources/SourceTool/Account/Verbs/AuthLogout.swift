/// `auth logout`: takes a profile out of the credentials file.
public enum AuthLogout {
    /// Removes the profile named, else the one in use. The key itself stays valid at its server.
    ///
    /// - Throws: ``ToolError`` where there is no such profile.
    public static func run(
        _ context: ToolContext, profile typed: String?
    ) throws(ToolError) -> AuthLogoutReport {
        let file = CredentialsFile(home: context.home)
        let wanted = typed ?? context.options.profile ?? context.variable("EIGENPAL_PROFILE")
        let known = try file.load(warn: context.terminal.warn)
        guard let name = wanted ?? known.nameInUse else {
            throw ToolError(
                "no profile is in use",
                next: known.profiles.isEmpty ? nil : "\(ToolVersion.name) auth logout NAME")
        }
        var remaining: [String] = []
        try file.update { credentials throws(ToolError) in
            guard credentials.profiles.removeValue(forKey: name) != nil else {
                throw .unknownProfile(name, in: credentials)
            }
            if credentials.current == name { credentials.current = nil }
            remaining = credentials.profiles.keys.sorted()
        }
        return AuthLogoutReport(profile: name, remaining: remaining)
    }
}

extension ToolError {
    /// There is no profile of this name.
    static func unknownProfile(_ name: String, in credentials: Credentials) -> ToolError {
        let names = credentials.profiles.keys.sorted()
        return ToolError(
            "there is no profile \"\(name)\"",
            details: names.isEmpty ? [] : ["profiles: \(names.joined(separator: ", "))"],
            next: names.isEmpty ? "\(ToolVersion.name) auth login" : "\(ToolVersion.name) auth list")
    }
}

/// What `auth logout` answers.
public struct AuthLogoutReport: Renderable {
    /// The profile that is gone.
    public let profile: String
    /// The profiles that are left.
    public let remaining: [String]

    /// What is gone and what is left.
    public func lines(_ style: Style) -> [String] {
        ["Removed profile \(style.name(profile)); its API key stays valid until it is revoked at the server"]
            + (remaining.isEmpty ? [] : ["Left: \(remaining.joined(separator: ", "))"])
    }
}
