import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What every request asks the store for, kept for as long as no process has written to the store.
///
/// SQLite writes each commit to the write-ahead log, which changes the file's time. That time has the grain of the
/// system's clock tick, so that what was read is kept only if the log had been left alone for longer than that; a later
/// commit then cannot hide in the same tick. A key that another process revokes is refused by the next request.
final class StoreMemory: Sendable {
    /// How the log stood.
    private struct Signature: Equatable {
        private let size: Int64
        private let seconds: Int
        private let nanoseconds: Int

        /// Nil where that cannot be told: nothing is kept then.
        init?(_ log: FileDescriptor?) {
            var status = stat()
            guard let log, fstat(log.rawValue, &status) == 0, status.st_nlink > 0 else { return nil }
            size = Int64(status.st_size)
            #if canImport(Darwin)
                (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
            #else
                (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
            #endif
        }

        /// Whether nobody has written for longer than the clock's grain.
        var isSettled: Bool {
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            let age = (now.tv_sec - seconds) * 1_000_000_000 + now.tv_nsec - nanoseconds
            return age > StoreMemory.grain
        }
    }

    private struct Contents {
        var signature: Signature?
        var apiKeys: [String: APIKey] = [:]
        var encryptionKey: EncryptionKey?
    }

    /// Nanoseconds; a clock tick takes 1 to 10 ms.
    private static let grain = 50_000_000
    /// The most API keys that are kept.
    private static let capacity = 1_000

    /// The store has it open as well, and so it is the same file for as long as this server runs.
    private let log: FileDescriptor?
    private let contents = Mutex(Contents())

    /// A memory of the open store at a path.
    init(path: String) { log = try? FileDescriptor.open("\(path)-wal", .readOnly, options: .closeOnExec) }

    deinit { try? log?.close() }

    /// An API key, from memory or from the store.
    func apiKey(
        _ id: String, orRead read: () async throws(StoreError) -> APIKey?
    ) async throws(StoreError) -> APIKey? {
        let signature = Signature(log)
        if let known = known(signature, { $0.apiKeys[id] }) { return known }
        let key = try await read()
        keep(signature) { contents in
            if contents.apiKeys.count >= Self.capacity { contents.apiKeys = [:] }
            contents.apiKeys[id] = key
        }
        return key
    }

    /// The active encryption key, from memory or from the store.
    func activeEncryptionKey(
        orRead read: () async throws(StoreError) -> EncryptionKey?
    ) async throws(StoreError) -> EncryptionKey? {
        let signature = Signature(log)
        if let known = known(signature, { $0.encryptionKey }) { return known }
        let key = try await read()
        keep(signature) { $0.encryptionKey = key }
        return key
    }

    private func known<Value: Sendable>(_ signature: Signature?, _ value: (Contents) -> Value?) -> Value? {
        guard let signature else { return nil }
        return contents.withLock { $0.signature == signature ? value($0) : nil }
    }

    private func keep(_ signature: Signature?, _ change: (inout Contents) -> Void) {
        guard let signature, signature.isSettled, Signature(log) == signature else { return }
        contents.withLock { contents in
            if contents.signature != signature { contents = Contents(signature: signature) }
            change(&contents)
        }
    }
}
