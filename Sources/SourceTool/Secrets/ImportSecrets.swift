import Sealing
import SourceFormat

/// `secrets import`: every variable of a `.env` file becomes a secret of a package, or none does.
public enum ImportSecrets {
    /// The most bytes of a `.env` file that are read: 1 MiB.
    public static let maximumSize = 1 << 20

    /// Reads a `.env` file, has all its values encrypted in one request, and writes them in one step.
    ///
    /// - Parameter file: its path as typed; `-` is standard input.
    /// - Throws: ``ToolError`` with everything that is wrong with the file; nothing is sent or written then.
    public static func run(
        _ context: ToolContext, file: String, package argument: String? = nil
    ) async throws(ToolError) -> ImportSecretsReport {
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        _ = try document.read()
        let account = try SecretEncryption.account(context)
        CoreDumps.disable()
        let shown = file == "-" ? "standard input" : file
        let values = try values(in: try bytes(of: file, context), shown, context)
        let sealed = try await SecretEncryption.encrypt(values, for: document.package, account, context)
        var added: [SecretName] = []
        var replaced: [SecretName] = []
        try document.update { document in
            (added, replaced) = ([], [])
            var document = document
            for (name, _) in values {
                guard let value = sealed[name] else { continue }
                if document[name] == nil { added.append(name) } else { replaced.append(name) }
                document = try document.setting(name, to: value, description: nil)
            }
            return document
        }
        return ImportSecretsReport(
            package: document.package, file: document.package.secretsPath, added: added, replaced: replaced)
    }

    private static func bytes(of file: String, _ context: ToolContext) throws(ToolError) -> [UInt8] {
        if file == "-" {
            return try context.terminal.readAllInput(limit: maximumSize).withBytes { Array($0) }
        }
        let path = context.path(file)
        guard let bytes = try Files.read(path, limit: maximumSize) else {
            throw ToolError("\(path): there is no such file")
        }
        return bytes
    }

    /// The variables, the last of a name that is there more than once, and every problem at once.
    private static func values(
        in bytes: [UInt8], _ shown: String, _ context: ToolContext
    ) throws(ToolError) -> [(name: SecretName, plaintext: String)] {
        let (entries, findings) = DotenvFile.parse(bytes: bytes, file: shown)
        var problems = findings.filter { $0.severity == .error }.map(\.description)
        var values: [(name: SecretName, plaintext: String)] = []
        for entry in entries {
            let place = "\(shown):\(entry.line)"
            do throws(FormatError) {
                let name = try SecretName(parsing: entry.name)
                guard let value = entry.value else {
                    problems.append("\(place): \(name) has no value: write \(name)=…")
                    continue
                }
                var copy = value
                if let problem = copy.withUTF8({ SecretValue.problem(with: UnsafeRawBufferPointer($0)) }) {
                    problems.append("\(place): the value of \(name) \(problem)")
                }
                if let earlier = values.firstIndex(where: { $0.name == name }) {
                    context.terminal.warn(
                        "\(place): \(name) is there more than once, and the last one counts")
                    values.remove(at: earlier)
                }
                values.append((name, value))
            } catch {
                problems.append("\(place): \(error.description)")
            }
        }
        guard problems.isEmpty else {
            throw ToolError(
                "\(shown) cannot be imported; nothing was sent or written", details: problems)
        }
        guard !values.isEmpty else { throw ToolError("\(shown) holds no variable") }
        return values
    }
}

/// What an import did.
public struct ImportSecretsReport: Renderable {
    /// The package.
    public let package: PackagePath
    /// Its secrets file, below the checkout's root.
    public let file: String
    /// The secrets that are new, in the order of the `.env` file.
    public let added: [SecretName]
    /// The secrets that were there and have a new value.
    public let replaced: [SecretName]

    /// A line for each secret, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        added.map { "Added \(style.name($0.rawValue))" }
            + replaced.map { "Replaced \(style.name($0.rawValue))" }
            + [
                "\(count(added.count + replaced.count, "secret")) in \(file)",
                style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(package)"),
            ]
    }
}
