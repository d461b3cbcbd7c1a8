import GRDB

/// The store in SQLite: one file in write-ahead-log mode, which several processes may have open.
public struct SQLiteStore: ServerStore {
    let pool: DatabasePool
    let memory: StoreMemory

    /// Opens the store at a path, bringing its tables up to date, and makes it where there is none.
    ///
    /// - Throws: ``StoreError/newerVersion`` when a newer program wrote it.
    public init(path: String) throws(StoreError) {
        do {
            // SQLite gives the files it makes beside this one the same mode.
            if !PrivateFile.exists(path) { try PrivateFile.createIfMissing(path, contents: "") }
        } catch {
            throw .failed(error.message)
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.busySeconds)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        configuration.label = "eigenpal.store"
        configuration.prepareDatabase { database in
            // A revocation must not come back after a power cut.
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            let migrator = Self.migrator
            if try pool.read(migrator.hasBeenSuperseded) { throw StoreError.newerVersion }
            if try !pool.read(migrator.hasCompletedMigrations) {
                // Two processes that open a new store at once take turns.
                let lock = try FileLock.acquire("\(path).lock", timeout: .seconds(Self.busySeconds))
                defer { lock.release() }
                try migrator.migrate(pool)
            }
            memory = StoreMemory(path: path)
        } catch {
            throw StoreError(error)
        }
    }

    /// Seconds to wait for another process's transaction.
    private static let busySeconds = 5.0

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do { return try await pool.read(body) } catch { throw StoreError(error) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do { return try await pool.write(body) } catch { throw StoreError(error) }
    }
}

extension StoreError {
    /// What an error of the engine means.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError:
            self = error
        case let error as DatabaseError:
            switch error.resultCode.primaryResultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
            case .SQLITE_FULL: self = .full
            case .SQLITE_CONSTRAINT: self = .conflict(error.message ?? "constraint")
            // The message alone: an error's full description could quote the values of a statement.
            default: self = .failed("\(error.resultCode): \(error.message ?? "no message")")
            }
        default:
            self = .failed("\(error)")
        }
    }
}
