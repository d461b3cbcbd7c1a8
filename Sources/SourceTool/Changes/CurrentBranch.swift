import Git

/// The branch one stands on, and the branch of the remote that it is pulled from and pushed to.
struct CurrentBranch {
    /// The short name.
    let name: String
    /// Its last commit; nil before the first.
    let commit: ObjectID?
    /// The remote's name.
    let remote: String
    /// The branch's name on the remote: what the checkout's configuration says, else the same name.
    let remoteName: String
    /// Whether the configuration names the remote's branch.
    let hasUpstream: Bool
    /// The remote's branch as it was last fetched; nil where none was.
    let fetched: ObjectID?

    /// Reads where a checkout stands, with no network.
    ///
    /// - Parameter purpose: what a branch is needed for, as in "to push".
    /// - Throws: ``ToolError`` when HEAD is on no branch.
    init(of checkout: Checkout, to purpose: String) throws(ToolError) {
        switch try attempt({ try checkout.repository.head() }) {
        case .branch(let name, let commit): (self.name, self.commit) = (name, commit)
        case .unborn(let branch): (name, commit) = (branch, nil)
        case .detached(let commit):
            throw ToolError(
                "HEAD is at \(commit.short), on no branch: there is none to \(purpose)",
                next: "eigenpal-src git -- switch \(checkout.mainBranch)")
        }
        let repository = try checkout.repository
        let key = "branch.\(name)"
        let remote = try attempt { try repository.config("\(key).remote") } ?? ""
        let merge = try attempt { try repository.config("\(key).merge") } ?? ""
        hasUpstream = !remote.isEmpty && remote != "." && merge.hasPrefix("refs/heads/")
        self.remote = hasUpstream ? remote : checkout.remoteName
        remoteName = hasUpstream ? String(merge.dropFirst("refs/heads/".count)) : name
        fetched = try Self.reference("refs/remotes/\(self.remote)/\(remoteName)", in: repository)
    }

    /// The remote's branch for people, `origin/main`.
    var upstream: String { "\(remote)/\(remoteName)" }

    /// The branch's own reference.
    var reference: String { "refs/heads/\(name)" }

    /// The remote's branch as a reference of the remote.
    var remoteReference: String { "refs/heads/\(remoteName)" }

    /// The reference that keeps the remote's branch as last fetched.
    var trackingReference: String { "refs/remotes/\(remote)/\(remoteName)" }

    /// The remote's branch as it is kept now, after a fetch.
    func fetchedNow(in checkout: Checkout) throws(ToolError) -> ObjectID? {
        try Self.reference(trackingReference, in: checkout.repository)
    }

    private static func reference(_ name: String, in repository: Repository) throws(ToolError) -> ObjectID? {
        try attempt { try repository.reference(name) }?.target
    }
}

extension ObjectID {
    /// The first seven digits, as people write commits.
    var short: String { String(hex.prefix(7)) }
}

extension Head {
    /// The commit HEAD is at; nil before the first.
    var commit: ObjectID? {
        switch self {
        case .branch(_, let commit), .detached(let commit): commit
        case .unborn: nil
        }
    }
}

/// A number with its noun: `1 file`, `2 files`.
func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? "\(noun)s")"
}
