import Sealing
import SourceFormat

/// `secrets set`: secrets are encrypted by the server and their ciphertexts go into the package's secrets file.
public enum SetSecret {
    /// What to set, as typed.
    public struct Options: Sendable {
        /// The secrets' names; with a file of several, those to take from it, or all.
        public var names: [String]
        /// The package; nil for the one around.
        public var package: String?
        /// Where the value or the values are read from.
        public var source: SecretValue.Source
        /// What the secret is for; nil keeps the description there is, an empty one removes it.
        public var description: String?
        /// Whether the value waits here until it is pushed.
        public var way: SecretWriter.Way
        /// `--cache-ttl`.
        public var cacheLifetime: String?

        /// Options as typed.
        public init(
            names: [String], package: String? = nil, source: SecretValue.Source, description: String? = nil,
            way: SecretWriter.Way = .now, cacheLifetime: String? = nil
        ) {
            (self.names, self.package, self.source) = (names, package, source)
            (self.description, self.way, self.cacheLifetime) = (description, way, cacheLifetime)
        }
    }

    /// Reads values, has what changed encrypted, and puts it in the place of the old or beside the others.
    ///
    /// - Throws: ``ToolError``; the file is then as it was.
    public static func run(
        _ context: ToolContext, _ options: Options
    ) async throws(ToolError) -> SetSecretReport {
        var names: [SecretName] = []
        for text in options.names {
            let name = try SecretArgument.parse(text, isSetting: true)
            if !names.contains(name) { names.append(name) }
        }
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(options.package, in: checkout, context), in: checkout)
        _ = try document.read()
        // A missing login is found before a value is asked for.
        if options.way == .now { _ = try SecretEncryption.account(context) }
        let vault = try SecretVault(context, checkout, cacheLifetime: options.cacheLifetime)
        let items: [SecretWriter.Item]
        switch options.source {
        case .variables(let file, let format):
            let read = try SecretVariables.read(file, as: format, context)
            items = try chosen(names, from: read, description: options.description, file)
        default:
            guard let name = names.first else { throw .usage("name the secret to set, such as MAIL_TOKEN") }
            guard names.count == 1 else {
                throw .usage("several secrets at once are set from --env-file FILE or --json-stdin")
            }
            let value = try SecretValue.read(options.source, for: name.rawValue, context)
            items = [.init(name: name, value: value.whole, description: options.description)]
        }
        let outcome = try await SecretWriter(vault: vault, document: document).write(items, options.way)
        return SetSecretReport(document, outcome)
    }

    private static func chosen(
        _ names: [SecretName], from read: [SecretWriter.Item], description: String?, _ file: String
    ) throws(ToolError) -> [SecretWriter.Item] {
        guard description == nil || (names.count == 1 || read.count == 1) else {
            throw .usage("--description is for one secret, and several are set")
        }
        let missing = names.filter { name in !read.contains { $0.name == name } }
        guard missing.isEmpty else {
            throw ToolError(
                "\(file) has no \(missing.map(\.rawValue).joined(separator: ", ")); nothing was set")
        }
        return read.filter { names.isEmpty || names.contains($0.name) }.map { item in
            var item = item
            item.description = description
            return item
        }
    }
}

/// What became of secrets that were set.
public struct SetSecretReport: Renderable {
    /// The package they belong to.
    public let package: PackagePath
    /// The file they are in, below the checkout's root.
    public let file: String
    /// The secrets that are new.
    public let added: [SecretName]
    /// The secrets that were there and have a new value or description.
    public let replaced: [SecretName]
    /// The secrets that had this value already: nothing was sent or written for them.
    public let unchanged: [SecretName]
    /// The secrets that wait, sealed, to be pushed.
    public let queued: [SecretName]
    /// The organization's key that the written ones are encrypted with; nil where none was.
    public let keyId: String?

    init(_ document: SecretsDocument, _ outcome: SecretWriter.Outcome) {
        package = document.package
        file = document.package.secretsPath
        (added, replaced) = (outcome.added, outcome.replaced)
        (unchanged, queued) = (outcome.unchanged, outcome.queued)
        keyId = outcome.keyId
    }

    /// A line for each secret, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        var lines = added.map { "Added \(style.name($0.rawValue)) in \(file)" }
        lines += replaced.map { "Replaced \(style.name($0.rawValue)) in \(file)" }
        lines += unchanged.map { "Unchanged: \(style.name($0.rawValue)) has this value already" }
        lines += queued.map { "Queued \(style.name($0.rawValue)): sealed here, not yet in \(file)" }
        if !added.isEmpty || !replaced.isEmpty {
            lines.append(style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(package)"))
        }
        if !queued.isEmpty { lines.append(style.dim("Not pushed yet: eigenpal-src secrets push")) }
        return lines
    }
}
