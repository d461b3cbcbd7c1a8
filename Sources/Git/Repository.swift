import CLibgit2

/// A Git repository that is open.
///
/// A handle belongs to one task at a time; opening another is cheap.
public final class Repository {
    let pointer: OpaquePointer
    let functions: UnsafePointer<libgit2_functions>

    /// libgit2's functions.
    var git: libgit2_functions {
        unsafeAddress { functions }
    }

    private init(pointer: OpaquePointer, functions: UnsafePointer<libgit2_functions>) {
        (self.pointer, self.functions) = (pointer, functions)
    }

    deinit {
        functions.pointee.git_repository_free(pointer)
    }

    private convenience init(
        named path: String, searching: Bool = false,
        opening: (UnsafePointer<libgit2_functions>, inout OpaquePointer?) -> Int32
    ) throws(GitError) {
        try requirePlain(path)
        let functions = try Library.functions()
        var pointer: OpaquePointer?
        let code = opening(functions, &pointer)
        if code == GIT_ENOTFOUND.rawValue {
            if let foreign = Ownership.foreignRepository(at: path, searching: searching) {
                throw .notOwned(foreign)
            }
            throw .notARepository(path)
        }
        try check(code, functions, path)
        guard let pointer else { throw .notARepository(path) }
        self.init(pointer: pointer, functions: functions)
    }

    /// Opens the repository whose Git directory or working tree is exactly at this path.
    ///
    /// - Throws: `GitError.notARepository`, `.notOwned`, `.libraryMissing`.
    public convenience init(open path: String) throws(GitError) {
        try self.init(named: path) { functions, pointer in
            functions.pointee.git_repository_open_ext(
                &pointer, path, UInt32(GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue), nil)
        }
    }

    /// Opens the repository that the environment names, as git's hooks find it: `GIT_DIR`, with
    /// `GIT_OBJECT_DIRECTORY` and `GIT_ALTERNATE_OBJECT_DIRECTORIES` where a push is in quarantine.
    ///
    /// - Throws: `GitError.notARepository`, `.libraryMissing`.
    public convenience init(openFromEnvironment: Void) throws(GitError) {
        try self.init(named: Environment.value(of: "GIT_DIR") ?? ".") { functions, pointer in
            functions.pointee.git_repository_open_ext(
                &pointer, nil, UInt32(GIT_REPOSITORY_OPEN_FROM_ENV.rawValue), nil)
        }
    }

    /// Opens the repository that this path is in, looking upwards.
    ///
    /// - Throws: `GitError.notARepository`, `.notOwned`, `.libraryMissing`.
    public static func discover(from path: String) throws(GitError) -> Repository {
        try Repository(named: path, searching: true) { functions, pointer in
            functions.pointee.git_repository_open_ext(&pointer, path, 0, nil)
        }
    }

    /// Makes a repository at a path, with the folders that lead there.
    ///
    /// - Parameters:
    ///   - bare: without a working tree.
    ///   - initialBranch: the short name of the branch that HEAD is on.
    /// - Throws: `GitError.alreadyExists` where one stands already, `.permissionDenied`, `.diskFull`.
    public static func create(
        at path: String, bare: Bool, initialBranch: String
    ) throws(GitError) -> Repository {
        try requirePlain(path, initialBranch)
        let functions = try Library.functions()
        var isValid: Int32 = 0
        let head = "refs/heads/\(initialBranch)"
        try check(functions.pointee.git_reference_name_is_valid(&isValid, head), functions, initialBranch)
        guard isValid == 1 else { throw .invalidName(initialBranch) }
        var options = git_repository_init_options()
        try check(
            functions.pointee.git_repository_init_options_init(
                &options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION)), functions)
        var flags = GIT_REPOSITORY_INIT_MKPATH.rawValue | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
        if bare { flags |= GIT_REPOSITORY_INIT_BARE.rawValue }
        options.flags = UInt32(flags)
        var pointer: OpaquePointer?
        let code = initialBranch.withCString { branch in
            options.initial_head = branch
            return functions.pointee.git_repository_init_ext(&pointer, path, &options)
        }
        try check(code, functions, path)
        guard let pointer else { throw .notARepository(path) }
        return Repository(pointer: pointer, functions: functions)
    }

    /// The Git directory's path, with a slash at its end.
    public var gitDirectory: String { git.git_repository_path(pointer).map { String(cString: $0) } ?? "" }

    /// The path of the directory that all worktrees share, with a slash at its end.
    public var commonDirectory: String {
        git.git_repository_commondir(pointer).map { String(cString: $0) } ?? ""
    }

    /// The working tree's path, with a slash at its end; nil in a bare repository.
    public var workingDirectory: String? { git.git_repository_workdir(pointer).map { String(cString: $0) } }

    /// Whether there is no working tree.
    public var isBare: Bool { git.git_repository_is_bare(pointer) == 1 }

    /// Whether some history was left out when it was cloned.
    public var isShallow: Bool { git.git_repository_is_shallow(pointer) == 1 }

    /// Whether HEAD has no commit yet and there is no reference at all.
    public var isEmpty: Bool {
        // libgit2's own answer also wants HEAD to be on the branch that the user's configuration names.
        guard case .unborn? = try? head() else { return false }
        return (try? references(prefix: "refs/").isEmpty) ?? false
    }
}
