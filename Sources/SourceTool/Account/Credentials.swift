import EigenpalAPI

/// What the credentials file holds: profiles, each a key and its server, and which of them is in use.
public struct Credentials: Sendable, Hashable {
    /// The profile in use; nil where none has been chosen.
    public var current: String?
    /// The profiles by name.
    public var profiles: [String: Profile]
    /// What else the file holds. Other tools wrote it; it is kept.
    public var rest: [String: JSONValue]

    /// No profiles.
    public init() {
        (current, profiles, rest) = (nil, [:], [:])
    }

    /// A key and the server it belongs to.
    public struct Profile: Sendable, Hashable {
        /// The API key.
        public var apiKey: String
        /// The server's base URL; nil where the file holds none, which means the hosted service.
        public var baseURL: String?
        /// What else the file holds of the profile, `tenantId` and `tenantName` among it. It is kept.
        public var rest: [String: JSONValue]

        /// A profile from its parts.
        public init(apiKey: String, baseURL: String?, rest: [String: JSONValue] = [:]) {
            self.apiKey = apiKey
            self.baseURL = baseURL
            self.rest = rest
        }

        /// The certificate authority's file that the profile was stored with, absolute.
        public var certificateAuthorityFile: String? {
            get { rest["caFile"]?.string }
            set { rest["caFile"] = newValue.map { .string($0) } }
        }

        /// The organization's name, where the file holds one.
        public var tenantName: String? { rest["tenantName"]?.string }
    }

    /// The name of the profile that is used where nothing says which: `current`, else `default` where there is one.
    public var nameInUse: String? {
        current ?? (profiles["default"] == nil ? nil : "default")
    }

    /// Refuses what cannot name a profile: an empty or long name, one that begins with a hyphen, one with other
    /// characters than letters, digits, `.`, `_` and `-`.
    ///
    /// - Throws: ``ToolError`` of wrong usage.
    public static func check(name: String) throws(ToolError) {
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
        guard isName, 1...64 ~= name.utf8.count, !name.hasPrefix("-") else {
            throw .usage(
                "\"\(name)\" cannot name a profile: 1 to 64 letters, digits, dots, hyphens and underscores can"
            )
        }
    }
}
