import Git
import SourceFormat
import SourceRepository

/// `secrets diff`: which secrets of a package differ between two states of the repository, by name and never by value.
public enum DiffSecrets {
    /// Compares a package's secrets: the last commit with the working tree, a commit with the working tree, or two
    /// commits.
    ///
    /// - Parameter references: none, one or two names of commits, as git understands them.
    /// - Throws: ``ToolError`` for a name that is none, or a file that is not valid.
    public static func run(
        _ context: ToolContext, references: [String] = [], package argument: String? = nil
    ) async throws(ToolError) -> DiffSecretsReport {
        guard references.count <= 2 else {
            throw .usage("at most two commits are compared, and \(references.count) are named")
        }
        let checkout = try context.openCheckout()
        let package = try PackageArgument.resolve(argument, in: checkout, context)
        let repository = try checkout.repository
        func file(at reference: String) throws(ToolError) -> SecretsFile? {
            let commit: ObjectID
            do throws(GitError) {
                commit = try repository.resolve(reference)
            } catch {
                // Before the first commit everything is new.
                if reference == "HEAD", case .unborn? = try? repository.head() { return nil }
                throw .usage("there is no commit \(reference)", next: "\(ToolVersion.name) git -- log")
            }
            return try SecretsDocument.read(of: package, at: commit, in: repository)
        }
        let old = try file(at: references.first ?? "HEAD")
        let new =
            if references.count == 2 {
                try file(at: references[1])
            } else {
                try SecretsDocument(of: package, in: checkout).read()
            }
        return DiffSecretsReport(package: package, difference: SecretsDifference(from: old, to: new))
    }
}

/// Which secrets differ.
public struct DiffSecretsReport: Renderable {
    /// A secret that differs.
    public struct Secret: Sendable, Encodable {
        /// The secret.
        public let name: SecretName
        /// `added`, `removed`, `changed`, `rekeyed` (encrypted with another key) or `described` (only its description
        /// differs).
        public let kind: SecretsDifference.Kind
        let symbol: String
        let isDescribed: Bool

        private enum CodingKeys: String, CodingKey { case name, kind }
    }

    /// The package.
    public let package: PackagePath
    /// The secrets that differ, in order.
    public let secrets: [Secret]

    init(package: PackagePath, difference: SecretsDifference) {
        self.package = package
        secrets = difference.entries.map { entry in
            Secret(
                name: entry.name, kind: entry.kind, symbol: entry.kind.symbol, isDescribed: entry.isDescribed)
        }
    }

    /// `+ NAME`, `- NAME` and `~ NAME`, with a word on what changed.
    public func lines(_ style: Style) -> [String] {
        secrets.map { secret in
            let line = "\(secret.symbol) \(secret.name)"
            return switch secret.kind {
            case .added: style.good(line)
            case .removed: style.bad(line)
            case .changed: style.caution(line) + (secret.isDescribed ? " (value and description)" : "")
            case .rekeyed: style.caution(line) + " (another key)"
            case .described: style.caution(line) + " (description)"
            }
        }
    }
}
