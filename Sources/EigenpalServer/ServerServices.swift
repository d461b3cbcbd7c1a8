import Logging

/// What the routes work with: one value made at start, shared by every request.
public struct ServerServices: Sendable {
    /// How the server runs.
    public let configuration: ServerConfiguration
    /// Where its data is.
    public let dataDirectory: DataDirectory
    /// The organization it serves.
    public let organization: Organization
    /// Organizations, keys and automations.
    public let store: any ServerStore
    /// The organization's encryption keys.
    public let keyRing: KeyRing
    /// Tells who sent a request, and whether they may send another.
    public let authenticator: Authenticator
    /// The organization's repository, for reading and for the server's own commits.
    let repository: RepositoryAccess
    /// The repository's service to Git clients.
    let git: GitHosting
    /// The organization's runs.
    let runs: RunService
    /// The server's log.
    public let logger: Logger
}
