import SourceFormat

/// `secrets unset`: secrets are taken out of a package's secrets file, or what waits to take their place is dropped.
public enum UnsetSecret {
    /// Drops the values of these names that wait to be pushed; the entries of those where none waits are removed, and
    /// every other line stays as it is.
    ///
    /// - Throws: ``ToolError`` where one of them is not there; nothing is removed then.
    public static func run(
        _ context: ToolContext, names: [String], package argument: String? = nil
    ) async throws(ToolError) -> UnsetSecretReport {
        var parsed: [SecretName] = []
        for text in names {
            let name = try SecretArgument.parse(text)
            if !parsed.contains(name) { parsed.append(name) }
        }
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let pending = PendingSecrets.names(of: document.package, in: checkout)
        func requireAll(in file: SecretsFile?) throws(ToolError) {
            let missing = parsed.filter { file?[$0] == nil && !pending.contains($0) }
            guard missing.isEmpty else {
                throw ToolError(
                    "\(document.package) has no secret \(missing.map(\.rawValue).joined(separator: ", ")); "
                        + "nothing was removed",
                    next: "eigenpal-src secrets list --package \(document.package)")
            }
        }
        let file = try document.read()
        try requireAll(in: file)
        let dropped = parsed.filter { pending.contains($0) }
        let removed = parsed.filter { !pending.contains($0) }
        if !removed.isEmpty {
            try document.requireSettled(removed, in: file ?? .empty)
            try document.update { file in
                try document.requireSettled(removed, in: file)
                return try file.applying(removed.filter { file[$0] != nil }.map { .remove($0) })
            }
        }
        try SecretVault(context, checkout).forgetPending(dropped, of: document.package)
        return UnsetSecretReport(
            names: removed, dropped: dropped, kept: dropped.filter { file?[$0] != nil },
            package: document.package, file: document.package.secretsPath)
    }
}

/// Which secrets were removed.
public struct UnsetSecretReport: Renderable {
    /// The secrets that are gone from the file.
    public let names: [SecretName]
    /// The secrets whose values waited to be pushed, and do no longer.
    public let dropped: [SecretName]
    /// Those of them that the file holds as before.
    public let kept: [SecretName]
    /// The package they belonged to.
    public let package: PackagePath
    /// The file they were in, below the checkout's root.
    public let file: String

    /// A line for each secret, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        var lines = dropped.map { name in
            "Dropped the pending value of \(style.name(name.rawValue))"
                + (kept.contains(name) ? "; the secret in \(file) stays, and unset again removes it" : "")
        }
        lines += names.map { "Removed \(style.name($0.rawValue)) from \(file)" }
        if !names.isEmpty {
            lines.append(style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(package)"))
        }
        return lines
    }
}
