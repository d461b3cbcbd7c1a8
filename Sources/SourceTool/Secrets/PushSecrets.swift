import Sealing
import SourceFormat

/// `secrets push`: the secrets that were set while the server could not be reached are encrypted and written.
public enum PushSecrets {
    /// Sends what is pending, one request for each package; a package is done as a whole or left as it was. A pending
    /// secret that cannot be read is named, and the others go on.
    ///
    /// - Parameter argument: the package; nil for all that have something pending.
    /// - Throws: ``ToolError`` at the first package that cannot be done; those before it are done.
    public static func run(
        _ context: ToolContext, package argument: String? = nil, cacheLifetime: String? = nil
    ) async throws(ToolError) -> PushSecretsReport {
        let checkout = try context.openCheckout()
        var packages: [PackagePath] = []
        if let argument {
            let package = try PackageArgument.resolve(argument, in: checkout, context)
            try PackageArgument.require(package, in: checkout)
            packages = [package]
        } else {
            for pending in PendingSecrets.names(in: checkout) where !packages.contains(pending.package) {
                packages.append(pending.package)
            }
        }
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        var done: [PushSecretsReport.Package] = []
        for package in packages {
            let waiting = try vault.pendingEach(PendingSecrets.names(of: package, in: checkout), of: package)
            guard !waiting.isEmpty else { continue }
            var (pending, unreadable): ([PendingSecrets.Secret], [SecretName]) = ([], [])
            for (name, secret) in waiting {
                switch secret {
                case .success(let secret): pending.append(secret)
                case .failure(let problem):
                    unreadable.append(name)
                    context.terminal.warn(problem.message)
                    for line in problem.lines.dropFirst() { context.terminal.note(line) }
                }
            }
            let document = try SecretsDocument(of: package, in: checkout)
            let file = try document.read() ?? .empty
            for secret in pending {
                let now = Digest(of: file[secret.name]?.value.canonicalBytes ?? [])
                if now != secret.replaced {
                    context.terminal.warn(
                        "\(secret.name) of \(package) was changed since its value was queued; "
                            + "the queued value takes its place")
                }
            }
            // In the order they were set, as `set` would have added them.
            let items = pending.sorted { ($0.time, $0.name) < ($1.time, $1.name) }.map { secret in
                SecretWriter.Item(name: secret.name, value: secret.value, description: secret.description)
            }
            let outcome =
                items.isEmpty
                ? SecretWriter.Outcome()
                : try await SecretWriter(vault: vault, document: document).write(items, isPushing: true)
            done.append(PushSecretsReport.Package(document, outcome, unreadable: unreadable))
        }
        return PushSecretsReport(packages: done)
    }
}

/// What was pushed.
public struct PushSecretsReport: Renderable {
    /// One package.
    public struct Package: Sendable, Encodable {
        /// The package.
        public let package: PackagePath
        /// Its secrets file, below the checkout's root.
        public let file: String
        /// The secrets that are new.
        public let added: [SecretName]
        /// The secrets that were there and have a new value.
        public let replaced: [SecretName]
        /// The secrets that had the queued value already.
        public let unchanged: [SecretName]
        /// The secrets whose queued values cannot be read, and wait still.
        public let unreadable: [SecretName]

        init(_ document: SecretsDocument, _ outcome: SecretWriter.Outcome, unreadable: [SecretName]) {
            self.unreadable = unreadable
            (package, file) = (document.package, document.package.secretsPath)
            (added, replaced, unchanged) = (outcome.added, outcome.replaced, outcome.unchanged)
        }
    }

    /// The packages that had something pending, in order.
    public let packages: [Package]

    /// 1 where a queued value cannot be read.
    public var exitCode: Int32 { packages.contains { !$0.unreadable.isEmpty } ? 1 : 0 }

    /// A line for each secret, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        guard !packages.isEmpty else { return ["Nothing is pending"] }
        var lines: [String] = []
        for package in packages {
            lines += package.added.map { "Added \(style.name($0.rawValue)) in \(package.file)" }
            lines += package.replaced.map { "Replaced \(style.name($0.rawValue)) in \(package.file)" }
            lines += package.unchanged.map { "Unchanged: \(style.name($0.rawValue)) in \(package.file)" }
            lines += package.unreadable.map {
                "Still pending: \(style.name($0.rawValue)) of \(package.package)"
            }
            if !package.added.isEmpty || !package.replaced.isEmpty {
                lines.append(
                    style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(package.package)"))
            }
        }
        return lines
    }
}
