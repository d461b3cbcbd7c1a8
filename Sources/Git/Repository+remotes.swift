import CLibgit2

/// A remote of a repository.
public struct Remote: Sendable, Hashable {
    /// Its name, for example `origin`.
    public let name: String
    /// Where it is fetched from.
    public let url: String
    /// Where it is pushed to, if elsewhere.
    public let pushURL: String?

    /// A remote by its parts.
    public init(name: String, url: String, pushURL: String? = nil) {
        (self.name, self.url, self.pushURL) = (name, url, pushURL)
    }
}

/// A reference of a remote.
public struct RemoteReference: Sendable, Hashable {
    /// The full name there.
    public let name: String
    /// What it points to there; a tag object is not peeled.
    public let id: ObjectID
    /// The object that a tag object leads to, as the server says.
    public let peeled: ObjectID?
    /// The name that it follows, where it is symbolic and the server says so.
    public let symbolicTarget: String?
}

extension Repository {
    /// The remotes, by name.
    public func remotes() throws(GitError) -> [Remote] {
        var names = git_strarray()
        try check(git.git_remote_list(&names, pointer), functions, "remotes")
        defer { git.git_strarray_dispose(&names) }
        var found: [Remote] = []
        for index in 0..<names.count {
            guard let name = names.strings?[index].map({ String(cString: $0) }) else { continue }
            found.append(
                try withRemote(name) { remote in
                    Remote(
                        name: name, url: git.git_remote_url(remote).map { String(cString: $0) } ?? "",
                        pushURL: git.git_remote_pushurl(remote).map { String(cString: $0) })
                })
        }
        return found.sorted { $0.name < $1.name }
    }

    func withRemote<Result>(
        _ name: String, _ body: (OpaquePointer?) throws(GitError) -> Result
    ) throws(GitError) -> Result {
        var remote: OpaquePointer?
        let code = git.git_remote_lookup(&remote, pointer, name)
        if code == GIT_ENOTFOUND.rawValue { throw .remoteMissing(name) }
        try check(code, functions, "remote \(name)")
        defer { git.git_remote_free(remote) }
        return try body(remote)
    }

    func url(of remote: OpaquePointer?) -> String {
        git.git_remote_url(remote).map { String(cString: $0) } ?? ""
    }

    /// Adds a remote, with the usual refspec for its branches.
    ///
    /// - Throws: `GitError.alreadyExists`, `.invalidName`.
    public func addRemote(_ name: String, url: String) throws(GitError) {
        var remote: OpaquePointer?
        try check(git.git_remote_create(&remote, pointer, name, url), functions, "remote \(name)")
        git.git_remote_free(remote)
    }

    /// Sets where a remote is fetched from.
    public func setRemoteURL(_ name: String, _ url: String) throws(GitError) {
        try check(git.git_remote_set_url(pointer, name, url), functions, "remote \(name)")
    }

    /// The references that a remote has, in its order, `HEAD` among them.
    ///
    /// - Throws: `GitError.remoteMissing`, `.authenticationRefused`, `.unreachable`, `.certificateRejected`.
    public func remoteReferences(
        remote name: String, transport: Transport
    ) throws(GitError) -> [RemoteReference] {
        try withRemote(name) { remote throws(GitError) in
            try connected(remote, transport: transport) { _ throws(GitError) in try advertised(by: remote) }
        }
    }

    /// Calls `body` while the remote is connected for fetching.
    func connected<Result>(
        _ remote: OpaquePointer?, transport: Transport, _ body: (RemoteSession) throws(GitError) -> Result
    ) throws(GitError) -> Result {
        let session = try RemoteSession(url: url(of: remote), transport: transport, functions: functions)
        var options = git_remote_connect_options()
        try check(
            git.git_remote_connect_options_init(&options, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION)),
            functions)
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        try session.run(session.url) { callbacks, proxy in
            options.callbacks = callbacks
            options.proxy_opts = proxy
            return git.git_remote_connect_ext(remote, GIT_DIRECTION_FETCH, &options)
        }
        defer { _ = git.git_remote_disconnect(remote) }
        return try withExtendedLifetime(session) { () throws(GitError) in try body(session) }
    }

    func advertised(by remote: OpaquePointer?) throws(GitError) -> [RemoteReference] {
        var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
        var count = 0
        try check(git.git_remote_ls(&heads, &count, remote), functions, "references of the remote")
        var found: [RemoteReference] = []
        found.reserveCapacity(count)
        for index in 0..<count {
            guard let head = heads?[index]?.pointee, let name = head.name.map({ String(cString: $0) }) else {
                continue
            }
            // `name^{}` follows the tag object that it peels.
            if name.hasSuffix("^{}") {
                guard let last = found.last, last.name == name.dropLast(3) else { continue }
                found[found.count - 1] = RemoteReference(
                    name: last.name, id: last.id, peeled: ObjectID(head.oid),
                    symbolicTarget: last.symbolicTarget)
            } else {
                found.append(
                    RemoteReference(
                        name: name, id: ObjectID(head.oid), peeled: nil,
                        symbolicTarget: head.symref_target.map { String(cString: $0) }))
            }
        }
        return found
    }
}
