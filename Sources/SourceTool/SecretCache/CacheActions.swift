import Sealing
import SystemPackage

/// `secrets cache clear`: forgets every cached value.
public enum ClearCache {
    /// Removes the cache's folder, and with `key` the key file too: what other folders were sealed to it for is then
    /// lost, pending secrets among it.
    ///
    /// - Parameter isConfirmed: `--yes`: takes the key away though secrets of the checkout wait to be pushed.
    /// - Throws: ``ToolError`` where something cannot be removed, or secrets wait that nothing would open any more.
    public static func run(
        _ context: ToolContext, key: Bool, isConfirmed: Bool = false
    ) async throws(ToolError) -> CacheActionReport {
        let keys = CacheKeyStore(context)
        if key, !isConfirmed, Files.kind(of: keys.places.keyFile) != nil { try confirmLoss(context) }
        Files.remove(keys.places.stores)
        guard Files.kind(of: keys.places.stores) == nil else {
            throw ToolError("\(keys.places.stores) could not be removed: you have no permission")
        }
        keys.closeSession()
        if key {
            keys.remove()
            guard Files.kind(of: keys.places.keyFile) == nil else {
                throw ToolError("\(keys.places.keyFile) could not be removed: you have no permission")
            }
        }
        return CacheActionReport(
            action: "cleared", message: key ? "The cache is empty, its key is gone" : "The cache is empty")
    }

    /// Asks where secrets of the checkout one stands in wait to be pushed. What waits in others is not known here.
    private static func confirmLoss(_ context: ToolContext) throws(ToolError) {
        guard case .checkout(let checkout)? = try? context.place() else { return }
        let pending = PendingSecrets.names(in: checkout)
        guard !pending.isEmpty else { return }
        let loss =
            "\(count(pending.count, "secret")) of \(checkout.root) "
            + "\(pending.count == 1 ? "waits" : "wait") to be pushed, and cannot be read without the key"
        guard context.terminal.inputIsTerminal, context.terminal.errorIsTerminal else {
            throw .usage("\(loss); push first, or say --yes", next: "\(ToolVersion.name) secrets push")
        }
        context.terminal.note(loss)
        guard try context.terminal.confirm("Remove the key all the same?") else {
            throw ToolError("not confirmed; nothing was changed")
        }
    }
}

/// `secrets cache lock`: puts the key under a passphrase, or ends the session that opened it.
public enum LockCache {
    /// Locks the key.
    ///
    /// - Parameter setsPassphrase: asks for a new passphrase, twice; without, a key that has one is closed.
    /// - Throws: ``ToolError`` where there is no passphrase yet and none is set, or it cannot be asked for.
    public static func run(
        _ context: ToolContext, setsPassphrase: Bool
    ) async throws(ToolError) -> CacheActionReport {
        CoreDumps.disable()
        let keys = CacheKeyStore(context)
        let file = try keys.loadOrMake()
        guard setsPassphrase else {
            guard file.isLocked else {
                throw ToolError(
                    "no passphrase locks the secret cache yet",
                    next: "\(ToolVersion.name) secrets cache lock --passphrase")
            }
            keys.closeSession()
            return CacheActionReport(action: "locked", message: "The cache is locked")
        }
        guard let key = try keys.open(file, asks: true) else {
            throw ToolError("the secret cache is locked", next: "\(ToolVersion.name) secrets cache unlock")
        }
        let passphrase = try newPassphrase(keys, context)
        let locked = try attempt { try file.locking(with: passphrase, key) }
        try keys.save(locked)
        keys.closeSession()
        return CacheActionReport(
            action: "locked",
            message: "The cache is locked by this passphrase; there is no way to it without")
    }

    private static func newPassphrase(
        _ keys: CacheKeyStore, _ context: ToolContext
    ) throws(ToolError) -> SecretBytes {
        if let passphrase = try keys.passphraseOfFile() {
            try requireLong(passphrase)
            return passphrase
        }
        guard context.terminal.inputIsTerminal else {
            throw .usage(
                "there is no terminal to ask for the passphrase; name a file by EIGENPAL_CACHE_PASSPHRASE_FILE"
            )
        }
        let passphrase = try context.terminal.readSecret(prompt: "New passphrase")
        try requireLong(passphrase)
        guard try context.terminal.readSecret(prompt: "Once more") == passphrase else {
            throw ToolError("the two are not the same; nothing was changed")
        }
        return passphrase
    }

    private static func requireLong(_ passphrase: SecretBytes) throws(ToolError) {
        guard passphrase.count >= 8 else {
            throw ToolError("a passphrase has at least 8 bytes; nothing was changed")
        }
    }
}

/// `secrets cache unlock`: opens a locked key for the session, or takes its passphrase off.
public enum UnlockCache {
    /// Asks for the passphrase, or reads it from the file that `EIGENPAL_CACHE_PASSPHRASE_FILE` names.
    ///
    /// - Parameter forever: takes the passphrase off the key file.
    /// - Throws: ``ToolError`` for a wrong passphrase, and where there is no place in memory to keep the key.
    public static func run(_ context: ToolContext, forever: Bool) async throws(ToolError) -> CacheActionReport
    {
        CoreDumps.disable()
        let keys = CacheKeyStore(context)
        guard let file = try keys.load(), file.isLocked else {
            return CacheActionReport(action: "unlocked", message: "No passphrase locks the cache")
        }
        // Nobody is asked for a passphrase that leads to nothing.
        if !forever { try keys.requireSessionPlace() }
        let passphrase =
            if let read = try keys.passphraseOfFile() { read } else {
                try context.terminal.readSecret(prompt: "Passphrase of the secret cache")
            }
        let key = try keys.unlock(file, passphrase)
        if forever {
            try keys.save(try attempt { try file.unlocking(key) })
            keys.closeSession()
            return CacheActionReport(
                action: "unlocked", message: "The passphrase is off; the key is in \(keys.places.keyFile)")
        }
        try keys.openSession(key, of: file)
        return CacheActionReport(action: "unlocked", message: "The cache is open until you log out")
    }
}

/// What was done to the cache.
public struct CacheActionReport: Renderable {
    /// `cleared`, `locked` or `unlocked`.
    public let action: String
    let message: String

    private enum CodingKeys: String, CodingKey { case action }

    /// What was done.
    public func lines(_ style: Style) -> [String] { [message] }
}
