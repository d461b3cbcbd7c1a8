import Logging

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What pushes left behind that a crash or a power cut ended: quarantines with as much in them as was uploaded.
enum GitLeftovers {
    /// Removes the quarantines of every repository. Only before the first push: one under way needs its own.
    static func remove(from dataDirectory: DataDirectory, logger: Logger) {
        for repository in names(in: dataDirectory.repositories) where repository.hasSuffix(".git") {
            let objects = "\(dataDirectory.repositories)/\(repository)/objects"
            for name in names(in: objects) where name.hasPrefix("tmp_objdir-incoming-") {
                do {
                    try FileManager.default.removeItem(atPath: "\(objects)/\(name)")
                    logger.notice("removed what a push left behind", metadata: ["path": "\(objects)/\(name)"])
                } catch {
                    // It costs space, and nothing else.
                    logger.warning("a leftover stays", metadata: ["path": "\(name)", "error": "\(error)"])
                }
            }
        }
    }

    private static func names(in directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }
}
