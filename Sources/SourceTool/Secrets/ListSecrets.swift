import SourceFormat

/// `secrets list`: the names in a package's secrets file. Values are not read by anyone: only the server could.
public enum ListSecrets {
    /// Reads a package's secrets file, with no network.
    ///
    /// - Throws: ``ToolError`` where there is no such package, or the file is not valid.
    public static func run(
        _ context: ToolContext, package argument: String? = nil
    ) async throws(ToolError) -> ListSecretsReport {
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let entries = try document.read()?.entries ?? []
        return ListSecretsReport(
            package: document.package, file: document.package.secretsPath,
            secrets: entries.map { entry in
                ListSecretsReport.Secret(
                    name: entry.name, description: entry.description, keyId: entry.value.keyId)
            })
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
        /// The organization's key it is encrypted with.
        public let keyId: String
    }

    /// The package.
    public let package: PackagePath
    /// Its secrets file, below the checkout's root; it need not be there.
    public let file: String
    /// The secrets, in the order of the file.
    public let secrets: [Secret]

    /// A line for each secret: name, key, description.
    public func lines(_ style: Style) -> [String] {
        guard !secrets.isEmpty else { return ["\(package) has no secrets"] }
        return style.table(secrets.map { [$0.name.rawValue, $0.keyId, $0.description ?? ""] }) {
            column, cell in
            column == 0 ? style.name(cell) : column == 1 ? style.dim(cell) : cell
        }
    }
}
