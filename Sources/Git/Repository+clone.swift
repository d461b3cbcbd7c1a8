import CLibgit2
import Glibc

extension Repository {
    /// Clones a remote repository, with all its branches and tags, and checks its default branch out.
    ///
    /// - Parameters:
    ///   - url: the remote's address, without credentials; it becomes `origin`.
    ///   - path: a folder that does not exist yet, or an empty one. What was made is removed again if this fails.
    /// - Throws: `GitError.alreadyExists` where something is in the folder, `.permissionDenied`, `.diskFull`, and what
    ///   ``fetch(remote:refspecs:prune:tags:transport:)`` throws.
    public static func clone(
        from url: String, into path: String, transport: Transport
    ) throws(GitError) -> Repository {
        let place = try ClonePlace(path)
        do throws(GitError) {
            return try clone(from: url, at: path, transport: transport)
        } catch {
            place.remove()
            throw error
        }
    }

    private static func clone(
        from url: String, at path: String, transport: Transport
    ) throws(GitError) -> Repository {
        let repository = try create(at: path, bare: false, initialBranch: "main")
        try repository.addRemote("origin", url: url)
        let advertised = try repository.withRemote("origin") { remote throws(GitError) in
            try repository.download(remote, transport: transport)
        }
        try repository.writeClonedReferences(advertised)
        try repository.checkOutDefaultBranch(advertised, progress: transport.progress)
        return repository
    }

    /// Brings all branches and tags over; answers what the remote has.
    private func download(
        _ remote: OpaquePointer?, transport: Transport
    ) throws(GitError) -> [RemoteReference] {
        try connected(remote, transport: transport) { _ throws(GitError) in
            let advertised = try advertised(by: remote)
            guard !advertised.isEmpty else { return [] }
            let session = try RemoteSession(url: url(of: remote), transport: transport, functions: functions)
            var options = git_fetch_options()
            try check(git.git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION)), functions)
            options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
            options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_ALL
            let refspecs = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"]
            try session.run(session.url) { callbacks, proxy in
                options.callbacks = callbacks
                options.proxy_opts = proxy
                return withStrings(refspecs) { strings in
                    var strings = strings
                    return git.git_remote_download(remote, &strings, &options)
                }
            }
            return advertised
        }
    }

    /// Writes all references into one `packed-refs`, as git's own clone does: a file for each of many thousand tags
    /// takes longer than all the rest of a clone.
    private func writeClonedReferences(_ advertised: [RemoteReference]) throws(GitError) {
        var lines: [(name: String, text: String)] = []
        for reference in advertised {
            let name: String
            if reference.name.hasPrefix("refs/heads/") {
                name = "refs/remotes/origin/" + reference.name.dropFirst(11)
            } else if reference.name.hasPrefix("refs/tags/") {
                name = reference.name
            } else {
                continue
            }
            guard git.isValidReferenceName(name) else { throw .invalidName(name) }
            let peeled = reference.peeled.map { "^\($0)\n" } ?? ""
            lines.append((name, "\(reference.id) \(name)\n\(peeled)"))
        }
        guard !lines.isEmpty else { return }
        // Git's order is by bytes, which for valid UTF-8 is Swift's order of Unicode scalars.
        lines.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var text = "# pack-refs with: peeled fully-peeled sorted \n"
        for line in lines { text += line.text }
        try ClonePlace.write(text, to: commonDirectory + "packed-refs")
    }

    private func checkOutDefaultBranch(
        _ advertised: [RemoteReference], progress: (@Sendable (TransferProgress) -> Void)?
    ) throws(GitError) {
        guard let head = advertised.first(where: { $0.name == "HEAD" }) else {
            return
        }
        let branches = advertised.filter { $0.name.hasPrefix("refs/heads/") && $0.id == head.id }.map(\.name)
        let branch =
            head.symbolicTarget ?? (branches.contains("refs/heads/main") ? "refs/heads/main" : branches.first)
        guard let branch, branch.hasPrefix("refs/heads/") else {
            throw .unreachable(url: "origin", reason: "its HEAD is on no branch")
        }
        let short = String(branch.dropFirst(11))
        try setReference(branch, to: head.id, expecting: nil, message: "clone")
        try check(git.git_repository_set_head(pointer, branch), functions, branch)
        var reference: OpaquePointer?
        try check(
            git.git_reference_symbolic_create(
                &reference, pointer, "refs/remotes/origin/HEAD", "refs/remotes/origin/\(short)", 1, "clone"),
            functions, "refs/remotes/origin/HEAD")
        git.git_reference_free(reference)
        try setConfig("branch.\(short).remote", "origin")
        try setConfig("branch.\(short).merge", branch)
        try checkOutNew(head.id, progress: progress)
    }
}

extension libgit2_functions {
    fileprivate func isValidReferenceName(_ name: String) -> Bool {
        var isValid: Int32 = 0
        return git_reference_name_is_valid(&isValid, name) == 0 && isValid == 1
    }
}
