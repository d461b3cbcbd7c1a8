/// What the key commands do to a data directory, whether its server runs or not: they and the server share the store,
/// and the server reads it anew for each request.
public struct KeyAdministration: Sendable {
    private let directory: DataDirectory
    private let store: SQLiteStore
    private let organization: Organization

    /// Opens the data directory of a server that has been started at least once.
    public init(dataDirectory: String) async throws(ServerError) {
        directory = DataDirectory(dataDirectory)
        let missing = ServerError(
            "There is no server's data in \(directory.path).",
            next: "Run: eigenpal-server serve --data '\(directory.path)'")
        guard directory.isInUse else { throw missing }
        store = try Server.openStore(directory)
        do {
            guard let organization = try await store.organization() else { throw missing }
            self.organization = organization
        } catch let error as StoreError {
            throw ServerError(error)
        } catch {
            throw missing
        }
    }

    /// Makes an API key; it can be read from the result, and never again.
    public func createAPIKey(name: String) async throws(ServerError) -> (key: APIKey, token: APIKeyToken) {
        guard (1...100).contains(name.count),
            name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else {
            throw ServerError("A key's name takes 1 to 100 characters, none of them control characters.")
        }
        let token = APIKeyToken.random()
        let key = APIKey(token, name: name)
        do { try await store.insert(key) } catch { throw ServerError(error) }
        return (key, token)
    }

    /// Every API key, the oldest first.
    public func apiKeys() async throws(ServerError) -> [APIKey] {
        do { return try await store.apiKeys() } catch { throw ServerError(error) }
    }

    /// Revokes an API key by its id, or by its name where one key in force has it; one that is revoked keeps its date.
    public func revokeAPIKey(_ idOrName: String) async throws(ServerError) -> APIKey {
        let list = "Run: eigenpal-server keys list --data '\(directory.path)'"
        guard !idOrName.hasPrefix("ep_") else {
            throw ServerError(
                "Give the key's id or name, and never the key itself on a command line.", next: list)
        }
        var id = idOrName
        let named = try await apiKeys().filter { $0.name == idOrName && $0.revokedAt == nil }
        if let only = named.first {
            guard named.count == 1 else {
                throw ServerError("\(named.count) API keys in force have that name; give an id.", next: list)
            }
            id = only.id
        }
        let key: APIKey?
        do { key = try await store.revokeAPIKey(id, at: .now) } catch { throw ServerError(error) }
        // What was typed is not said back: it could be a key after all.
        guard let key else { throw ServerError("There is no API key with that id or name.", next: list) }
        return key
    }

    /// Every encryption key, the oldest first.
    public func encryptionKeys() async throws(ServerError) -> [EncryptionKey] {
        do { return try await store.encryptionKeys() } catch { throw ServerError(error) }
    }

    /// Makes a new encryption key and puts it in the active one's place.
    ///
    /// - Parameter environment: where `EIGENPAL_MASTER_KEY` may be.
    public func rotateEncryptionKey(environment: [String: String]) async throws(ServerError) -> EncryptionKey
    {
        let masterKey = try MasterKey.load(directory, environment: environment)
        do {
            return try await KeyRing(organization: organization, store: store, masterKey: masterKey).rotate()
        } catch {
            throw ServerError(error)
        }
    }
}
