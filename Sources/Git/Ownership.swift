#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whose a repository is.
///
/// libgit2 1.5 answers "not found" for a repository of another user where no `safe.directory` is set at all, which
/// would send people looking for a repository that is there.
enum Ownership {
    /// The repository at a path or, when searching, above it that belongs to another user; nil where the first one
    /// that is there is this user's, or there is none.
    static func foreignRepository(at path: String, searching: Bool) -> String? {
        var folder = path
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        while true {
            if let owner = owner(of: folder + "/.git") ?? bareOwner(of: folder) {
                return owner == geteuid() && self.owner(of: folder) == geteuid() ? nil : folder
            }
            guard searching, let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else {
                return nil
            }
            folder = String(folder[..<slash])
        }
    }

    private static func bareOwner(of folder: String) -> uid_t? {
        owner(of: folder + "/objects") != nil && owner(of: folder + "/HEAD") != nil ? owner(of: folder) : nil
    }

    private static func owner(of path: String) -> uid_t? {
        var information = stat()
        return lstat(path, &information) == 0 ? information.st_uid : nil
    }
}
