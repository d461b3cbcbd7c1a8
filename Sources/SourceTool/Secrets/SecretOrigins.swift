import Git
import Sealing
import SourceFormat
import SourceRepository

/// The commit that each secret of a package is from, as it lies in the working tree.
public struct SecretOrigins {
    /// A commit that changed a secret.
    public struct Change: Sendable, Hashable, Encodable {
        /// Its id.
        public let commit: String
        /// Who wrote it.
        public let author: String
        /// When, ISO 8601 in UTC.
        public let date: String
        /// The first line of its message.
        public let summary: String
    }

    private let changes: [SecretName: Change]

    /// Reads the history of a package's secrets file from the commit that is checked out.
    ///
    /// - Throws: ``ToolError`` for a broken repository.
    ///
    /// - Parameter digests: those of the entries' ciphertexts, in the order of the file.
    init(
        of package: PackagePath, _ file: SecretsFile, digests: [Digest], in checkout: Checkout
    ) throws(ToolError) {
        let index = SecretOriginsIndex(of: package, in: checkout)
        guard !file.entries.isEmpty else {
            changes = [:]
            return
        }
        let origins: [SecretName: SecretOriginsIndex.Origin]
        let head = checkout.place?.headCommit
        if let head, let known = index.origins(at: head) {
            origins = known
        } else if let head, let place = checkout.place,
            let records = SecretsHistory.lastChanges(of: package, at: head, place: place)
        {
            origins = Self.kept(records, at: head, index)
        } else {
            origins = try Self.read(package, index, checkout)
        }
        var found: [SecretName: Change] = [:]
        for (entry, digest) in zip(file.entries, digests) {
            // What differs from the commit is of no commit.
            guard let origin = origins[entry.name], origin.digest == digest,
                origin.description == entry.description.map({ Digest(of: Array($0.utf8)) })
            else { continue }
            found[entry.name] = origin.change
        }
        changes = found
    }

    private static func read(
        _ package: PackagePath, _ index: SecretOriginsIndex, _ checkout: Checkout
    ) throws(ToolError) -> [SecretName: SecretOriginsIndex.Origin] {
        let repository = try checkout.repository
        guard let head = try attempt({ try repository.head().commit }) else { return [:] }
        let records = try attempt {
            try SecretsHistory.lastChanges(of: package, at: head, in: repository)
        }
        return kept(records, at: head, index)
    }

    private static func kept(
        _ records: [SecretName: SecretsHistory.Origin], at head: ObjectID, _ index: SecretOriginsIndex
    ) -> [SecretName: SecretOriginsIndex.Origin] {
        let origins = records.sorted { $0.key < $1.key }.map { name, record in
            let change = Change(
                commit: record.commit.hex, author: record.author.name,
                date: Timestamp.iso(record.author.date), summary: CommitMessage.summary(record.message))
            return (
                name: name,
                origin: SecretOriginsIndex.Origin(
                    digest: Digest(of: record.entry.value.canonicalBytes),
                    description: record.entry.description.map { Digest(of: Array($0.utf8)) }, change: change)
            )
        }
        index.keep(origins, at: head)
        return Dictionary(origins.map { ($0.name, $0.origin) }) { first, _ in first }
    }

    /// The change of a secret; nil where it is not committed as it is.
    subscript(name: SecretName) -> Change? { changes[name] }
}

/// `secrets blame`: the commit that each secret of a package is from.
public enum BlameSecrets {
    /// Reads a package's secrets file and its history, with no network.
    ///
    /// - Throws: ``ToolError`` where there is no such package, or the file is not valid.
    public static func run(
        _ context: ToolContext, package argument: String? = nil
    ) async throws(ToolError) -> BlameSecretsReport {
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let file = try document.read() ?? .empty
        let digests = file.entries.map { Digest(of: $0.value.canonicalBytes) }
        let origins = try SecretOrigins(of: document.package, file, digests: digests, in: checkout)
        return BlameSecretsReport(
            package: document.package,
            secrets: file.entries.map { .init(name: $0.name, change: origins[$0.name]) })
    }
}

/// Whose commits the secrets of a package are from.
public struct BlameSecretsReport: Renderable {
    /// One secret.
    public struct Secret: Sendable, Encodable {
        /// Its name.
        public let name: SecretName
        /// The commit that changed it last; nil where it is not committed as it is.
        public let change: SecretOrigins.Change?
    }

    /// The package.
    public let package: PackagePath
    /// The secrets, in the order of the file.
    public let secrets: [Secret]

    /// A line for each secret: commit, author, day, name, the commit's message.
    public func lines(_ style: Style) -> [String] {
        guard !secrets.isEmpty else { return ["\(package) has no secrets"] }
        return style.table(
            secrets.map { secret in
                [
                    secret.change.map { String($0.commit.prefix(7)) } ?? "-",
                    secret.change?.author ?? "not committed",
                    secret.change.map { String($0.date.prefix(10)) } ?? "",
                    secret.name.rawValue, secret.change?.summary ?? "",
                ]
            }
        ) { column, cell in
            switch column {
            case 0: style.caution(cell)
            case 3: style.name(cell)
            case 4: style.dim(cell)
            default: cell
            }
        }
    }
}
