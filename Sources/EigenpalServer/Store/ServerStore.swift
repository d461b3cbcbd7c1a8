/// Where a server keeps what is not in Git: its organization, keys and automations.
///
/// Several processes may have one store open: the server, and the key commands beside it. Each call reads what
/// is stored at that moment, and each change is one transaction.
public protocol ServerStore: Sendable {
    /// The organization; nil before the first start has finished.
    func organization() async throws(StoreError) -> Organization?

    /// Stores an organization with its first keys, all or nothing.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when there is an organization.
    func initialize(
        _ organization: Organization, encryptionKey: EncryptionKey, apiKey: APIKey
    ) async throws(StoreError)

    /// An API key, revoked or not.
    func apiKey(_ id: String) async throws(StoreError) -> APIKey?

    /// Every API key, the oldest first.
    func apiKeys() async throws(StoreError) -> [APIKey]

    /// Stores a new API key.
    func insert(_ key: APIKey) async throws(StoreError)

    /// Revokes an API key; one that is revoked keeps its date.
    ///
    /// - Returns: the key as it is now; nil when there is none.
    func revokeAPIKey(_ id: String, at moment: Timestamp) async throws(StoreError) -> APIKey?

    /// Notes that an API key was used, unless that was noted after `earliest`.
    func noteUse(
        ofAPIKey id: String, at moment: Timestamp, unlessAfter earliest: Timestamp)
        async throws(StoreError)

    /// The key that seals; nil before the first start has finished.
    func activeEncryptionKey() async throws(StoreError) -> EncryptionKey?

    /// Every encryption key, the oldest first.
    func encryptionKeys() async throws(StoreError) -> [EncryptionKey]

    /// Retires the active encryption key and stores a new one in its place, in one step.
    func rotate(to key: EncryptionKey) async throws(StoreError)

    /// An automation by its identifier.
    func automation(_ id: String) async throws(StoreError) -> Automation?

    /// An automation by its slug.
    func automation(_ kind: Automation.Kind, slug: String) async throws(StoreError) -> Automation?

    /// Every automation of a kind, by slug.
    func automations(_ kind: Automation.Kind) async throws(StoreError) -> [Automation]

    /// Stores a new automation.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when its kind has the slug already.
    func insert(_ automation: Automation) async throws(StoreError)

    /// Changes an automation as it is at that moment, so that two changes at once both hold.
    ///
    /// - Returns: the automation as it is now; nil when there is none.
    func updateAutomation(
        _ id: String, _ change: @escaping @Sendable (inout Automation) -> Void
    ) async throws(StoreError) -> Automation?
}

/// A failure of the store.
public enum StoreError: Error, Sendable, Hashable {
    /// What is stored already stands against the change; the thing's name.
    case conflict(String)
    /// Another process kept the store locked for too long.
    case busy
    /// The disk is full.
    case full
    /// The store was written by a newer version of this program.
    case newerVersion
    /// Anything else, in the engine's words.
    case failed(String)
}
