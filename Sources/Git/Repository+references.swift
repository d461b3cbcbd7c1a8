import CLibgit2

/// A reference: a full name such as `refs/heads/main`, and what it points to.
public struct Reference: Sendable, Hashable {
    /// The full name.
    public let name: String
    /// The object at the end of it, symbolic references followed; a tag object is not peeled.
    public let target: ObjectID
    /// The name that it follows, where it is symbolic.
    public let symbolicTarget: String?

    /// A reference by its parts.
    public init(name: String, target: ObjectID, symbolicTarget: String? = nil) {
        (self.name, self.target, self.symbolicTarget) = (name, target, symbolicTarget)
    }
}

/// Where HEAD is.
public enum Head: Sendable, Hashable {
    /// On a branch (its short name), at a commit.
    case branch(name: String, commit: ObjectID)
    /// On no branch, at a commit.
    case detached(ObjectID)
    /// On a branch (its short name) that has no commit yet.
    case unborn(branch: String)
}

extension Repository {
    /// The reference of this full name, or nil.
    public func reference(_ name: String) throws(GitError) -> Reference? {
        try requirePlain(name)
        var reference: OpaquePointer?
        let code = git.git_reference_lookup(&reference, pointer, name)
        if code == GIT_ENOTFOUND.rawValue { return nil }
        try check(code, functions, name)
        defer { git.git_reference_free(reference) }
        return try value(of: reference, name: name)
    }

    private func value(of reference: OpaquePointer?, name: String) throws(GitError) -> Reference? {
        if let target = ObjectID(git.git_reference_target(reference)) {
            return Reference(name: name, target: target)
        }
        var resolved: OpaquePointer?
        let code = git.git_reference_resolve(&resolved, reference)
        if code == GIT_ENOTFOUND.rawValue { return nil }
        try check(code, functions, name)
        defer { git.git_reference_free(resolved) }
        guard let target = ObjectID(git.git_reference_target(resolved)) else { return nil }
        return Reference(
            name: name, target: target,
            symbolicTarget: git.git_reference_symbolic_target(reference).map { String(cString: $0) })
    }

    /// The references whose full names begin with `prefix`, in the order of their names' bytes, which is
    /// git's. Broken symbolic ones are left out.
    public func references(prefix: String) throws(GitError) -> [Reference] {
        try requirePlain(prefix)
        if let found = ReferenceFiles(commonDirectory: commonDirectory)?.references(prefix: prefix) {
            return found.map { Reference(name: $0.name, target: $0.target) }
        }
        var iterator: OpaquePointer?
        let pattern = prefix.reduce(into: "") { text, character in
            if "*?[\\".contains(character) { text.append("\\") }
            text.append(character)
        }
        try check(git.git_reference_iterator_glob_new(&iterator, pointer, pattern + "*"), functions, prefix)
        defer { git.git_reference_iterator_free(iterator) }
        var found: [Reference] = []
        while true {
            var reference: OpaquePointer?
            let code = git.git_reference_next(&reference, iterator)
            if code == GIT_ITEROVER.rawValue { break }
            try check(code, functions, prefix)
            defer { git.git_reference_free(reference) }
            guard let name = git.git_reference_name(reference).map({ String(cString: $0) }) else { continue }
            if let reference = try value(of: reference, name: name) { found.append(reference) }
        }
        return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Where HEAD is.
    public func head() throws(GitError) -> Head {
        var reference: OpaquePointer?
        try check(git.git_reference_lookup(&reference, pointer, "HEAD"), functions, "HEAD")
        defer { git.git_reference_free(reference) }
        guard let target = git.git_reference_symbolic_target(reference).map({ String(cString: $0) }) else {
            guard let commit = ObjectID(git.git_reference_target(reference)) else { throw .notFound("HEAD") }
            return .detached(commit)
        }
        let branch = target.hasPrefix("refs/heads/") ? String(target.dropFirst(11)) : target
        guard let commit = try self.reference(target)?.target else { return .unborn(branch: branch) }
        return .branch(name: branch, commit: commit)
    }

    /// The commit that a revision leads to: a branch, a tag, digits of an id, `HEAD~1`.
    ///
    /// - Throws: `GitError.notFound`; `.invalidName` for a text that is no revision, and for one with `:` in it, by
    ///   which git searches history or names files.
    public func resolve(_ revision: String) throws(GitError) -> ObjectID {
        try requirePlain(revision)
        guard !revision.isEmpty, !revision.utf8.contains(UInt8(ascii: ":")) else {
            throw .invalidName(revision)
        }
        var object: OpaquePointer?
        try check(git.git_revparse_single(&object, pointer, revision), functions, "revision \(revision)")
        defer { git.git_object_free(object) }
        var commit: OpaquePointer?
        try check(git.git_object_peel(&commit, object, GIT_OBJECT_COMMIT), functions, "commit \(revision)")
        defer { git.git_object_free(commit) }
        guard let id = ObjectID(git.git_object_id(commit)) else { throw .notFound("commit \(revision)") }
        return id
    }

    /// Points a reference to an object, if it still points where the caller saw it.
    ///
    /// - Parameters:
    ///   - expecting: where it points now; nil when it must not exist yet.
    ///   - message: what the reflog says.
    /// - Throws: `GitError.locked` when it points elsewhere by now, `.alreadyExists`, `.invalidName`.
    public func setReference(
        _ name: String, to target: ObjectID, expecting: ObjectID?, message: String
    ) throws(GitError) {
        try requirePlain(name, message)
        let hasMoved = try Lock.waiting { () throws(GitError) -> Bool in
            var oid = target.oid
            var reference: OpaquePointer?
            defer { if reference != nil { git.git_reference_free(reference) } }
            let code: Int32
            if let expecting {
                var old = expecting.oid
                code = git.git_reference_create_matching(&reference, pointer, name, &oid, 1, &old, message)
            } else {
                code = git.git_reference_create(&reference, pointer, name, &oid, 0, message)
            }
            if code == GIT_EMODIFIED.rawValue || (code == GIT_ENOTFOUND.rawValue && expecting != nil) {
                return true
            }
            try check(code, functions, name)
            return false
        }
        if hasMoved { throw .locked("\(name) (it has moved meanwhile)") }
    }

    /// Removes a reference.
    ///
    /// - Throws: `GitError.notFound`.
    public func deleteReference(_ name: String) throws(GitError) {
        try requirePlain(name)
        try Lock.waiting { () throws(GitError) in
            var reference: OpaquePointer?
            try check(git.git_reference_lookup(&reference, pointer, name), functions, name)
            defer { git.git_reference_free(reference) }
            try check(git.git_reference_delete(reference), functions, name)
        }
    }
}
