import CLibgit2

/// libgit2's functions, loaded and initialised when the first of them is needed.
enum Library {
    // Written once, by the initialiser that Swift runs once, and only read after.
    nonisolated(unsafe) private static let table: Result<UnsafePointer<libgit2_functions>, GitError> = {
        if let reason = libgit2_load() { return .failure(.libraryMissing(String(cString: reason))) }
        guard let table = libgit2_table() else { return .failure(.libraryMissing("no table of functions")) }
        guard table.pointee.git_libgit2_init() > 0 else {
            return .failure(.libraryMissing("it could not be initialised"))
        }
        guard libgit2_use_own_sockets() == 0 else {
            return .failure(.libraryMissing("it does not take other sockets than its own"))
        }
        // git does not verify on read either, and trees are read again and again.
        _ = libgit2_verify_hashes(0)
        return .success(table)
    }()

    /// The functions.
    ///
    /// - Throws: `GitError.libraryMissing`.
    static func functions() throws(GitError) -> UnsafePointer<libgit2_functions> {
        try table.get()
    }
}

/// The version of the libgit2 that is loaded, for example `1.5.1`.
///
/// - Throws: `GitError.libraryMissing`.
public func libgit2Version() throws(GitError) -> String {
    let functions = try Library.functions()
    var (major, minor, revision): (Int32, Int32, Int32) = (0, 0, 0)
    _ = functions.pointee.git_libgit2_version(&major, &minor, &revision)
    return "\(major).\(minor).\(revision)"
}
