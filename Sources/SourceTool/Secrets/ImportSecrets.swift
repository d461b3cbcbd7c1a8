import Sealing
import SourceFormat

/// `secrets import`: every variable of a `.env`, JSON or YAML file becomes a secret of a package, or none does.
public enum ImportSecrets {
    /// What to import, as typed.
    public struct Options: Sendable {
        /// The file's path; `-` is standard input.
        public var file: String
        /// Its format; nil guesses it from the name.
        public var format: SecretsImport.Format?
        /// The package; nil for the one around.
        public var package: String?
        /// What is put before each name.
        public var prefix: String
        /// Whether `${NAME}` stands for another variable's value.
        public var interpolates: Bool
        /// Only says what would be done: nothing is sent or written.
        public var isDryRun: Bool
        /// Whether the values wait here until they are pushed.
        public var way: SecretWriter.Way
        /// `--cache-ttl`.
        public var cacheLifetime: String?

        /// Options as typed.
        public init(
            file: String, format: SecretsImport.Format? = nil, package: String? = nil, prefix: String = "",
            interpolates: Bool = false, isDryRun: Bool = false, way: SecretWriter.Way = .now,
            cacheLifetime: String? = nil
        ) {
            (self.file, self.format, self.package, self.prefix) = (file, format, package, prefix)
            (self.interpolates, self.isDryRun, self.way) = (interpolates, isDryRun, way)
            self.cacheLifetime = cacheLifetime
        }
    }

    /// Reads a file, has all values that changed encrypted in one request, and writes them in one step.
    ///
    /// - Throws: ``ToolError`` with everything that is wrong with the file; nothing is sent or written then.
    public static func run(
        _ context: ToolContext, _ options: Options
    ) async throws(ToolError) -> ImportSecretsReport {
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(options.package, in: checkout, context), in: checkout)
        let file = try document.read() ?? .empty
        if options.way == .now, !options.isDryRun { _ = try SecretEncryption.account(context) }
        let vault = try SecretVault(context, checkout, cacheLifetime: options.cacheLifetime)
        let items = try SecretVariables.read(
            options.file, as: options.format, prefix: options.prefix, interpolates: options.interpolates,
            context)
        var outcome = SecretWriter.Outcome()
        if options.isDryRun {
            let values = try await vault.values(
                of: items.compactMap { file[$0.name] }, in: document.package, reach: .here)
            for item in items {
                if file[item.name] == nil {
                    outcome.added.append(item.name)
                } else if values[item.name] == item.value {
                    outcome.unchanged.append(item.name)
                } else {
                    outcome.replaced.append(item.name)
                }
            }
        } else {
            outcome = try await SecretWriter(vault: vault, document: document).write(items, options.way)
        }
        return ImportSecretsReport(document, outcome, isDryRun: options.isDryRun)
    }
}

/// What an import did, or would do.
public struct ImportSecretsReport: Renderable {
    /// The package.
    public let package: PackagePath
    /// Its secrets file, below the checkout's root.
    public let file: String
    /// Whether nothing was sent or written.
    public let dryRun: Bool
    /// The secrets that are new, in the order of the file that was read.
    public let added: [SecretName]
    /// The secrets that were there and have a new value.
    public let replaced: [SecretName]
    /// The secrets that had this value already.
    public let unchanged: [SecretName]
    /// The secrets that wait, sealed, to be pushed.
    public let queued: [SecretName]

    init(_ document: SecretsDocument, _ outcome: SecretWriter.Outcome, isDryRun: Bool) {
        package = document.package
        file = document.package.secretsPath
        dryRun = isDryRun
        (added, replaced) = (outcome.added, outcome.replaced)
        (unchanged, queued) = (outcome.unchanged, outcome.queued)
    }

    /// A line for each secret that is touched, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        var lines = added.map { "\(dryRun ? "Would add" : "Added") \(style.name($0.rawValue))" }
        lines += replaced.map { "\(dryRun ? "Would replace" : "Replaced") \(style.name($0.rawValue))" }
        lines += queued.map { "Queued \(style.name($0.rawValue))" }
        if !unchanged.isEmpty { lines.append("Unchanged: \(count(unchanged.count, "secret"))") }
        if dryRun {
            lines.append(style.dim("Nothing was sent or written"))
        } else if !queued.isEmpty {
            lines.append(style.dim("Not pushed yet: eigenpal-src secrets push"))
        } else if !added.isEmpty || !replaced.isEmpty {
            lines.append("\(count(added.count + replaced.count, "secret")) in \(file)")
            lines.append(style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(package)"))
        }
        return lines
    }
}
