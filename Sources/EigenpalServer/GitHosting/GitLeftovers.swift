import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What pushes left behind that a crash or a power cut ended: quarantines with as much in them as was uploaded.
///
/// A `receive-pack` may outlive the server that started it. Were its objects taken away one by one while it puts them
/// into the repository, it would put in only some, and set a reference to a commit that is not whole. So a quarantine is
/// taken away in one step, by its name, and under the push lock, which `receive-pack` holds from the hook to its end:
/// before the hook it then finds nothing of its push, and refuses it; after the hook there is no quarantine any more.
enum GitLeftovers {
    /// How long a push that outlived its server is waited for.
    static let patience = Duration.seconds(10)
    private static let prefix = "tmp_objdir-incoming-"
    private static let doomed = "leftover-"

    /// Removes the quarantines of every repository. Only before the first push: one under way needs its own.
    static func remove(
        from dataDirectory: DataDirectory, logger: Logger, patience: Duration = patience
    ) {
        for repository in names(in: dataDirectory.repositories) where repository.hasSuffix(".git") {
            let directory = "\(dataDirectory.repositories)/\(repository)"
            setAside(
                in: directory, dataDirectory.pushLock(of: String(repository.dropLast(4))), patience, logger)
            for name in names(in: directory) where name.hasPrefix(doomed) {
                do {
                    try FileManager.default.removeItem(atPath: "\(directory)/\(name)")
                    logger.notice(
                        "removed what a push left behind", metadata: ["path": "\(directory)/\(name)"])
                } catch {
                    // It costs space, and nothing else.
                    logger.warning("a leftover stays", metadata: ["path": "\(name)", "error": "\(error)"])
                }
            }
        }
    }

    /// Takes the quarantines of a repository out of every push's reach.
    private static func setAside(in directory: String, _ lock: String, _ patience: Duration, _ logger: Logger)
    {
        let objects = "\(directory)/objects"
        guard names(in: objects).contains(where: { $0.hasPrefix(prefix) }) else { return }
        do throws(ServerError) {
            let lock = try FileLock.acquire(lock, timeout: patience)
            defer { lock.release() }
            for name in names(in: objects) where name.hasPrefix(prefix) {
                guard rename("\(objects)/\(name)", "\(directory)/\(doomed)\(name)") != 0 else { continue }
                let reason = String(cString: strerror(errno))
                logger.warning("a leftover stays", metadata: ["path": "\(name)", "error": "\(reason)"])
            }
        } catch {
            logger.warning("leftovers stay", metadata: ["path": "\(objects)", "error": "\(error)"])
        }
    }

    private static func names(in directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }
}
