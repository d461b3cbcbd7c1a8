import Sealing
import SourceFormat

/// `secrets get`: the value of one secret, for a program or, on purpose, for a person.
public enum GetSecret {
    /// Writes a secret's value to standard output: its bytes alone into a pipe, with a line break on a terminal.
    ///
    /// - Parameters:
    ///   - name: the secret's name as typed.
    ///   - argument: the package; nil for the one around.
    ///   - reveals: whether a terminal may show it.
    ///   - json: writes `{"name", "package", "value"}` instead.
    /// - Throws: ``ToolError`` where it is not there or cannot be had.
    public static func run(
        _ context: ToolContext, name: String, package argument: String? = nil, reveals: Bool,
        json: Bool = false, cacheLifetime: String? = nil
    ) async throws(ToolError) {
        let name = try SecretArgument.parse(name)
        try requireRevealing(context, reveals)
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        let secrets = try await PackageSecrets(of: document, names: [name], vault)
        guard let secret = secrets.secrets.first else { return }
        if json {
            guard let value = secret.value.text else { throw ToolError("the value of \(name) is not text") }
            try Output.render(
                Answer(name: name, package: document.package, value: value), json: true, in: context)
        } else {
            try context.terminal.write(secret: secret.value)
            if context.terminal.outputIsTerminal { try context.terminal.write([0x0A]) }
        }
    }

    private struct Answer: Renderable {
        let name: SecretName
        let package: PackagePath
        let value: String

        func lines(_ style: Style) -> [String] { [] }
    }

    /// Refuses to show secrets on a terminal unless it was asked for.
    static func requireRevealing(_ context: ToolContext, _ reveals: Bool) throws(ToolError) {
        guard reveals || !context.terminal.outputIsTerminal else {
            throw .usage("a terminal would show the plaintext; add --reveal where that is meant")
        }
    }
}
