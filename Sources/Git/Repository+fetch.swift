import CLibgit2

/// Which tags a fetch brings along.
public enum TagFetch: Sendable, Hashable {
    /// Those that lead to what is fetched, all, or none.
    case auto, all, none
}

/// What a fetch brought.
public struct FetchResult: Sendable, Hashable {
    /// A local reference that moved.
    public struct Update: Sendable, Hashable {
        /// The full name here.
        public let name: String
        /// Where it pointed; nil when it is new.
        public let old: ObjectID?
        /// Where it points; nil when it is gone.
        public let new: ObjectID?
    }

    /// The references that moved, in the order they did.
    public let updated: [Update]
    /// How many bytes came.
    public let receivedBytes: Int
    /// How many objects came.
    public let receivedObjects: Int
}

extension Repository {
    /// Brings a remote's objects and moves the references that the refspecs name.
    ///
    /// - Parameters:
    ///   - refspecs: for example `+refs/heads/main:refs/remotes/origin/main`; none takes the remote's own.
    ///   - prune: whether references go that the remote no longer has.
    /// - Throws: `GitError.remoteMissing`, `.authenticationRefused`, `.unreachable`, `.certificateRejected`,
    ///   `.redirectRefused`, `.notFound`, `.cancelled`.
    public func fetch(
        remote name: String, refspecs: [String] = [], prune: Bool = false, tags: TagFetch = .auto,
        transport: Transport
    ) throws(GitError) -> FetchResult {
        try withRemote(name) { remote throws(GitError) in
            let session = try RemoteSession(url: url(of: remote), transport: transport, functions: functions)
            var options = git_fetch_options()
            try check(git.git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION)), functions)
            options.prune = prune ? GIT_FETCH_PRUNE : GIT_FETCH_NO_PRUNE
            options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
            options.download_tags =
                switch tags {
                case .auto: GIT_REMOTE_DOWNLOAD_TAGS_AUTO
                case .all: GIT_REMOTE_DOWNLOAD_TAGS_ALL
                case .none: GIT_REMOTE_DOWNLOAD_TAGS_NONE
                }
            try session.run(session.url) { callbacks, proxy in
                options.callbacks = callbacks
                options.proxy_opts = proxy
                return withStrings(refspecs) { strings in
                    // An empty list stands for the remote's own refspecs.
                    var strings = strings
                    return git.git_remote_fetch(remote, &strings, &options, "fetch")
                }
            }
            let received = git.git_remote_stats(remote)?.pointee
            return FetchResult(
                updated: session.updates, receivedBytes: received?.received_bytes ?? 0,
                receivedObjects: Int(received?.received_objects ?? 0))
        }
    }
}
