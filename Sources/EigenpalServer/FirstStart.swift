import Git
import Logging
import SourceRepository

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the first start on a data directory makes, in an order that a start cut short can be taken up again:
/// the master key, the repository, and then, in one transaction, the organization with its keys.
struct FirstStart {
    let directory: DataDirectory
    let store: any ServerStore

    /// Makes an organization.
    ///
    /// - Returns: it, and its first API key, which is shown once and stored nowhere.
    func make(
        slug: String, masterKey: MasterKey
    ) async throws(ServerError) -> (organization: Organization, apiKey: APIKeyToken) {
        let organization = Organization(id: Identifier.random(.organization), slug: slug)
        try makeRepository(of: slug)
        let token = APIKeyToken.random()
        do {
            try await store.initialize(
                organization, encryptionKey: try masterKey.makeKey(for: organization),
                apiKey: APIKey(token, name: "first key"))
        } catch let error as StoreError {
            throw ServerError(error)
        } catch {
            throw ServerError("The organization's encryption key could not be made: \(error).")
        }
        return (organization, token)
    }

    /// Makes the bare repository with the first commit on `main`, unless it is there: beside its place first, so
    /// that it is there whole or not at all.
    private func makeRepository(of slug: String) throws(ServerError) {
        let path = directory.repository(of: slug)
        if access(path, F_OK) == 0 { return }
        let temporary = "\(directory.repositories)/.new-\(Identifier.randomText(length: 8)).git"
        do {
            let repository = try Repository.create(at: temporary, bare: true, initialBranch: "main")
            _ = try Scaffolder.commitRoot(in: repository, author: Self.author)
        } catch {
            throw ServerError("The repository \(path) could not be made: \(error).")
        }
        guard rename(temporary, path) == 0 else {
            throw ServerError(
                "The repository \(path) could not be made: \(String(cString: strerror(errno))).")
        }
    }

    /// Who the server's own first commit is by.
    private static var author: Signature { Signature(name: "EigenPal", email: "server@eigenpal.invalid") }
}

extension APIKey {
    /// A new key as it is stored: its hash, not itself.
    init(_ token: APIKeyToken, name: String) {
        self.init(
            id: token.keyID, name: name, hash: token.hash, createdAt: .now, lastUsedAt: nil, revokedAt: nil)
    }
}

extension ServerError {
    /// What a failure of the store means for a start or a key command.
    init(_ error: StoreError) {
        switch error {
        case .busy:
            self.init("The store is locked by another process.", next: "Try again in a moment.")
        case .full:
            self.init("The disk is full; nothing was changed.")
        case .newerVersion:
            self.init(
                "The store was written by a newer eigenpal-server.", next: "Use that version, or a later one."
            )
        case .conflict(let what):
            self.init("The store has this already: \(what).")
        case .failed(let reason):
            self.init("The store failed: \(reason).")
        }
    }

    /// What a failure of the key ring means for a start or a key command.
    init(_ error: KeyRing.Failure) {
        switch error {
        case .wrongMasterKey(let id):
            self.init(
                "The master key does not open the organization's encryption key \(id): it is another data "
                    + "directory's, or was replaced.",
                next: "Put the right key back into master.key or \(MasterKey.environmentName).")
        case .store(let error):
            self.init(error)
        case .unknownKey, .notAuthentic:
            self.init("The organization's encryption keys are damaged.")
        }
    }
}
