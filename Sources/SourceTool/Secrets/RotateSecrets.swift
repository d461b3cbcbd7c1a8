import Eigenpal
import Sealing
import SourceFormat
import SourceRepository

/// `secrets rotate`: what is not encrypted under the organization's active key is encrypted anew.
public enum RotateSecrets {
    /// Shows which secrets are under older keys, asks, and re-encrypts them, a package at a time.
    ///
    /// - Parameters:
    ///   - argument: the package; nil for the one around.
    ///   - all: every package of the checkout instead.
    ///   - isConfirmed: `--yes`.
    ///   - isDryRun: only says what would be done.
    /// - Throws: ``ToolError``; a package is then either done or as it was.
    public static func run(
        _ context: ToolContext, package argument: String? = nil, all: Bool = false, isConfirmed: Bool,
        isDryRun: Bool = false, cacheLifetime: String? = nil
    ) async throws(ToolError) -> RotateSecretsReport {
        let checkout = try context.openCheckout()
        let packages = try SecretPackages.chosen(argument, all: all, in: checkout, context)
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        var documents: [(document: SecretsDocument, file: SecretsFile)] = []
        for package in packages {
            let document = try SecretsDocument(of: package, in: checkout)
            if let file = try document.read(), !file.entries.isEmpty { documents.append((document, file)) }
        }
        guard let first = documents.first, let name = first.file.entries.first?.name else {
            return RotateSecretsReport(keyId: nil, dryRun: isDryRun, packages: [])
        }
        let active = try await activeKey(name, first.document.package, context)
        var work: [(document: SecretsDocument, file: SecretsFile, old: [SecretsFile.Entry])] = []
        for (document, file) in documents {
            let old = file.entries.filter { $0.value.keyId != active }
            try document.requireSettled(old.map(\.name), in: file)
            if !old.isEmpty { work.append((document, file, old)) }
        }
        let planned = work.map { RotateSecretsReport.Package($0.document, $0.old) }
        guard !isDryRun, !work.isEmpty else {
            return RotateSecretsReport(keyId: active, dryRun: isDryRun, packages: planned)
        }
        try confirm(planned, active, isConfirmed, context)
        for (document, _, old) in work { try await rotate(old, document, vault) }
        return RotateSecretsReport(keyId: active, dryRun: false, packages: planned)
    }

    /// The key that the server encrypts with now, from what it does to a random text.
    private static func activeKey(
        _ name: SecretName, _ package: PackagePath, _ context: ToolContext
    ) async throws(ToolError) -> String {
        let probe: SecretBytes
        do {
            probe = try SecretBytes(count: 16) { target in
                for index in target.indices { target[index] = UInt8.random(in: 0x61...0x7A) }
            }
        } catch {
            throw ToolError(error.description)
        }
        return try await SecretEncryption.encryptOne(name, probe.whole, for: package, context).keyId
    }

    private static func confirm(
        _ planned: [RotateSecretsReport.Package], _ active: String, _ isConfirmed: Bool,
        _ context: ToolContext
    ) throws(ToolError) {
        guard !isConfirmed else { return }
        let number = planned.reduce(0) { $0 + $1.secrets.count }
        guard context.terminal.inputIsTerminal, context.terminal.errorIsTerminal else {
            throw .usage(
                "\(count(number, "secret")) would be encrypted anew; without a terminal, say --yes",
                next: "\(ToolVersion.name) secrets rotate --dry-run")
        }
        for package in planned {
            for secret in package.secrets {
                context.terminal.note("\(package.package)  \(secret.name)  \(secret.keyId) -> \(active)")
            }
        }
        guard try context.terminal.confirm("Encrypt \(count(number, "secret")) anew?") else {
            throw ToolError("not confirmed; nothing was changed")
        }
    }

    private static func rotate(
        _ old: [SecretsFile.Entry], _ document: SecretsDocument, _ vault: SecretVault
    ) async throws(ToolError) {
        let values = try await vault.values(of: old, in: document.package)
        let plaintexts = old.compactMap { entry in values[entry.name].map { (entry.name, $0) } }
        let sealed: [SecretName: SealedValue]
        switch try await SecretEncryption.encrypt(plaintexts, for: document.package, vault.context) {
        case .sealed(let answers): sealed = answers
        case .unreachable(let problem): throw problem
        }
        try document.update { file in
            // What was set anew meanwhile is under the active key already, and newer.
            try file.applying(
                old.compactMap { entry in
                    guard file[entry.name]?.value == entry.value, let value = sealed[entry.name] else {
                        return nil
                    }
                    return .set(entry.name, value, description: nil)
                })
        }
        vault.remember(
            plaintexts.compactMap { name, value in
                sealed[name].map { .init(name: name, sealed: $0, value: value) }
            }, of: document.package)
    }
}

/// What was, or would be, encrypted anew.
public struct RotateSecretsReport: Renderable {
    /// One package.
    public struct Package: Sendable, Encodable {
        /// A secret, and the key it was under.
        public struct Secret: Sendable, Encodable {
            /// The secret.
            public let name: SecretName
            /// The key that it was encrypted with before.
            public let keyId: String
        }

        /// The package.
        public let package: PackagePath
        /// Its secrets that were under older keys.
        public let secrets: [Secret]

        init(_ document: SecretsDocument, _ entries: [SecretsFile.Entry]) {
            package = document.package
            secrets = entries.map { Secret(name: $0.name, keyId: $0.value.keyId) }
        }
    }

    /// The active key; nil where there is no secret at all.
    public let keyId: String?
    /// Whether nothing was changed.
    public let dryRun: Bool
    /// The packages with secrets under older keys.
    public let packages: [Package]

    /// A line for each secret, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        guard let keyId else { return ["There are no secrets"] }
        guard !packages.isEmpty else { return ["Every secret is under the active key \(keyId)"] }
        var lines = packages.flatMap { package in
            package.secrets.map { secret in
                "\(dryRun ? "Would rotate" : "Rotated") \(style.name(secret.name.rawValue)) of "
                    + "\(package.package) (\(secret.keyId) -> \(keyId))"
            }
        }
        if !dryRun {
            lines.append(
                style.dim(
                    "Not committed yet: eigenpal-src save -m MESSAGE "
                        + packages.map(\.package.description).joined(separator: " ")))
        }
        return lines
    }
}
