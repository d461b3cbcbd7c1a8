import Eigenpal
import Sealing
import SourceFormat

/// The plaintexts of a checkout's secrets, from wherever they can be had: those that wait to be pushed, the user's
/// sealed cache, the server.
final class SecretVault {
    let context: ToolContext
    let checkout: Checkout
    let lifetime: CacheLifetime
    let organization: OrganizationPlace?

    private let keys: CacheKeyStore
    private var opened: (file: CacheKeyFile, key: CacheSecretKey)?

    /// - Parameter cacheLifetime: `--cache-ttl` as typed.
    init(
        _ context: ToolContext, _ checkout: Checkout, cacheLifetime typed: String? = nil
    ) throws(ToolError) {
        CoreDumps.disable()
        (self.context, self.checkout) = (context, checkout)
        lifetime = try CacheLifetime.chosen(typed, context)
        organization = OrganizationPlace(remoteURL: checkout.remoteURL)
        keys = CacheKeyStore(context)
    }

    // MARK: Plaintexts

    /// Whether the server may be asked for what is not at hand.
    enum Reach {
        /// Only what is on this machine.
        case here
        /// What is here, and the rest from the server.
        case server
    }

    /// The plaintexts of entries of a package's secrets file.
    ///
    /// - Throws: ``ToolError`` where one cannot be had; with ``Reach/here`` those are left out instead.
    func values(
        of entries: [SecretsFile.Entry], in package: PackagePath, reach: Reach = .server
    ) async throws(ToolError) -> [SecretName: SecretPart] {
        let wanted = entries.map { (name: $0.name, sealed: $0.value) }
        var found = try cached(wanted, package, asks: false).mapValues(\.value)
        let missing = wanted.filter { found[$0.name] == nil }
        guard !missing.isEmpty, reach == .server else { return found }
        do throws(ToolError) {
            let answers = try await SecretEncryption.decrypt(missing, of: package, context)
            remember(
                missing.compactMap { secret in
                    answers[secret.name].map { .init(name: secret.name, sealed: secret.sealed, value: $0) }
                }, of: package)
            found.merge(answers) { $1 }
            return found
        } catch {
            // A passphrase may open what the server cannot be asked for.
            found = try cached(wanted, package, asks: true).mapValues(\.value)
            let names = wanted.filter { found[$0.name] == nil }.map(\.name.rawValue)
            guard !names.isEmpty else { return found }
            var problem = error
            problem.details =
                ["\(Self.list(names)) of \(package) \(names.count == 1 ? "is" : "are") not in the cache"]
                + error.details
            throw problem
        }
    }

    /// All plaintexts of a package's secrets file, in its order, from the cache alone; nil where it does not hold them
    /// all.
    ///
    /// - Parameter read: reads the file's bytes, which need not happen where the cache knows them.
    func cachedWhole(
        of bytes: [UInt8], in package: PackagePath, read: ([UInt8]) throws(ToolError) -> SecretsFile
    ) throws(ToolError) -> [(name: SecretName, value: SecretPart)]? {
        guard let organization, lifetime.isOn, let (file, key) = try unlocked(asks: false),
            let cache = SecretCache(context, organization, file.publicPart, lifetime: lifetime)
        else { return nil }
        if let known = cache.whole(of: bytes, of: package, key) { return known }
        let entries = try read(bytes).entries
        let found = cache.values(of: entries.map { ($0.name, $0.value) }, of: package, key)
        let whole = entries.compactMap { found[$0.name] }
        guard whole.count == entries.count else { return nil }
        cache.addWhole(whole, of: package, file: bytes)
        return whole.map { ($0.name, $0.value) }
    }

    /// Which of these secrets the cache holds, each by its name and the digest of its ciphertext. Asks nobody for a
    /// passphrase.
    func cachedNames(
        of secrets: [(name: SecretName, digest: Digest)], in package: PackagePath
    ) throws(ToolError) -> Set<SecretName> {
        guard let organization, lifetime.isOn, let file = try keys.load(),
            let cache = SecretCache(context, organization, file.publicPart, lifetime: lifetime)
        else { return [] }
        return cache.known(secrets, of: package)
    }

    /// Keeps plaintexts for later. A cache that cannot be written costs a request later, and is said.
    func remember(_ entries: [SecretCache.Entry], of package: PackagePath) {
        guard let organization, lifetime.isOn, !entries.isEmpty else { return }
        do throws(ToolError) {
            let key = try keys.loadOrMake().publicPart
            try SecretCache(context, organization, key, lifetime: lifetime)?.add(entries, of: package)
        } catch {
            context.terminal.warn("the secret cache could not be written: \(error.message)")
        }
    }

    private func cached(
        _ wanted: [SecretCache.Wanted], _ package: PackagePath, asks: Bool
    ) throws(ToolError) -> [SecretName: SecretCache.Entry] {
        guard let organization, lifetime.isOn, !wanted.isEmpty, let (file, key) = try unlocked(asks: asks),
            let cache = SecretCache(context, organization, file.publicPart, lifetime: lifetime)
        else { return [:] }
        return cache.values(of: wanted, of: package, key)
    }

    // MARK: Pending secrets

    /// The secrets of a package that wait to be pushed, opened.
    ///
    /// - Throws: ``ToolError`` where there are some, and they cannot be opened.
    func pending(of package: PackagePath) throws(ToolError) -> [PendingSecrets.Secret] {
        let names = PendingSecrets.names(of: package, in: checkout)
        guard !names.isEmpty else { return [] }
        guard let organization, let (file, key) = try unlocked(asks: true) else {
            throw ToolError(
                "\(Self.list(names.map(\.rawValue))) of \(package) \(names.count == 1 ? "waits" : "wait") "
                    + "to be pushed, and the secret cache is locked",
                next: "\(ToolVersion.name) secrets cache unlock")
        }
        return try PendingSecrets(in: checkout, organization).secrets(
            of: package, in: checkout, file: file, key)
    }

    /// Keeps a secret until it is pushed.
    ///
    /// - Throws: ``ToolError`` where it cannot be written, or the checkout has no remote to push it to.
    func queue(
        _ name: SecretName, _ value: SecretPart, description: String?, replacing sealed: SealedValue?,
        of package: PackagePath
    ) throws(ToolError) {
        guard let organization else {
            throw ToolError("this checkout has no remote to push a secret to later")
        }
        try PendingSecrets(in: checkout, organization).add(
            name, value, description: description, replacing: sealed, of: package, at: context.clock(),
            try keys.loadOrMake().publicPart)
    }

    /// Forgets secrets that were pushed, replaced or removed.
    func forgetPending(_ names: [SecretName], of package: PackagePath) {
        guard let organization, !names.isEmpty else { return }
        PendingSecrets(in: checkout, organization).remove(names, of: package)
    }

    // MARK: The key

    private func unlocked(asks: Bool) throws(ToolError) -> (file: CacheKeyFile, key: CacheSecretKey)? {
        if let opened { return opened }
        guard let file = try keys.load(), let key = try keys.open(file, asks: asks) else { return nil }
        opened = (file, key)
        return opened
    }

    /// Up to five names, and how many more there are.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
