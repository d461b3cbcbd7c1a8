import Sealing
import SourceFormat
import SystemPackage

/// `secrets edit`: the secrets of a package in the user's editor, in memory and never on a disk.
public enum EditSecrets {
    /// Opens the secrets as `NAME=value` lines, and encrypts what was changed, adds what is new, removes what is gone.
    ///
    /// - Throws: ``ToolError`` where the editor fails, or the text is not what it should be; nothing is changed then.
    public static func run(
        _ context: ToolContext, package argument: String? = nil, cacheLifetime: String? = nil
    ) async throws(ToolError) -> EditSecretsReport {
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let editor = try Editor(context)
        _ = try SecretEncryption.account(context)
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        let before = try await PackageSecrets(of: document, vault)
        let memory = try MemoryFile(try text(of: before))
        try editor.open(memory.path, context)
        var edited = try memory.contents(limit: SecretVariables.maximumSize).withBytes { Array($0) }
        defer { wipe(&edited) }
        let items = try SecretVariables.items(
            in: edited, .dotenv, shown: "the edited text", allowsNone: true, context)
        let kept = Set(items.map(\.name))
        let old = Dictionary(before.secrets.map { ($0.name, $0) }) { $1 }
        let removed = before.secrets.filter { !kept.contains($0.name) }.map(\.name)
        let changed = items.filter { old[$0.name]?.value != $0.value || old[$0.name]?.isPending == true }
        let outcome = try await SecretWriter(vault: vault, document: document).write(
            changed, removing: removed)
        return EditSecretsReport(document, outcome, removed: removed)
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

/// The user's editor: `VISUAL`, else `EDITOR`, else `vi`; run by the shell, as git runs it.
struct Editor {
    private let command: String
    private let shell: FilePath

    /// - Throws: ``ToolError`` where there is none.
    init(_ context: ToolContext) throws(ToolError) {
        shell = "/bin/sh"
        if let chosen = context.variable("VISUAL") ?? context.variable("EDITOR") {
            command = chosen
            return
        }
        guard context.program("vi") != nil else {
            throw ToolError(
                "there is no editor: EDITOR is not set, and vi is not on PATH",
                details: ["such as EDITOR=nano; or set single secrets"],
                next: "\(ToolVersion.name) secrets set NAME")
        }
        command = "vi"
    }

    /// Opens a file and waits until the editor ends.
    ///
    /// - Throws: ``ToolError`` where it cannot be started, or ends with another exit code than 0.
    func open(_ path: String, _ context: ToolContext) throws(ToolError) {
        let options = Self.options(of: command)
        let child = try ChildProcess(
            shell, ["-c", "\(command) \(options)\"$@\"", command, path], environment: context.environment)
        let exitCode = child.wait()
        guard exitCode == 0 else {
            throw ToolError("the editor ended with exit code \(exitCode); nothing was changed")
        }
    }

    /// What keeps an editor from writing copies of the text beside it: swap files, backups, histories.
    static func options(of command: String) -> String {
        let program = command.split(separator: " ").first.flatMap { $0.split(separator: "/").last } ?? ""
        return switch program {
        case "vi", "vim", "nvim", "view", "vim.basic", "vim.tiny":
            "-n -i NONE --cmd 'set nobackup nowritebackup noswapfile noundofile' "
        case "emacs":
            "--eval '(setq make-backup-files nil auto-save-default nil create-lockfiles nil)' "
        default: ""
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

    init(_ document: SecretsDocument, _ outcome: SecretWriter.Outcome, removed: [SecretName]) {
        (package, file) = (document.package, document.package.secretsPath)
        (added, replaced, self.removed) = (outcome.added, outcome.replaced, removed)
    }

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
