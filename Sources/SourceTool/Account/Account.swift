/// Whose key goes to which server, and where both were found.
public struct Account: Sendable, Hashable {
    /// Where a setting was found.
    public enum Source: Sendable, Hashable, CustomStringConvertible {
        /// Typed as `--profile` or `--base-url`.
        case flag
        /// An environment variable, by its name.
        case environment(String)
        /// A profile of the credentials file, by its name.
        case profile(String)
        /// Nothing was said: the hosted service.
        case standard

        /// In the words a user knows.
        public var description: String {
            switch self {
            case .flag: "the command line"
            case .environment(let name): name
            case .profile(let name): "profile \(name)"
            case .standard: "the default"
            }
        }
    }

    /// The API's base URL, without a slash at its end.
    public let baseURL: String
    /// The API key. It is a secret: it goes to the server of ``baseURL`` and nowhere else.
    public let apiKey: String
    /// The profile the key is from; nil for a key of the environment.
    public let profileName: String?
    /// Where the key was found.
    public let source: Source
    /// Where the base URL was found.
    public let baseURLSource: Source
    /// The base URL, taken apart.
    public let address: ServerAddress
    /// The certificate authority's file of the profile; a flag or a variable goes before it.
    public let certificateAuthorityFile: String?

    /// An account from its parts.
    public init(
        address: ServerAddress, apiKey: String, profileName: String?, source: Source, baseURLSource: Source,
        certificateAuthorityFile: String? = nil
    ) {
        self.baseURL = address.url
        self.address = address
        self.apiKey = apiKey
        self.profileName = profileName
        self.source = source
        self.baseURLSource = baseURLSource
        self.certificateAuthorityFile = certificateAuthorityFile
    }

    /// The only host and port that a Git remote may have to be given the key.
    public var remoteHost: String { address.hostAndPort }

    /// Whether the key may go to the server of a Git remote.
    public func mayAuthenticate(to remoteURL: String) -> Bool {
        guard let remote = try? ServerAddress(parsing: remoteURL) else { return false }
        return address.trusts(remote)
    }

    /// The key with all but its ends hidden, to be told from others by.
    public var maskedKey: String { Self.masked(apiKey) }

    /// A key with all but its ends hidden: at most the first and last four characters, and never half of it.
    public static func masked(_ key: String) -> String {
        let shown = key.count >= 24 ? 4 : 0
        return shown == 0 ? "••••••••" : "\(key.prefix(shown))••••\(key.suffix(shown))"
    }
}

extension Account: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The server and the masked key.
    public var description: String { "\(maskedKey) at \(baseURL)" }

    /// The server and the masked key.
    public var debugDescription: String { description }

    /// The server and the masked key.
    public var customMirror: Mirror { Mirror(self, children: ["baseURL": baseURL, "apiKey": maskedKey]) }
}
