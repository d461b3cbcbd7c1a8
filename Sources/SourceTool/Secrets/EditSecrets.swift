import Sealing
import SourceFormat
import SystemPackage

/// `secrets edit`: the secrets of a package in the user's editor, in memory and never on a disk.
public enum EditSecrets {
    /// Opens the secrets as `NAME=value` lines, and encrypts what was changed, adds what is new, removes what is gone.
    /// What someone else changed while the editor was open stays as they left it.
    ///
    /// - Parameter isConfirmed: `--yes`: a text without any secret removes all.
    /// - Throws: ``ToolError`` where the editor fails, or the text is not what it should be; nothing is changed then.
    public static func run(
        _ context: ToolContext, package argument: String? = nil, isConfirmed: Bool = false,
        cacheLifetime: String? = nil
    ) async throws(ToolError) -> EditSecretsReport {
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let editor = try Editor(context)
        _ = try SecretEncryption.account(context)
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        let file = try document.read() ?? .empty
        let before = try await PackageSecrets(of: document, vault)
        let memory = try MemoryFile(try text(of: before))
        try editor.open(memory.path, context)
        var edited = try memory.contents(limit: SecretVariables.maximumSize).withBytes { Array($0) }
        defer { wipe(&edited) }
        let items = try SecretVariables.items(
            in: edited, .dotenv, shown: "the edited text", allowsNone: true, context)
        if items.isEmpty, !before.secrets.isEmpty, !isConfirmed {
            try confirmRemoval(of: before, context)
        }
        let left = Set(items.map(\.name))
        let old = Dictionary(before.secrets.map { ($0.name, $0) }) { $1 }
        var removed = before.secrets.filter { !left.contains($0.name) }.map(\.name)
        var changed = items.filter { old[$0.name]?.value != $0.value || old[$0.name]?.isPending == true }
        let now = try document.read() ?? .empty
        let kept = (changed.map(\.name) + removed).filter { file[$0]?.value != now[$0]?.value }
        for name in kept {
            context.terminal.warn(
                "\(name) was changed by someone else while the editor was open, and is left as it is now")
        }
        removed.removeAll { kept.contains($0) }
        changed.removeAll { kept.contains($0.name) }
        let outcome = try await SecretWriter(vault: vault, document: document).write(
            changed, removing: removed, expecting: now)
        return EditSecretsReport(document, outcome, removed: removed, kept: kept)
    }

    private static func confirmRemoval(
        of secrets: PackageSecrets, _ context: ToolContext
    ) throws(ToolError) {
        let number = count(secrets.secrets.count, "secret")
        let loss = "the edited text holds no secret, which would remove \(number)"
        guard context.terminal.inputIsTerminal, context.terminal.errorIsTerminal else {
            throw .usage("\(loss) of \(secrets.package); nothing was changed; where it is meant, say --yes")
        }
        context.terminal.note(loss)
        guard try context.terminal.confirm("Remove all secrets of \(secrets.package)?") else {
            throw ToolError("not confirmed; nothing was changed")
        }
    }

    private static func text(of secrets: PackageSecrets) throws(ToolError) -> SecretPart {
        let heading = """
            # The secrets of \(secrets.package). Change, add and remove lines, save, and close the editor;
            # what you changed is encrypted, and nothing else is touched. An unchanged text changes nothing.

            """
        var values = secrets.secrets.map { (name: $0.name, value: $0.value.withBytes { Array($0) }) }
        var text = Array(heading.utf8) + SecretsExport.print(values, as: .dotenv)
        for index in values.indices { wipe(&values[index].value) }
        do {
            return try SecretBytes(consuming: &text).whole
        } catch {
            throw ToolError(error.description)
        }
    }
}

/// What an editing did.
public struct EditSecretsReport: Renderable {
    /// The package.
    public let package: PackagePath
    /// Its secrets file, below the checkout's root.
    public let file: String
    /// The secrets that are new.
    public let added: [SecretName]
    /// The secrets that have a new value.
    public let replaced: [SecretName]
    /// The secrets that are gone.
    public let removed: [SecretName]
    /// The secrets that someone else changed meanwhile: they are as they left them.
    public let kept: [SecretName]

    init(
        _ document: SecretsDocument, _ outcome: SecretWriter.Outcome, removed: [SecretName],
        kept: [SecretName]
    ) {
        (package, file, self.kept) = (document.package, document.package.secretsPath, kept)
        (added, replaced, self.removed) = (outcome.added, outcome.replaced, removed)
    }

    /// 1 where what was edited did not take effect.
    public var exitCode: Int32 { kept.isEmpty ? 0 : 1 }

    /// A line for each secret that is touched, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        let lines =
            added.map { "Added \(style.name($0.rawValue)) in \(file)" }
            + replaced.map { "Replaced \(style.name($0.rawValue)) in \(file)" }
            + removed.map { "Removed \(style.name($0.rawValue)) from \(file)" }
        guard !lines.isEmpty else { return ["Nothing was changed"] }
        return lines + [style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(package)")]
    }
}
