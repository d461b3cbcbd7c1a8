import CLibgit2

extension Repository {
    /// Moves the current branch and the working tree forward to a commit that follows it.
    ///
    /// Local changes at other paths stay.
    ///
    /// - Throws: `GitError.diverged` when the commit does not follow, `.conflict` with the paths whose local changes
    ///   would be lost (nothing has moved then), `.detachedHead`, `.locked`.
    public func fastForward(to target: ObjectID) throws(GitError) {
        guard !isBare else { throw .bareRepository(gitDirectory) }
        try withLockedIndex { index throws(GitError) in
            let branch: String
            var current: ObjectID?
            switch try head() {
            case .branch(let name, let commit): (branch, current) = (name, commit)
            case .unborn(let name): branch = name
            case .detached: throw .detachedHead
            }
            if let current {
                if current == target { return }
                guard try isAncestor(current, of: target) else {
                    let (ahead, behind) = try aheadBehind(local: current, upstream: target)
                    throw .diverged(ahead: ahead, behind: behind)
                }
            }
            try requireNoOperation()
            let staged = try stagedPaths(thatDifferBetween: current, and: target)
            guard staged.isEmpty else { throw .conflict(staged) }
            try checkOut(target, progress: nil)
            try setReference(
                "refs/heads/\(branch)", to: target, expecting: current, message: "pull: fast-forward")
        }
    }

    /// The staged or conflicted paths that are not the same in two commits: a checkout would drop what is staged
    /// there, since libgit2 looks at the working tree alone.
    private func stagedPaths(
        thatDifferBetween current: ObjectID?, and target: ObjectID
    ) throws(GitError) -> [String] {
        let staged = try status().filter { $0.isConflicted || $0.index != nil }
        guard !staged.isEmpty else { return [] }
        let old = try current.map { id throws(GitError) in try commit(id).tree }
        let new = try commit(target).tree
        var found: Set<String> = []
        for entry in staged {
            for path in [entry.path, entry.oldPath].compactMap({ $0 }) {
                let before = try old.flatMap { tree throws(GitError) in
                    try self.entry(atPath: path, inTree: tree)
                }
                let after = try self.entry(atPath: path, inTree: new)
                if entry.isConflicted || before != after { found.insert(path) }
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

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

    private func checkOut(
        _ target: ObjectID, strategy: git_checkout_strategy_t,
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
        let code = withExtendedLifetime(session) { git.git_checkout_tree(pointer, object, &options) }
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
