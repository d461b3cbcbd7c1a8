import Sealing
import SourceFormat

/// `secrets set`: a secret is encrypted by the server and its ciphertext goes into the package's secrets file.
public enum SetSecret {
    /// Asks for a value, has it encrypted, and puts it in the place of the old one or beside the others.
    ///
    /// - Parameters:
    ///   - name: the secret's name as typed.
    ///   - argument: the package; nil for the one around.
    ///   - source: where the value is read from.
    ///   - description: what the secret is for; nil keeps the description there is, an empty one removes it.
    /// - Throws: ``ToolError``; the file is then as it was.
    public static func run(
        _ context: ToolContext, name: String, package argument: String? = nil,
        from source: SecretValue.Source,
        description: String? = nil
    ) async throws(ToolError) -> SetSecretReport {
        let name = try SecretArgument.parse(name)
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        _ = try document.read()
        let account = try SecretEncryption.account(context)
        CoreDumps.disable()
        let value = try SecretValue.read(source, for: name.rawValue, context)
        let sealed = try await SecretEncryption.encrypt(
            value, named: name, for: document.package, account, context)
        var isNew = true
        try document.update { file in
            isNew = file[name] == nil
            return try file.setting(name, to: sealed, description: description)
        }
        return SetSecretReport(
            name: name, package: document.package, file: document.package.secretsPath, keyId: sealed.keyId,
            isNew: isNew)
    }
}

/// What became of a secret.
public struct SetSecretReport: Renderable {
    /// The secret.
    public let name: SecretName
    /// The package it belongs to.
    public let package: PackagePath
    /// The file it is in, below the checkout's root.
    public let file: String
    /// The organization's key it is encrypted with.
    public let keyId: String
    /// Whether there was none of this name before.
    public let isNew: Bool

    /// What changed where, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        [
            "\(isNew ? "Added" : "Replaced") \(style.name(name.rawValue)) in \(file)",
            style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(package)"),
        ]
    }
}
