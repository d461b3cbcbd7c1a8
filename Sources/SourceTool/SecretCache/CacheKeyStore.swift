import Glibc
import Sealing
import SystemPackage

/// The user's key to the secret cache: a file of mode 0600, and, where a passphrase locks it, the ways to open it.
struct CacheKeyStore {
    let places: CachePlaces
    private let context: ToolContext

    init(_ context: ToolContext) {
        self.context = context
        places = CachePlaces(context)
    }

    // MARK: The key file

    /// What the key file holds; nil where there is none.
    ///
    /// - Throws: ``ToolError`` for a file that others can read, or that is damaged.
    func load() throws(ToolError) -> CacheKeyFile? {
        guard var bytes = try Files.read(places.keyFile, limit: 1 << 16) else { return nil }
        defer { wipe(&bytes) }
        try requirePrivate(places.keyFile)
        do throws(SealingError) {
            return try CacheKeyFile(parsing: bytes)
        } catch {
            throw ToolError(
                "the key of the secret cache is not usable: \(error)",
                details: [
                    "\(places.keyFile) was changed; without it nothing in the cache can be read",
                    "what is in Git is not touched by starting anew",
                ],
                next: "\(ToolVersion.name) secrets cache clear --key")
        }
    }

    /// What the key file holds; a new key where there is none.
    ///
    /// - Throws: ``ToolError``, also where the file cannot be written.
    func loadOrMake() throws(ToolError) -> CacheKeyFile {
        if let file = try load() { return file }
        let fresh = try attempt { try CacheKeyFile.generate() }
        try makePrivateDirectory()
        // Whoever comes second takes the key of the first.
        var taken: CacheKeyFile?
        try AtomicFile.update(places.keyFile, mode: Self.privateFile, limit: 1 << 16) {
            bytes throws(ToolError) in
            if var bytes {
                taken = try? CacheKeyFile(parsing: bytes)
                wipe(&bytes)
                return nil
            }
            return fresh.printed.withBytes { Array($0) }
        }
        return taken ?? fresh
    }

    /// Puts a key file in the place of the one there is.
    ///
    /// - Throws: ``ToolError`` where it cannot be written; the old one is then as it was.
    func save(_ file: CacheKeyFile) throws(ToolError) {
        try makePrivateDirectory()
        try AtomicFile.write(
            file.printed.withBytes { Array($0) }, to: places.keyFile, mode: Self.privateFile)
    }

    /// Removes the key file and the open session.
    func remove() {
        unlink(places.keyFile.string)
        closeSession()
    }

    // MARK: Opening

    /// The key that opens entries; nil where a passphrase locks it and none is at hand.
    ///
    /// - Parameter asks: asks at the terminal, where there is one.
    /// - Throws: ``ToolError`` for a wrong passphrase.
    func open(_ file: CacheKeyFile, asks: Bool) throws(ToolError) -> CacheSecretKey? {
        guard file.isLocked else { return try attempt { try file.unlock() } }
        if let key = session(of: file) { return key }
        if let passphrase = try passphraseOfFile() { return try unlock(file, passphrase) }
        guard asks, context.terminal.inputIsTerminal, context.terminal.errorIsTerminal else { return nil }
        return try unlock(file, try context.terminal.readSecret(prompt: "Passphrase of the secret cache"))
    }

    /// The passphrase in the file that `EIGENPAL_CACHE_PASSPHRASE_FILE` names, less one line break; nil where it is
    /// not set.
    ///
    /// - Throws: ``ToolError`` for a file that is not there or that others can read.
    func passphraseOfFile() throws(ToolError) -> SecretBytes? {
        guard let typed = context.variable("EIGENPAL_CACHE_PASSPHRASE_FILE") else { return nil }
        let path = context.path(typed)
        guard var bytes = try Files.read(path, limit: 4096) else {
            throw ToolError("\(path), which EIGENPAL_CACHE_PASSPHRASE_FILE names, is not there")
        }
        defer { wipe(&bytes) }
        try requirePrivate(path)
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw ToolError("\(path) holds no passphrase") }
        do {
            return try SecretBytes(consuming: &bytes)
        } catch {
            throw ToolError(error.description)
        }
    }

    /// Opens a locked key.
    ///
    /// - Throws: ``ToolError`` for a wrong passphrase.
    func unlock(_ file: CacheKeyFile, _ passphrase: SecretBytes) throws(ToolError) -> CacheSecretKey {
        do throws(SealingError) {
            return try file.unlock(passphrase: passphrase)
        } catch .wrongPassphrase {
            throw ToolError(
                "this is not the passphrase of the secret cache",
                details: ["a forgotten one cannot be recovered; the cache can be started anew"],
                next: "\(ToolVersion.name) secrets cache clear --key")
        } catch {
            throw ToolError(error.description)
        }
    }

    // MARK: The session

    /// The key of the session that `secrets cache unlock` opened; nil where there is none for this key file.
    func session(of file: CacheKeyFile) -> CacheSecretKey? {
        guard let place = places.session, (try? requirePrivate(place)) != nil,
            var bytes = (try? Files.read(place, limit: 4096)) ?? nil
        else { return nil }
        guard let secret = try? SecretBytes(consuming: &bytes) else { return nil }
        return try? CacheSecretKey(sessionBytes: secret, for: file)
    }

    /// Where an opened key is kept.
    ///
    /// - Throws: ``ToolError`` where the system has no place for it that is never written to a disk.
    @discardableResult
    func requireSessionPlace() throws(ToolError) -> FilePath {
        guard let place = places.session,
            MemoryPlaces.holds(directory: Files.parent(of: Files.parent(of: place)).string)
        else {
            throw ToolError(
                "there is no place in memory to keep the key until you log out",
                details: [
                    "XDG_RUNTIME_DIR names none; commands ask for the passphrase each time, or read it from the "
                        + "file that EIGENPAL_CACHE_PASSPHRASE_FILE names"
                ],
                next: "\(ToolVersion.name) secrets cache unlock --forever")
        }
        return place
    }

    /// Keeps an opened key until the user logs out.
    ///
    /// - Throws: ``ToolError``, as for its place.
    func openSession(_ key: CacheSecretKey, of file: CacheKeyFile) throws(ToolError) {
        let place = try requireSessionPlace()
        try Files.makeDirectory(Files.parent(of: place), mode: FilePermissions(rawValue: 0o700))
        let bytes = try attempt { try key.sessionBytes(of: file) }
        try AtomicFile.write(bytes.withBytes { Array($0) }, to: place, mode: Self.privateFile)
    }

    /// Forgets the opened key; true where there was one.
    @discardableResult
    func closeSession() -> Bool {
        guard let place = places.session else { return false }
        return unlink(place.string) == 0
    }

    // MARK: Permissions

    private static let privateFile = FilePermissions(rawValue: 0o600)

    private func makePrivateDirectory() throws(ToolError) {
        let directory = Files.parent(of: places.keyFile)
        try Files.makeDirectory(Files.parent(of: directory))
        try Files.makeDirectory(directory, mode: FilePermissions(rawValue: 0o700))
    }

    private func requirePrivate(_ path: FilePath) throws(ToolError) {
        var status = stat()
        guard stat(path.string, &status) == 0 else { throw Files.failure("read", path, errno) }
        guard status.st_uid == geteuid() else {
            throw ToolError("\(path) belongs to another user, and is not read")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw ToolError(
                "\(path) can be read by other users, and is not used",
                details: ["where others may have read it: \(ToolVersion.name) secrets cache clear --key"],
                next: "chmod 600 \(path)")
        }
    }
}
