import Git

/// `pull`: the remote's commits and tags come in, and the branch moves forward to them. It never merges.
public enum PullChanges {
    /// Fetches the branch one stands on with all tags, and fast-forwards to it.
    ///
    /// - Throws: ``ToolError`` when the histories have parted, or a local change would be overwritten; the branch and
    ///   the files are then as they were.
    public static func run(_ context: ToolContext) async throws(ToolError) -> PullReport {
        let checkout = try context.openCheckout()
        let branch = try CurrentBranch(of: checkout, to: "pull")
        let transport = try checkout.transport(to: branch.remote, context)
        let fetched: FetchResult
        let repository = try checkout.repository
        do throws(GitError) {
            fetched = try repository.fetch(
                remote: branch.remote, refspecs: [], prune: false, tags: .all, transport: transport)
        } catch {
            context.terminal.progress(nil)
            throw ToolError(error)
        }
        context.terminal.progress(nil)
        let tags = fetched.updated.filter { $0.name.hasPrefix("refs/tags/") }
        func names(_ updates: [FetchResult.Update]) -> [String] {
            updates.map { String($0.name.dropFirst("refs/tags/".count)) }.sorted()
        }
        var report = PullReport(
            branch: branch.name, upstream: branch.upstream, state: .upToDate, from: branch.commit?.hex,
            to: branch.commit?.hex, commits: 0, tags: names(tags),
            replacedTags: names(tags.filter { $0.old != nil }))
        guard let theirs = try branch.fetchedNow(in: checkout) else {
            guard branch.commit != nil else {
                throw ToolError(
                    "\(branch.remote) has no branch \(branch.remoteName) yet: there is nothing to pull",
                    next: "eigenpal-src init NAME --template agent")
            }
            throw ToolError(
                "\(branch.remote) has no branch \(branch.remoteName) yet", next: "eigenpal-src push")
        }
        guard let ours = branch.commit else {
            try forward(to: theirs, checkout)
            report.state = .created
            report.to = theirs.hex
            report.commits = try attempt { try checkout.repository.history(from: theirs) }.count
            return report
        }
        let distance = try attempt { try checkout.repository.aheadBehind(local: ours, upstream: theirs) }
        guard distance.behind > 0 else {
            report.state = distance.ahead > 0 ? .ahead : .upToDate
            report.commits = distance.ahead
            return report
        }
        guard distance.ahead == 0 else {
            throw ToolError(
                "\(branch.name) and \(branch.upstream) have parted: \(count(distance.ahead, "commit")) here, "
                    + "\(count(distance.behind, "commit")) there",
                details: ["pull only moves forward; put your commits on top of theirs first"],
                next: "eigenpal-src git -- rebase \(branch.upstream)")
        }
        try forward(to: theirs, checkout)
        report.state = .forwarded
        report.to = theirs.hex
        report.commits = distance.behind
        return report
    }

    private static func forward(to commit: ObjectID, _ checkout: Checkout) throws(ToolError) {
        let repository = try checkout.repository
        do throws(GitError) {
            try repository.fastForward(to: commit)
        } catch {
            guard case .conflict(let paths) = error else { throw ToolError(error) }
            try refuseUntracked(paths, checkout)
            throw ToolError(
                "local changes to \(count(paths.count, "file")) would be overwritten; nothing was changed",
                details: paths.sorted(), next: "eigenpal-src git -- stash")
        }
    }
}

extension PullChanges {
    /// Says of files in the way that Git does not know, which a plain stash would leave where they are.
    private static func refuseUntracked(_ paths: [String], _ checkout: Checkout) throws(ToolError) {
        let status = try attempt {
            try checkout.repository.status(paths: paths, includeIgnored: true)
        }
        let unknown = status.filter { $0.worktree == .untracked || $0.worktree == .ignored }
        guard !unknown.isEmpty else { return }
        let hasIgnored = unknown.contains { $0.worktree == .ignored }
        throw ToolError(
            "\(count(paths.count, "file")) would be overwritten, and \(count(unknown.count, "is", "are")) "
                + "not in Git yet; nothing was changed",
            details: paths.sorted() + [
                "move what is yours out of the way, or put it aside with the next command"
            ],
            next: "eigenpal-src git -- stash \(hasIgnored ? "--all" : "--include-untracked")")
    }
}

/// What a pull brought.
public struct PullReport: Renderable {
    /// What happened to the branch.
    public enum State: String, Sendable, Hashable, Encodable {
        /// It was where the remote's is.
        case upToDate
        /// It has commits that the remote has not, and nothing to pull.
        case ahead
        /// It moved forward.
        case forwarded
        /// It had no commit, and has the remote's now.
        case created
    }

    /// The branch's short name.
    public var branch: String
    /// The remote's branch, `origin/main`.
    public var upstream: String
    /// What happened.
    public var state: State
    /// The commit it was at; nil before the first.
    public var from: String?
    /// The commit it is at.
    public var to: String?
    /// The commits it moved by, or is ahead by.
    public var commits: Int
    /// The tags that came in, in order.
    public var tags: [String]
    /// Those of them that were here already and are another object now, in order.
    public var replacedTags: [String]

    /// What happened to the branch, and the new tags.
    public func lines(_ style: Style) -> [String] {
        var lines: [String]
        switch state {
        case .upToDate: lines = ["\(branch) is up to date with \(upstream)"]
        case .ahead:
            lines = ["Nothing to pull: \(branch) is \(count(commits, "commit")) ahead of \(upstream)"]
        case .forwarded:
            lines = [
                "\(branch) moved forward by \(count(commits, "commit")) to \(style.name(String((to ?? "").prefix(7))))"
            ]
        case .created:
            lines = [
                "\(branch) is at \(style.name(String((to ?? "").prefix(7)))), with \(count(commits, "commit"))"
            ]
        }
        let new = tags.filter { !replacedTags.contains($0) }
        lines += new.count <= 10 ? new.map { "New tag \($0)" } : ["New tags: \(new.count)"]
        lines += replacedTags.map { style.caution("Tag \($0) was replaced by the remote's") }
        return lines
    }
}
