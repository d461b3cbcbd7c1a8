import CLibgit2

extension Repository {
    /// Brings the working tree and the index to a commit, keeping local changes; no reference moves.
    func checkOut(_ target: ObjectID, progress: (@Sendable (TransferProgress) -> Void)?) throws(GitError) {
        let strategy = GIT_CHECKOUT_SAFE.rawValue | GIT_CHECKOUT_DONT_OVERWRITE_IGNORED.rawValue
        try checkOut(target, strategy: git_checkout_strategy_t(strategy), progress: progress)
    }

    /// Fills the working tree of a new clone, where HEAD is at the commit already and no file is there.
    func checkOutNew(_ target: ObjectID, progress: (@Sendable (TransferProgress) -> Void)?) throws(GitError) {
        let strategy = GIT_CHECKOUT_SAFE.rawValue | GIT_CHECKOUT_RECREATE_MISSING.rawValue
        try checkOut(target, strategy: git_checkout_strategy_t(strategy), progress: progress)
    }

    /// Writes some files as a commit has them, whatever they are now.
    func checkOut(_ paths: [String], from target: ObjectID) throws(GitError) {
        let strategy = GIT_CHECKOUT_FORCE.rawValue | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH.rawValue
        try checkOut(target, strategy: git_checkout_strategy_t(strategy), paths: paths, progress: nil)
    }

    private func checkOut(
        _ target: ObjectID, strategy: git_checkout_strategy_t, paths: [String] = [],
        progress: (@Sendable (TransferProgress) -> Void)?
    ) throws(GitError) {
        var options = git_checkout_options()
        try check(git.git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION)), functions)
        options.checkout_strategy = UInt32(strategy.rawValue)
        let session = CheckoutSession(progress: progress)
        let payload = Unmanaged.passUnretained(session).toOpaque()
        options.notify_flags = UInt32(GIT_CHECKOUT_NOTIFY_CONFLICT.rawValue)
        options.notify_payload = payload
        options.notify_cb = { _, path, _, _, _, payload in
            guard let payload, let path else { return 0 }
            let session = Unmanaged<CheckoutSession>.fromOpaque(payload).takeUnretainedValue()
            session.conflicts.append(String(cString: path))
            return 0
        }
        if progress != nil {
            options.progress_payload = payload
            options.progress_cb = { _, done, total, payload in
                guard let payload else { return }
                let session = Unmanaged<CheckoutSession>.fromOpaque(payload).takeUnretainedValue()
                session.progress?(TransferProgress(stage: .checkingOut, done: done, total: total))
            }
        }
        var oid = target.oid
        var object: OpaquePointer?
        try check(
            git.git_object_lookup(&object, pointer, &oid, GIT_OBJECT_COMMIT), functions, "commit \(target)")
        defer { git.git_object_free(object) }
        let code = withExtendedLifetime(session) {
            withStrings(paths) { paths in
                options.paths = paths
                return git.git_checkout_tree(pointer, object, &options)
            }
        }
        if code == GIT_ECONFLICT.rawValue { throw .conflict(session.conflicts.sorted()) }
        try check(code, functions, workingDirectory ?? "checkout")
    }
}

/// What the callbacks of one checkout share; used on the calling thread only.
private final class CheckoutSession {
    let progress: (@Sendable (TransferProgress) -> Void)?
    var conflicts: [String] = []

    init(progress: (@Sendable (TransferProgress) -> Void)?) {
        self.progress = progress
    }
}
