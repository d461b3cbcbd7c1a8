import Sealing
import SourceFormat

/// The secrets of a package as a program would get them: what the file holds, with what waits to be pushed in its
/// place.
struct PackageSecrets {
    /// One secret.
    struct Secret {
        let name: SecretName
        let value: SecretPart
        /// Whether it waits to be pushed.
        let isPending: Bool
    }

    let package: PackagePath
    /// In the order of the file; those that are pending and new come last.
    let secrets: [Secret]

    private init(_ package: PackagePath, _ secrets: [Secret]) {
        (self.package, self.secrets) = (package, secrets)
    }

    /// Reads the secrets of a package, from the server where it has to be. One whose conflict a merge left is warned of.
    ///
    /// - Parameter names: those to read; nil means all.
    /// - Throws: ``ToolError`` for a name that is not there, or a value that cannot be had.
    init(
        of document: SecretsDocument, names: [SecretName]? = nil, _ vault: SecretVault
    ) async throws(ToolError) {
        try await self.init(of: document, only: names, vault)
        let missing = (names ?? []).filter { name in !secrets.contains { $0.name == name } }
        guard missing.isEmpty else {
            throw ToolError(
                "\(package) has no secret \(SecretVault.list(missing.map(\.rawValue)))",
                next: "\(ToolVersion.name) secrets list --package \(package)")
        }
    }

    /// Reads the secrets of a package, or those of some names that it has: no other value has to be at hand.
    ///
    /// - Throws: ``ToolError`` for a value that cannot be had.
    init(
        of document: SecretsDocument, only names: [SecretName]?, _ vault: SecretVault
    ) async throws(ToolError) {
        let package = document.package
        let waiting = PendingSecrets.names(of: package, in: vault.checkout).filter {
            names?.contains($0) ?? true
        }
        let bytes = try document.bytes()
        if let bytes { try Self.warn(ofConflictsIn: bytes, names, document, vault.context) }
        if waiting.isEmpty, let bytes,
            let known = try vault.cachedWhole(
                of: bytes, in: package,
                read: { bytes throws(ToolError) in try document.parse(bytes) })
        {
            self.init(
                package,
                known.filter { names?.contains($0.name) ?? true }.map {
                    Secret(name: $0.name, value: $0.value, isPending: false)
                })
            return
        }
        let file = try bytes.map { (bytes) throws(ToolError) in try document.parse(bytes) }
        let entries = (file?.entries ?? []).filter { names?.contains($0.name) ?? true }
        let pending = waiting.isEmpty ? [:] : try vault.pending(waiting, of: package)
        let values = try await vault.values(of: entries.filter { pending[$0.name] == nil }, in: package)
        var secrets: [Secret] = []
        for entry in entries {
            if let value = pending[entry.name]?.value {
                secrets.append(Secret(name: entry.name, value: value, isPending: true))
            } else if let value = values[entry.name] {
                secrets.append(Secret(name: entry.name, value: value, isPending: false))
            }
        }
        let known = Set(entries.map(\.name))
        for name in waiting where !known.contains(name) {
            if let value = pending[name]?.value {
                secrets.append(Secret(name: name, value: value, isPending: true))
            }
        }
        self.init(package, secrets)
    }

    private static func warn(
        ofConflictsIn bytes: [UInt8], _ names: [SecretName]?, _ document: SecretsDocument,
        _ context: ToolContext
    ) throws(ToolError) {
        guard SecretsFile.mayHoldConflict(bytes) else { return }
        let file = try document.parse(bytes)
        let conflicts = file.conflicts
        for name in file.conflictedNames where names?.contains(name) ?? true {
            let isOurs = conflicts.first { $0.name == name }?.ours != nil
            context.terminal.warn(
                "\(name) of \(document.package) is in conflict, and \(isOurs ? "our" : "their") value is used"
            )
            context.terminal.note("next: \(SecretsDocument.resolving(name, document.package))")
        }
    }
}
