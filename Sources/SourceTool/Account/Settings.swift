import SystemPackage

/// What the flags, the environment and the credentials file say together, in this order.
struct Settings {
    private let context: ToolContext

    init(_ context: ToolContext) {
        self.context = context
    }

    /// The environment variables.
    var environment: [String: String] { context.environment }

    /// The base URL of the hosted service.
    static let standardBaseURL = "https://studio.eigenpal.com"

    /// The key and the server it is for.
    func account() throws(ToolError) -> Account {
        let (key, source) = try self.key()
        if case .profile(let name) = source.place {
            let home = try ServerAddress(parsing: source.baseURL ?? Self.standardBaseURL)
            let (address, addressSource) = try self.address(profile: source)
            guard home.trusts(address) else {
                throw ToolError(
                    "the key of profile \"\(name)\" is for \(home.origin), and \(address.origin) is another server",
                    details: ["\(addressSource) names \(address.origin)"],
                    next: "\(ToolVersion.name) auth login --base-url \(address.url) --profile NAME")
            }
            return Account(
                address: address, apiKey: key, profileName: name, source: source.place,
                baseURLSource: addressSource, certificateAuthorityFile: source.certificateAuthorityFile)
        }
        let profile = try profileInUse()
        let (address, addressSource) = try self.address(profile: profile)
        return Account(
            address: address, apiKey: key, profileName: nil, source: source.place,
            baseURLSource: addressSource, certificateAuthorityFile: profile?.certificateAuthorityFile)
    }

    /// The server to log in to: no key is needed yet, and no profile's URL is taken but that of a profile named.
    func loginAddress(_ credentials: Credentials) throws(ToolError) -> ServerAddress {
        if let typed = context.options.baseURL { return try ServerAddress(parsing: typed) }
        if let name = context.options.profile, let profile = credentials.profiles[name] {
            return try ServerAddress(parsing: profile.baseURL ?? Self.standardBaseURL)
        }
        if let variable = context.variable("EIGENPAL_BASE_URL") {
            return try ServerAddress(parsing: variable)
        }
        return try ServerAddress(parsing: Self.standardBaseURL)
    }

    /// The certificate authority's file: absolute, and there to be read.
    ///
    /// - Parameter stored: that of the profile, for where neither flag nor variable names one.
    func certificateAuthorityFile(stored: String?) throws(ToolError) -> String? {
        guard let typed = context.options.caFile ?? context.variable("EIGENPAL_CA_FILE") ?? stored else {
            return nil
        }
        let path = context.path(typed)
        guard let bytes = try Files.read(path, limit: 16 << 20) else {
            throw ToolError("there is no certificate authority file \(path)")
        }
        guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
            throw ToolError("\(path) holds no certificate in PEM form")
        }
        return path.string
    }

    /// Refuses a server to which a key would travel in the clear or unverified, unless `--insecure` was typed and it
    /// is one for development.
    func requireSafe(_ address: ServerAddress) throws(ToolError) {
        if context.options.isInsecure {
            guard address.isForDevelopment else {
                throw ToolError("--insecure is for development hosts, and \(address.host) is not one of them")
            }
            if !address.isLoopback {
                context.terminal.warn(
                    "--insecure: nothing proves that \(address.origin) is the server it says it is")
            }
        } else if address.scheme == "http", !address.isLoopback {
            throw ToolError(
                "\(address.origin) would get the API key unencrypted",
                details: ["use its https:// address; --insecure allows plain HTTP to a development host"])
        }
    }

    /// Whether a certificate that nobody vouches for is taken.
    func skipsCertificateCheck(_ address: ServerAddress) -> Bool {
        context.options.isInsecure && address.isForDevelopment
    }

    private struct Choice {
        var place: Account.Source
        var isTyped = false
        var baseURL: String?
        var certificateAuthorityFile: String?
    }

    private func key() throws(ToolError) -> (String, Choice) {
        if let name = context.options.profile {
            return try profile(name, because: "--profile", isTyped: true)
        }
        if let key = context.variable("EIGENPAL_API_KEY") {
            return (
                try Self.checked(key, "EIGENPAL_API_KEY"), Choice(place: .environment("EIGENPAL_API_KEY"))
            )
        }
        if let name = context.variable("EIGENPAL_PROFILE") {
            return try profile(name, because: "EIGENPAL_PROFILE")
        }
        let credentials = try load()
        guard let name = credentials.nameInUse else {
            throw ToolError(
                credentials.profiles.isEmpty
                    ? "you are not logged in, and EIGENPAL_API_KEY is not set"
                    : "no profile is in use, and EIGENPAL_API_KEY is not set",
                next: credentials.profiles.isEmpty
                    ? "\(ToolVersion.name) auth login" : "\(ToolVersion.name) auth use NAME")
        }
        return try profile(name, because: "\"current\"", in: credentials)
    }

    private func profile(
        _ name: String, because reason: String, isTyped: Bool = false, in loaded: Credentials? = nil
    ) throws(ToolError) -> (String, Choice) {
        let credentials: Credentials
        if let loaded { credentials = loaded } else { credentials = try load() }
        guard let profile = credentials.profiles[name] else {
            let names = credentials.profiles.keys.sorted()
            throw ToolError(
                "there is no profile \"\(name)\", which \(reason) names",
                details: names.isEmpty ? [] : ["profiles: \(names.joined(separator: ", "))"],
                next: names.isEmpty
                    ? "\(ToolVersion.name) auth login --profile \(name)" : "\(ToolVersion.name) auth list")
        }
        let key = try Self.checked(profile.apiKey, "the key of profile \"\(name)\"")
        return (
            key,
            Choice(
                place: .profile(name), isTyped: isTyped, baseURL: profile.baseURL,
                certificateAuthorityFile: profile.certificateAuthorityFile)
        )
    }

    private func address(profile: Choice?) throws(ToolError) -> (ServerAddress, Account.Source) {
        if let typed = context.options.baseURL { return (try ServerAddress(parsing: typed), .flag) }
        if let profile, profile.isTyped {
            return (try ServerAddress(parsing: profile.baseURL ?? Self.standardBaseURL), profile.place)
        }
        if let variable = context.variable("EIGENPAL_BASE_URL") {
            return (try ServerAddress(parsing: variable), .environment("EIGENPAL_BASE_URL"))
        }
        if let profile, let url = profile.baseURL { return (try ServerAddress(parsing: url), profile.place) }
        return (try ServerAddress(parsing: Self.standardBaseURL), .standard)
    }

    /// The profile whose server a key of the environment is for where nothing names one.
    private func profileInUse() throws(ToolError) -> Choice? {
        guard context.options.baseURL == nil, context.variable("EIGENPAL_BASE_URL") == nil else { return nil }
        let credentials = try load()
        guard let name = context.variable("EIGENPAL_PROFILE") ?? credentials.nameInUse,
            let profile = credentials.profiles[name]
        else { return nil }
        return Choice(
            place: .profile(name), baseURL: profile.baseURL,
            certificateAuthorityFile: profile.certificateAuthorityFile)
    }

    private func load() throws(ToolError) -> Credentials {
        try CredentialsFile(home: context.home).load(warn: context.terminal.warn)
    }

    /// A key without the line break that a file or a variable may end with; it has to fit in a header.
    static func checked(_ key: String, _ what: String) throws(ToolError) -> String {
        var key = key[...]
        while let last = key.unicodeScalars.last, last == "\n" || last == "\r" || last == " " {
            key.unicodeScalars.removeLast()
        }
        guard !key.isEmpty else { throw ToolError("\(what) is empty") }
        guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), key.utf8.count <= 4096 else {
            throw ToolError(
                "\(what) is not an API key: it holds a space or another character that no key has")
        }
        return String(key)
    }
}

extension ServerAddress {
    /// Whether the address is one that names no machine of the public network: this machine, a private address, a
    /// name without a dot or under a top-level domain for such use.
    var isForDevelopment: Bool {
        if isLoopback { return true }
        if host.contains(":") {
            return host.hasPrefix("fe80:") || host.hasPrefix("fc") || host.hasPrefix("fd")
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt8($0) }
        if parts.count == 4, numbers.count == 4 {
            return numbers[0] == 10 || (numbers[0] == 172 && 16...31 ~= numbers[1])
                || (numbers[0] == 192 && numbers[1] == 168) || (numbers[0] == 169 && numbers[1] == 254)
        }
        return parts.count == 1 || ["local", "test", "internal", "lan"].contains(parts[parts.count - 1])
    }
}
