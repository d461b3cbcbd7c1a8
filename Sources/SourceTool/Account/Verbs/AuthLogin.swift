import Eigenpal
import EigenpalAPI
import Sealing

/// `auth login`: stores an API key after its server has taken it.
public enum AuthLogin {
    /// Why no key is taken from the command line.
    public static let keyAsArgument = ToolError(
        "an API key is not taken from the command line",
        details: [
            "other programs can read the arguments of this one, and the shell keeps them in its history",
            "treat a key that you typed there as known to others: revoke it, and make a new one",
        ],
        next: "\(ToolVersion.name) auth login --with-token <FILE", exitCode: 2)

    /// Asks for the key, checks it with the server, and stores it as a profile, which is then in use.
    ///
    /// - Parameter readsToken: takes the key from standard input, not from a prompt.
    /// - Throws: ``ToolError`` for a key that the server refuses, or a server that cannot be asked; nothing is stored
    ///   then.
    public static func run(
        _ context: ToolContext, readsToken: Bool
    ) async throws(ToolError) -> AuthLoginReport {
        CoreDumps.disable()
        let file = CredentialsFile(home: context.home)
        let known = try file.load(warn: context.terminal.warn)
        let address = try Settings(context).loginAddress(known)
        if let name = context.options.profile { try Credentials.check(name: name) }
        try Settings(context).requireSafe(address)
        let key = try Settings.checked(try read(context, address, readsToken), "the API key")
        let authority = try Settings(context).certificateAuthorityFile(
            stored: known.profiles[context.options.profile ?? name(for: address, in: known)]?
                .certificateAuthorityFile)
        let account = Account(
            address: address, apiKey: key, profileName: nil, source: .flag, baseURLSource: .flag,
            certificateAuthorityFile: authority)
        let check: AuthCheck
        do throws(ToolError) {
            check = try await context.withClient(for: account) { try await $0.checkAuthentication() }
        } catch {
            var error = error
            error.details.append("nothing was stored")
            if error.next?.hasPrefix("\(ToolVersion.name) auth") == true { error.next = nil }
            throw error
        }
        var name = ""
        try file.update { credentials throws(ToolError) in
            name = context.options.profile ?? self.name(for: address, in: credentials)
            credentials.store(key: key, address: address, certificateAuthorityFile: authority, as: name)
            credentials.current = name
        }
        if context.variable("EIGENPAL_API_KEY") != nil {
            context.terminal.warn("EIGENPAL_API_KEY is set and is used in place of this profile")
        }
        return AuthLoginReport(
            profile: name, baseUrl: address.url, key: Account.masked(key), keyId: check.keyId,
            email: check.email,
            name: check.name)
    }

    private static func read(
        _ context: ToolContext, _ address: ServerAddress, _ readsToken: Bool
    ) throws(ToolError) -> String {
        let bytes: SecretBytes
        if readsToken {
            bytes = try context.terminal.readAllInput(limit: 65_536)
        } else {
            guard context.terminal.inputIsTerminal else {
                throw ToolError(
                    "there is no terminal to ask for the API key at",
                    next: "\(ToolVersion.name) auth login --with-token <FILE")
            }
            bytes = try context.terminal.readSecret(prompt: "API key for \(address.hostAndPort)")
        }
        guard let text = bytes.text else { throw ToolError("the API key is not text") }
        return text
    }

    /// The profile in use where it is of the same server; else `default` where that is free or of the same server,
    /// else the host's name: no login takes the place of another server's key.
    static func name(for address: ServerAddress, in credentials: Credentials) -> String {
        func isFree(_ name: String) -> Bool {
            guard let profile = credentials.profiles[name] else { return true }
            return (try? ServerAddress(parsing: profile.baseURL ?? Settings.standardBaseURL)) == address
        }
        if let used = credentials.nameInUse, credentials.profiles[used] != nil, isFree(used) { return used }
        if isFree("default") { return "default" }
        let name = address.hostAndPort.map { $0 == ":" ? "-" : $0 }.filter { $0 != "[" && $0 != "]" }
        return String(name.drop { $0 == "-" }.prefix(64))
    }
}

extension Credentials {
    /// Stores a key. What a profile of this name says of an organization goes with its old key; the rest stays.
    mutating func store(
        key: String, address: ServerAddress, certificateAuthorityFile: String?, as name: String
    ) {
        var profile = profiles[name] ?? Profile(apiKey: key, baseURL: nil)
        if profile.apiKey != key {
            profile.rest["tenantId"] = nil
            profile.rest["tenantName"] = nil
        }
        profile.apiKey = key
        profile.baseURL = address.url
        profile.certificateAuthorityFile = certificateAuthorityFile
        profiles[name] = profile
    }
}

/// What `auth login` answers.
public struct AuthLoginReport: Renderable {
    /// The profile that holds the key and is now in use.
    public let profile: String
    /// Its server.
    public let baseUrl: String
    /// The key, masked.
    public let key: String
    /// The key's id, as the server names it.
    public let keyId: String
    /// Whose key it is, where the server says.
    public let email: String?
    /// The name of whose key it is, where the server says.
    public let name: String?

    /// One line: where, as whom, under which name.
    public func lines(_ style: Style) -> [String] {
        ["Logged in to \(baseUrl) as \(name ?? email ?? keyId) (profile \(style.name(profile)), now in use)"]
    }
}
