import Git
import NIOCore
import NIOPosix
import SourceRepository

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The organization's repository, opened anew for each piece of work, on threads of its own: libgit2 blocks, and no
/// event loop may wait for it.
struct RepositoryAccess: Sendable {
    /// The bare repository's path.
    let path: String
    /// The file whose lock serialises everything that moves references.
    let lockPath: String

    private static let readers = pool(threads: max(4, System.coreCount))
    // Changes take turns anyway; waiting for a push's lock, they keep no reader waiting.
    private static let changers = pool(threads: 1)

    /// Runs work on the repository.
    ///
    /// - Throws: what the work throws, as a refusal.
    func use<Value: Sendable>(
        _ work: @escaping @Sendable (Repository) throws -> Value
    ) async throws(APIError) -> Value {
        let path = path
        do {
            return try await Self.readers.runIfActive { try work(Repository(open: path)) }
        } catch {
            throw APIError(anyOf: error)
        }
    }

    /// Runs work that moves references, while nothing else does: the lock is the one that pushes take.
    ///
    /// - Throws: what the work throws, as a refusal; 503 if a push holds the lock for too long.
    func change<Value: Sendable>(
        _ work: @escaping @Sendable (Repository) throws -> Value
    ) async throws(APIError) -> Value {
        let (path, lockPath) = (path, lockPath)
        do {
            return try await Self.changers.runIfActive {
                guard let lock = try? FileLock.acquire(lockPath, timeout: .seconds(30)) else {
                    throw APIError.repositoryBusy
                }
                defer { lock.release() }
                return try work(Repository(open: path))
            }
        } catch {
            throw APIError(anyOf: error)
        }
    }

    /// Refuses to start without the repository.
    func requirePresent() throws(ServerError) {
        guard access("\(path)/HEAD", F_OK) == 0 else {
            throw ServerError(
                "The repository \(path) is not there.", next: "Put it back from its backup.")
        }
    }

    private static func pool(threads: Int) -> NIOThreadPool {
        let pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
        return pool
    }
}
