import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension RunService {
    /// Makes ready to carry out an organization's runs, those among them that a server before this one left.
    static func open(
        _ configuration: ServerConfiguration, _ directory: DataDirectory, _ store: SQLiteStore,
        _ repository: RepositoryAccess, _ keyRing: KeyRing, logger: Logger
    ) async throws(ServerError) -> RunService {
        guard let executable = configuration.executable ?? GitHosting.runningExecutable() else {
            throw ServerError("The path of the running eigenpal-server cannot be found out.")
        }
        let folders = RunFolders(directory)
        try folders.prepare()
        // The supervisor is this program again: what it takes to load, and nothing else of this server's environment.
        var environment: [String: String] = [:]
        if let value = getenv("LD_LIBRARY_PATH") { environment["LD_LIBRARY_PATH"] = String(cString: value) }
        let executor = RunExecutor(
            settings: configuration.runs, store: store, folders: folders, repository: repository,
            secrets: RunSecrets(organization: keyRing.organization, repository: repository, keyRing: keyRing),
            supervisor: [executable, "supervise"], supervisorEnvironment: environment)
        let service = RunService(
            settings: configuration.runs, store: store, folders: folders, executor: executor, logger: logger)
        do { try await service.pool.prepare() } catch { throw ServerError(error) }
        return service
    }
}
