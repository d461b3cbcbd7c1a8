import SourceFormat

extension SecretsDocument {
    /// The entry of a secret.
    ///
    /// - Throws: ``ToolError`` where there is none.
    func requireEntry(_ name: SecretName) throws(ToolError) -> SecretsFile.Entry {
        if let entry = try read()?[name] { return entry }
        throw ToolError(
            "\(package) has no secret \(name)", next: "\(ToolVersion.name) secrets list --package \(package)")
    }

    /// Refuses a name that is taken.
    func requireVacant(_ name: SecretName) throws(ToolError) {
        guard try read()?[name] == nil else {
            throw ToolError(
                "\(package) has a secret \(name) already; nothing was changed",
                next: "\(ToolVersion.name) secrets unset \(name) --package \(package)")
        }
    }

    /// Refuses secrets that a merge left in conflict: a change of one side would lose the other.
    func requireSettled(_ names: [SecretName], in file: SecretsFile) throws(ToolError) {
        let conflicted = file.conflictedNames.filter { names.contains($0) }
        guard let first = conflicted.first else { return }
        throw ToolError(
            "\(SecretVault.list(conflicted.map(\.rawValue))) of \(package) "
                + "\(conflicted.count == 1 ? "is" : "are") in conflict: a merge left two values; nothing was changed",
            details: ["choose --ours, --theirs or --value-stdin"], next: Self.resolving(first, package))
    }

    /// What to type to end a conflict.
    static func resolving(_ name: SecretName, _ package: PackagePath) -> String {
        "\(ToolVersion.name) secrets resolve \(name) --package \(package)"
    }

    /// Refuses a secret whose value waits to be pushed: the one in the file is not the one that was set last.
    func requireNothingPending(_ name: SecretName, in checkout: Checkout) throws(ToolError) {
        guard !PendingSecrets.names(of: package, in: checkout).contains(name) else {
            throw ToolError(
                "a value of \(name) waits to be pushed", next: "\(ToolVersion.name) secrets push")
        }
    }
}
