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

    /// The secrets of a package where the cache holds them all and nothing is pending; nil where it takes more. No
    /// server is asked, and no passphrase.
    ///
    /// - Parameter names: those to read; nil means all.
    /// - Throws: ``ToolError`` for a name that is not there, or a file that is not valid.
    static func cached(
        of document: SecretsDocument, names: [SecretName]? = nil, _ vault: SecretVault
    ) throws(ToolError) -> PackageSecrets? {
        guard PendingSecrets.names(of: document.package, in: vault.checkout).isEmpty else { return nil }
        guard let bytes = try document.bytes() else {
            try requireAll(names, in: [], of: document.package)
            return PackageSecrets(document.package, [])
        }
        let found = try vault.cachedWhole(of: bytes, in: document.package) { bytes throws(ToolError) in
            try document.parse(bytes)
        }
        guard var found else { return nil }
        if let names {
            try requireAll(names, in: found.map(\.name), of: document.package)
            found.removeAll { !names.contains($0.name) }
        }
        return PackageSecrets(
            document.package, found.map { Secret(name: $0.name, value: $0.value, isPending: false) })
    }

    /// Reads the secrets of a package, from the server where it has to be.
    ///
    /// - Parameter names: those to read; nil means all.
    /// - Throws: ``ToolError`` for a name that is not there, or a value that cannot be had.
    init(
        of document: SecretsDocument, names: [SecretName]? = nil, _ vault: SecretVault
    ) async throws(ToolError) {
        if let cached = try Self.cached(of: document, names: names, vault) {
            self = cached
            return
        }
        let package = document.package
        let entries = (try document.read()?.entries ?? []).filter { names?.contains($0.name) ?? true }
        let pendingNames = PendingSecrets.names(of: package, in: vault.checkout)
        let wantsPending = pendingNames.contains { names?.contains($0) ?? true }
        let pending = wantsPending ? try vault.pending(of: package) : []
        try Self.requireAll(names, in: entries.map(\.name) + pending.map(\.name), of: package)
        let waiting = Dictionary(pending.map { ($0.name, $0.value) }) { $1 }
        let values = try await vault.values(of: entries.filter { waiting[$0.name] == nil }, in: package)
        var secrets: [Secret] = []
        for entry in entries {
            if let value = waiting[entry.name] {
                secrets.append(Secret(name: entry.name, value: value, isPending: true))
            } else if let value = values[entry.name] {
                secrets.append(Secret(name: entry.name, value: value, isPending: false))
            }
        }
        let known = Set(entries.map(\.name))
        for secret in pending where !known.contains(secret.name) && names?.contains(secret.name) ?? true {
            secrets.append(Secret(name: secret.name, value: secret.value, isPending: true))
        }
        self.init(package, secrets)
    }

    private static func requireAll(
        _ names: [SecretName]?, in found: [SecretName], of package: PackagePath
    ) throws(ToolError) {
        let missing = (names ?? []).filter { !found.contains($0) }
        guard missing.isEmpty else {
            throw ToolError(
                "\(package) has no secret \(SecretVault.list(missing.map(\.rawValue)))",
                next: "\(ToolVersion.name) secrets list --package \(package)")
        }
    }
}
