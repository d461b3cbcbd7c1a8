import Sealing
import SourceFormat

/// `secrets rename`: a secret under another name. Its name is bound into its ciphertext, so it is encrypted anew.
public enum RenameSecret {
    /// Gives a secret another name; its description goes with it.
    ///
    /// - Throws: ``ToolError`` where there is none of the old name, or one of the new; the file is then as it was.
    public static func run(
        _ context: ToolContext, from old: String, to new: String, package argument: String? = nil,
        cacheLifetime: String? = nil
    ) async throws(ToolError) -> MovedSecretReport {
        let (old, new) = (try SecretArgument.parse(old), try SecretArgument.parse(new))
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let entry = try document.requireEntry(old)
        guard old != new else { throw .usage("\(old) is its name already") }
        try document.requireVacant(new)
        try document.requireSettled([old], in: try document.read() ?? .empty)
        try document.requireNothingPending(old, in: checkout)
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        let values = try await vault.values(of: [entry], in: document.package)
        guard let value = values[old] else { throw ToolError("the value of \(old) cannot be had") }
        let sealed = try await SecretEncryption.encryptOne(new, value, for: document.package, context)
        try document.update { file in
            guard let now = file[old], now.value == entry.value, file[new] == nil else {
                throw ToolError("\(document.package.secretsPath) was changed meanwhile; nothing was renamed")
            }
            try document.requireSettled([old], in: file)
            return try file.applying([
                .remove(old), .set(new, sealed, description: now.description ?? ""),
            ])
        }
        vault.remember([.init(name: new, sealed: sealed, value: value)], of: document.package)
        return MovedSecretReport(
            name: old, newName: new, package: document.package, newPackage: document.package, isCopy: false)
    }
}

/// `secrets copy`: a secret in another package too. The package's path is bound into the ciphertext, so it is
/// encrypted anew.
public enum CopySecret {
    /// Copies a secret and its description.
    ///
    /// - Throws: ``ToolError`` where the secret is not there, or one of its name is in the other package with another
    ///   value.
    public static func run(
        _ context: ToolContext, name: String, to target: String, package argument: String? = nil,
        cacheLifetime: String? = nil
    ) async throws(ToolError) -> MovedSecretReport {
        let name = try SecretArgument.parse(name)
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        let other = try SecretsDocument(
            of: try PackageArgument.resolve(target, in: checkout, context), in: checkout)
        guard document.package != other.package else {
            throw .usage("\(name) is in \(other.package) already", next: "\(ToolVersion.name) secrets rename")
        }
        let entry = try document.requireEntry(name)
        try document.requireSettled([name], in: try document.read() ?? .empty)
        try other.requireSettled([name], in: try other.read() ?? .empty)
        try document.requireNothingPending(name, in: checkout)
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        guard let value = try await vault.values(of: [entry], in: document.package)[name] else {
            throw ToolError("the value of \(name) cannot be had")
        }
        if let there = try other.read()?[name] {
            guard try await vault.values(of: [there], in: other.package)[name] == value else {
                throw ToolError(
                    "\(other.package) has a secret \(name) with another value; nothing was copied",
                    next: "\(ToolVersion.name) secrets unset \(name) --package \(other.package)")
            }
        } else {
            let sealed = try await SecretEncryption.encryptOne(name, value, for: other.package, context)
            try other.update { file in
                try file.applying([.set(name, sealed, description: entry.description)])
            }
            vault.remember([.init(name: name, sealed: sealed, value: value)], of: other.package)
        }
        return MovedSecretReport(
            name: name, newName: name, package: document.package, newPackage: other.package, isCopy: true)
    }
}

/// Where a secret was, and where it is now.
public struct MovedSecretReport: Renderable {
    /// The name it had.
    public let name: SecretName
    /// The name it has.
    public let newName: SecretName
    /// The package it was in.
    public let package: PackagePath
    /// The package it is in.
    public let newPackage: PackagePath
    let isCopy: Bool

    private enum CodingKeys: String, CodingKey { case name, newName, package, newPackage }

    /// What moved where, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        let what =
            isCopy
            ? "Copied \(style.name(name.rawValue)) to \(newPackage.secretsPath)"
            : "Renamed \(style.name(name.rawValue)) to \(style.name(newName.rawValue)) in \(package.secretsPath)"
        return [what, style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(newPackage)")]
    }
}
