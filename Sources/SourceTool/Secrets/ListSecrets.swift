import Git
import Sealing
import SourceFormat
import SourceRepository

/// `secrets list`: what secrets a package has, who changed them last, and which of them are at hand. No value is read.
public enum ListSecrets {
    /// Reads a package's secrets file and its history, with no network.
    ///
    /// - Throws: ``ToolError`` where there is no such package, or the file is not valid.
    public static func run(
        _ context: ToolContext, package argument: String? = nil, cacheLifetime: String? = nil
    ) async throws(ToolError) -> ListSecretsReport {
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let listing = try SecretListing(of: document, in: checkout).secrets
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        let isCached = vault.areCached(
            listing.map { (name: $0.name, digest: $0.digest) }, in: document.package)
        let pending = PendingSecrets.names(of: document.package, in: checkout)
        let isPending = pending.isEmpty ? { _ in false } : Set(pending).contains
        var secrets = zip(listing, isCached).map { secret, isCached in
            ListSecretsReport.Secret(
                name: secret.name, description: secret.description, keyId: secret.keyId,
                change: secret.change, isCached: isCached, isPending: isPending(secret.name),
                isConflicted: secret.isConflicted)
        }
        let unlisted = pending.isEmpty ? [] : Set(pending).subtracting(listing.map(\.name))
        for name in unlisted.sorted() {
            secrets.append(
                ListSecretsReport.Secret(
                    name: name, description: nil, keyId: nil, change: nil, isCached: false, isPending: true,
                    isConflicted: false))
        }
        return ListSecretsReport(
            package: document.package, file: document.package.secretsPath, secrets: secrets)
    }
}

/// The secrets of a package.
public struct ListSecretsReport: Renderable {
    /// One secret.
    public struct Secret: Sendable, Encodable {
        /// Its name.
        public let name: SecretName
        /// What it is for.
        public let description: String?
        /// The organization's key it is encrypted with; nil for one that is only pending.
        public let keyId: String?
        /// The commit that changed it last; nil where it is not committed as it is.
        public let change: SecretOrigins.Change?
        /// Whether its value is in the cache.
        public let isCached: Bool
        /// Whether a new value waits to be pushed.
        public let isPending: Bool
        /// Whether a merge left it with two values, of which the file's own is used.
        public let isConflicted: Bool

        private enum CodingKeys: String, CodingKey {
            case name, description, keyId, change
            case isCached = "cached"
            case isPending = "pending"
            case isConflicted = "conflict"
        }
    }

    /// The package.
    public let package: PackagePath
    /// Its secrets file, below the checkout's root; it need not be there.
    public let file: String
    /// The secrets, in the order of the file.
    public let secrets: [Secret]

    /// A line for each secret: name, key, last change, where its value is, description.
    public func lines(_ style: Style) -> [String] {
        guard !secrets.isEmpty else { return ["\(package) has no secrets"] }
        return style.table(
            secrets.map { secret in
                [
                    secret.name.rawValue, secret.keyId ?? "-",
                    secret.change.map { "\($0.date.prefix(10)) \($0.author)" }
                        ?? (secret.keyId == nil ? "-" : "not committed"),
                    secret.state, secret.shortDescription,
                ]
            }
        ) { column, cell in
            switch column {
            case 0: style.name(cell)
            case 3 where cell == "pending" || cell == "conflict": style.caution(cell)
            case 4: cell
            default: style.dim(cell)
            }
        }
    }
}

extension ListSecretsReport {
    /// The answer as JSON, in a tenth of the encoder's time: there may be a thousand secrets.
    public var compactJSON: [UInt8]? {
        var json = CompactJSON()
        json.object { json in
            json.member("file", file)
            json.member("package", package.description)
            json.key("secrets")
            json.array { json in
                for secret in secrets { secret.write(to: &json) }
            }
        }
        return json.bytes
    }
}

extension ListSecretsReport.Secret {
    /// The most characters of a description that a line has room for.
    private static let mostCharacters = 100

    fileprivate var state: String {
        isConflicted ? "conflict" : isPending ? "pending" : isCached ? "cached" : "-"
    }

    /// The description on one line, cut where it is long; the JSON has all of it.
    fileprivate var shortDescription: String {
        let text = (description ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
        return text.count > Self.mostCharacters ? text.prefix(Self.mostCharacters - 1) + "…" : text
    }

    fileprivate func write(to json: inout CompactJSON) {
        json.object { json in
            json.member("cached", isCached)
            if let change {
                json.key("change")
                json.object { json in
                    json.member("author", change.author)
                    json.member("commit", change.commit)
                    json.member("date", change.date)
                    json.member("summary", change.summary)
                }
            }
            json.member("conflict", isConflicted)
            json.member("description", description)
            json.member("keyId", keyId)
            json.member("name", name.rawValue)
            json.member("pending", isPending)
        }
    }
}
