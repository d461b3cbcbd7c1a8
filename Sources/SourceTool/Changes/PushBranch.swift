import Git
import Guard

/// `push`: the branch one stands on goes to its branch of the remote, and the server's verdict on it is told.
public enum PushBranch {
    /// Pushes the current branch to its upstream, or to the same name on the checkout's remote.
    ///
    /// - Throws: ``ToolError`` when the server refuses it, with what the server said.
    public static func run(_ context: ToolContext) async throws(ToolError) -> PushReport {
        let checkout = try context.openCheckout()
        let branch = try CurrentBranch(of: checkout, to: "push")
        return try push(branch, checkout, context)
    }

    /// Pushes a branch, and takes note of where it went if the configuration names nothing yet.
    static func push(
        _ branch: CurrentBranch, _ checkout: Checkout, _ context: ToolContext
    ) throws(ToolError) -> PushReport {
        guard let commit = try attempt({ try checkout.repository.reference(branch.reference) })?.target else {
            throw ToolError(
                "\(branch.name) has no commit yet: there is nothing to push",
                next: "eigenpal-src init NAME --template agent")
        }
        let update = PushUpdate(
            source: branch.reference, new: commit, name: branch.remoteReference,
            old: branch.fetched ?? .zero)
        try PrePush.check([update], to: branch.remote, judgesReferences: true, checkout, context)
        let transport = try checkout.transport(to: branch.remote, context)
        let result: PushResult
        let repository = try checkout.repository
        do throws(GitError) {
            defer { context.terminal.progress(nil) }
            result = try repository.push(
                remote: branch.remote, refspecs: ["\(branch.reference):\(branch.remoteReference)"],
                transport: transport)
        } catch .notFastForward {
            throw behind(branch)
        } catch {
            throw ToolError(error)
        }
        switch PushVerdict(on: branch.remoteReference, in: result) {
        case .accepted: break
        case .refused(let reason):
            if PushVerdict.isNotFastForward(reason) { throw behind(branch) }
            throw ToolError(
                "\(branch.remote) refused \(branch.name): \(reason)", details: result.serverMessages)
        case .unknown:
            throw ToolError(
                "\(branch.remote) said nothing about \(branch.name)", details: result.serverMessages,
                next: "eigenpal-src git -- ls-remote \(branch.remote) \(branch.remoteReference)")
        }
        for message in result.serverMessages { context.terminal.note("remote: \(message)") }
        if !branch.hasUpstream {
            try attempt {
                try checkout.repository.setConfig("branch.\(branch.name).remote", branch.remote)
                try checkout.repository.setConfig("branch.\(branch.name).merge", branch.remoteReference)
            }
        }
        return PushReport(
            branch: branch.name, upstream: branch.upstream,
            state: branch.fetched == commit ? .upToDate : .pushed, from: branch.fetched?.hex, to: commit.hex)
    }

    private static func behind(_ branch: CurrentBranch) -> ToolError {
        ToolError(
            "\(branch.upstream) has commits that \(branch.name) has not; nothing was pushed",
            next: "eigenpal-src pull")
    }
}

/// What a push did.
public struct PushReport: Renderable {
    /// What happened to the remote's branch.
    public enum State: String, Sendable, Hashable, Encodable {
        /// It is at the commit now.
        case pushed
        /// It was there.
        case upToDate
    }

    /// The branch's short name.
    public var branch: String
    /// The remote's branch, `origin/main`.
    public var upstream: String
    /// What happened.
    public var state: State
    /// The commit the remote's branch was at when it was last fetched; nil where it was never.
    public var from: String?
    /// The commit it is at.
    public var to: String

    /// What went where, on one line.
    public func lines(_ style: Style) -> [String] {
        switch state {
        case .upToDate: ["\(upstream) is up to date"]
        case .pushed:
            [
                "Pushed \(branch) to \(upstream): "
                    + (from.map { "\($0.prefix(7)).." } ?? "") + style.name(String(to.prefix(7)))
            ]
        }
    }
}
