import Sealing
import SystemPackage

/// `secrets cache status`: what the cache holds and how it is locked. Nothing is opened.
public enum CacheStatus {
    /// Looks at the key file and the folder.
    ///
    /// - Throws: ``ToolError`` for a key file that others can read, or that is damaged.
    public static func run(
        _ context: ToolContext, cacheLifetime: String? = nil
    ) async throws(ToolError) -> CacheStatusReport {
        let lifetime = try CacheLifetime.chosen(cacheLifetime, context)
        let keys = CacheKeyStore(context)
        let file = try keys.load()
        var (pages, bytes) = (0, 0)
        for store in (try? Files.names(in: keys.places.stores)) ?? [] {
            let directory = keys.places.stores.appending(store)
            for name in (try? Files.names(in: directory)) ?? [] where !name.hasPrefix(".") {
                pages += 1
                bytes += Files.size(of: directory.appending(name)) ?? 0
            }
        }
        let lock: CacheStatusReport.Lock =
            switch file {
            case nil: .none
            case let file? where !file.isLocked: .file
            case let file?: keys.session(of: file) == nil ? .locked : .unlocked
            }
        return CacheStatusReport(
            directory: keys.places.stores.string, keyFile: keys.places.keyFile.string, key: lock,
            pages: pages,
            bytes: bytes, lifetime: lifetime.seconds, lifetimeText: lifetime.description)
    }
}

/// What the cache holds.
public struct CacheStatusReport: Renderable {
    /// How the key is kept.
    public enum Lock: String, Sendable, Encodable {
        /// There is no key yet.
        case none
        /// In a file that only the user can read.
        case file
        /// Under a passphrase.
        case locked
        /// Under a passphrase, and opened until the user logs out.
        case unlocked
    }

    /// The folder of the cache.
    public let directory: String
    /// The file of the key.
    public let keyFile: String
    /// How the key is kept.
    public let key: Lock
    /// The number of files in the cache; each holds what was set or read in one go.
    public let pages: Int
    /// Their size.
    public let bytes: Int
    /// How long a value is used after it was set or read, in seconds; 0 where the cache is off.
    public let lifetime: Int64
    let lifetimeText: String

    private enum CodingKeys: String, CodingKey {
        case directory, keyFile, key, pages, bytes
        case lifetime = "lifetimeSeconds"
    }

    /// One fact a line.
    public func lines(_ style: Style) -> [String] {
        let lock =
            switch key {
            case .none: "none yet; it is made when the first value is kept"
            case .file: "in \(keyFile), for you alone"
            case .locked: "locked by a passphrase"
            case .unlocked: "locked by a passphrase, open until you log out"
            }
        return style.table([
            ["cache", directory],
            ["key", lock],
            ["holds", "\(count(pages, "page")), \(bytes) bytes"],
            ["time to live", lifetime == 0 ? "off" : lifetimeText],
        ]) { column, cell in column == 0 ? style.bold(cell) : cell }
    }
}
