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
    private var isProblemSaid = false

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
        var found = cached(wanted, package, asks: false).mapValues(\.value)
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
            found = cached(wanted, package, asks: true).mapValues(\.value)
            let missing = wanted.filter { found[$0.name] == nil }
            guard !missing.isEmpty else { return found }
            throw absence(of: missing, package, error)
        }
    }

    /// Why values cannot be had: what the server's answer was, and whether the cache lacks them or is locked.
    private func absence(
        of missing: [SecretCache.Wanted], _ package: PackagePath, _ problem: ToolError
    ) -> ToolError {
        var problem = problem
        var names = missing.map(\.name.rawValue)
        if opened == nil, let file = (try? keys.load()) ?? nil, file.isLocked {
            let isCached = areCached(
                missing.map { ($0.name, Digest(of: $0.sealed.canonicalBytes)) }, in: package)
            let locked = zip(names, isCached).filter(\.1).map(\.0)
            if !locked.isEmpty {
                names.removeAll { locked.contains($0) }
                problem.details.insert(
                    "\(Self.list(locked)) of \(package) \(locked.count == 1 ? "is" : "are") in the cache, which is "
                        + "locked; EIGENPAL_CACHE_PASSPHRASE_FILE may name a file with its passphrase", at: 0)
                problem.next = "\(ToolVersion.name) secrets cache unlock"
            }
        }
        if !names.isEmpty {
            problem.details.insert(
                "\(Self.list(names)) of \(package) \(names.count == 1 ? "is" : "are") not in the cache", at: 0
            )
        }
        return problem
    }

    /// All plaintexts of a package's secrets file, in its order, from the cache alone; nil where it does not hold them
    /// all.
    ///
    /// - Parameter read: reads the file's bytes, which need not happen where the cache knows them.
    func cachedWhole(
        of bytes: [UInt8], in package: PackagePath, read: ([UInt8]) throws(ToolError) -> SecretsFile
    ) throws(ToolError) -> [(name: SecretName, value: SecretPart)]? {
        guard let organization, lifetime.isOn, let (file, key) = usable(asks: false),
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

    /// Whether the cache holds each of these secrets, by its name and the digest of its ciphertext. Asks nobody for a
    /// passphrase.
    func areCached(_ secrets: [(name: SecretName, digest: Digest)], in package: PackagePath) -> [Bool] {
        let none = secrets.map { _ in false }
        guard let organization, lifetime.isOn else { return none }
        do throws(ToolError) {
            guard let file = try keys.load(),
                let cache = SecretCache(context, organization, file.publicPart, lifetime: lifetime)
            else { return none }
            return cache.known(secrets, of: package)
        } catch {
            say("the secret cache is not used", error)
            return none
        }
    }

    /// Keeps plaintexts for later. A cache that cannot be written costs a request later, and is said.
    func remember(_ entries: [SecretCache.Entry], of package: PackagePath) {
        guard let organization, lifetime.isOn, !entries.isEmpty else { return }
        do throws(ToolError) {
            let key = try keys.loadOrMake().publicPart
            try SecretCache(context, organization, key, lifetime: lifetime)?.add(entries, of: package)
        } catch {
            say("the secret cache could not be written", error)
        }
    }

    /// What is wrong with the cache costs a request, never an answer: it is said once.
    private func say(_ what: String, _ error: ToolError) {
        guard !isProblemSaid else { return }
        isProblemSaid = true
        context.terminal.warn("\(what): \(error.message)")
        if let next = error.next { context.terminal.note("next: \(next)") }
    }

    private func cached(
        _ wanted: [SecretCache.Wanted], _ package: PackagePath, asks: Bool
    ) -> [SecretName: SecretCache.Entry] {
        guard let organization, lifetime.isOn, !wanted.isEmpty, let (file, key) = usable(asks: asks),
            let cache = SecretCache(context, organization, file.publicPart, lifetime: lifetime)
        else { return [:] }
        return cache.values(of: wanted, of: package, key)
    }

    // MARK: Pending secrets

    /// Secrets of a package that wait to be pushed, opened.
    ///
    /// - Throws: ``ToolError`` where one of them cannot be opened.
    func pending(
        _ names: [SecretName], of package: PackagePath
    ) throws(ToolError) -> [SecretName: PendingSecrets.Secret] {
        var found: [SecretName: PendingSecrets.Secret] = [:]
        for (name, secret) in try pendingEach(names, of: package) { found[name] = try secret.get() }
        return found
    }

    /// Secrets of a package that wait to be pushed, each opened or with the reason why it cannot be.
    ///
    /// - Throws: ``ToolError`` where there is no key, or it is locked: no secret can be opened then.
    func pendingEach(
        _ names: [SecretName], of package: PackagePath
    ) throws(ToolError) -> [(name: SecretName, secret: Result<PendingSecrets.Secret, ToolError>)] {
        guard !names.isEmpty else { return [] }
        let waiting =
            "\(Self.list(names.map(\.rawValue))) of \(package) \(names.count == 1 ? "waits" : "wait") to be pushed"
        guard try keys.load() != nil else {
            throw ToolError(
                "\(waiting), and the key of the secret cache, which alone opens \(names.count == 1 ? "it" : "them"), "
                    + "is gone",
                details: ["set each again, or drop it"],
                next: "\(ToolVersion.name) secrets unset \(names[0]) --package \(package)")
        }
        guard let organization, let (file, key) = try unlocked(asks: true) else {
            throw ToolError(
                "\(waiting), and the secret cache is locked",
                details: ["EIGENPAL_CACHE_PASSPHRASE_FILE may name a file with its passphrase"],
                next: "\(ToolVersion.name) secrets cache unlock")
        }
        let pending = PendingSecrets(in: checkout, organization)
        var found: [(name: SecretName, secret: Result<PendingSecrets.Secret, ToolError>)] = []
        for name in names {
            do throws(ToolError) {
                if let secret = try pending.secret(name, of: package, file: file, key) {
                    found.append((name, .success(secret)))
                }
            } catch {
                found.append((name, .failure(error)))
            }
        }
        return found
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

    /// The key, opened; nil also where something is wrong with it.
    private func usable(asks: Bool) -> (file: CacheKeyFile, key: CacheSecretKey)? {
        do throws(ToolError) {
            return try unlocked(asks: asks)
        } catch {
            say("the secret cache is not used", error)
            return nil
        }
    }

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
