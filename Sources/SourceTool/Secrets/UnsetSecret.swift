import SourceFormat

/// `secrets unset`: secrets are taken out of a package's secrets file.
public enum UnsetSecret {
    /// Removes the entries of these names, and leaves every other line as it is.
    ///
    /// - Throws: ``ToolError`` where one of them is not there; nothing is removed then.
    public static func run(
        _ context: ToolContext, names: [String], package argument: String? = nil
    ) async throws(ToolError) -> UnsetSecretReport {
        var parsed: [SecretName] = []
        for text in names {
            let name = try SecretArgument.parse(text)
            if !parsed.contains(name) { parsed.append(name) }
        }
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let pending = PendingSecrets.names(of: document.package, in: checkout)
        func requireAll(in file: SecretsFile?) throws(ToolError) {
            let missing = parsed.filter { file?[$0] == nil && !pending.contains($0) }
            guard missing.isEmpty else {
                throw ToolError(
                    "\(document.package) has no secret \(missing.map(\.rawValue).joined(separator: ", ")); "
                        + "nothing was removed",
                    next: "eigenpal-src secrets list --package \(document.package)")
            }
        }
        try requireAll(in: try document.read())
        try document.update { file in
            try file.applying(parsed.filter { file[$0] != nil }.map { .remove($0) })
        }
        try SecretVault(context, checkout).forgetPending(parsed, of: document.package)
        return UnsetSecretReport(names: parsed, package: document.package, file: document.package.secretsPath)
    }
}

/// Which secrets were removed.
public struct UnsetSecretReport: Renderable {
    /// The secrets.
    public let names: [SecretName]
    /// The package they belonged to.
    public let package: PackagePath
    /// The file they were in, below the checkout's root.
    public let file: String

    /// A line for each secret, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        names.map { "Removed \(style.name($0.rawValue)) from \(file)" }
            + [style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(package)")]
    }
}
