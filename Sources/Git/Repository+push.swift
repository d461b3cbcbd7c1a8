import CLibgit2

/// What a remote did with the references that were pushed to it.
public struct PushResult: Sendable {
    /// The full names that it took.
    public let accepted: [String]
    /// The full names that it did not take, each with its reason.
    public let rejected: [(name: String, reason: String)]
    /// What it said meanwhile, line by line, as it came.
    public let serverMessages: [String]
}

extension Repository {
    /// Pushes references, and reads the server's verdict on each.
    ///
    /// libgit2's push succeeds although the server refused a reference: a refusal is in the result, not thrown.
    ///
    /// - Parameter refspecs: for example `refs/heads/main:refs/heads/main`; a leading `+` forces.
    /// - Throws: `GitError.notFastForward` when the remote has what is not here, `.remoteMissing`,
    ///   `.authenticationRefused`, `.unreachable`, `.certificateRejected`, `.redirectRefused`, `.cancelled`,
    ///   `.pushNotTaken` when the remote cannot store what was sent.
    public func push(
        remote name: String, refspecs: [String], transport: Transport
    ) throws(GitError) -> PushResult {
        try withRemote(name) { remote throws(GitError) in
            let address = git.git_remote_pushurl(remote).map { String(cString: $0) } ?? url(of: remote)
            let session = try RemoteSession(url: address, transport: transport, functions: functions)
            var options = git_push_options()
            try check(git.git_push_options_init(&options, UInt32(GIT_PUSH_OPTIONS_VERSION)), functions)
            options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
            // As many threads as there are processors.
            options.pb_parallelism = 0
            try session.run(refspecs.joined(separator: ", ")) { callbacks, proxy in
                options.callbacks = callbacks
                options.proxy_opts = proxy
                return withStrings(refspecs) { strings in
                    var strings = strings
                    return git.git_remote_push(remote, &strings, &options)
                }
            }
            var (accepted, rejected): ([String], [(name: String, reason: String)]) = ([], [])
            for verdict in session.verdicts {
                if let reason = verdict.reason {
                    rejected.append((verdict.name, reason))
                } else {
                    accepted.append(verdict.name)
                }
            }
            return PushResult(accepted: accepted, rejected: rejected, serverMessages: session.serverMessages)
        }
    }
}
