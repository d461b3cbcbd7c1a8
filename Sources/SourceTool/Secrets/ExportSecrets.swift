import Sealing
import SourceFormat

/// `secrets export`: all secrets of a package in plaintext, to standard output and never to a file of its own.
public enum ExportSecrets {
    /// Writes the secrets of a package in a format of the caller's choice.
    ///
    /// - Parameters:
    ///   - argument: the package; nil for the one around.
    ///   - reveals: whether a terminal may show them.
    /// - Throws: ``ToolError`` where one cannot be had; nothing is written then.
    public static func run(
        _ context: ToolContext, package argument: String? = nil, format: SecretsExport.Format, reveals: Bool,
        cacheLifetime: String? = nil
    ) async throws(ToolError) {
        try GetSecret.requireRevealing(context, reveals)
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        let secrets = try await PackageSecrets(of: document, vault)
        var values = secrets.secrets.map { (name: $0.name, value: $0.value.withBytes { Array($0) }) }
        var text = SecretsExport.print(values, as: format)
        for index in values.indices { wipe(&values[index].value) }
        let secret: SecretBytes
        do {
            secret = try SecretBytes(consuming: &text)
        } catch {
            throw ToolError(error.description)
        }
        try context.terminal.write(secret: secret.whole)
    }
}
