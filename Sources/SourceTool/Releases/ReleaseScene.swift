import Git
import SourceFormat
import SourceRepository

/// What releases are planned from: the checkout, and the server as it answered. A look for a dry run leaves no reference
/// behind.
struct ReleaseScene {
    /// The checkout.
    let checkout: Checkout
    /// What is checked out.
    let head: Head
    /// The commit of the checkout's own `main`; nil where it has none.
    let localMain: ObjectID?
    /// The server.
    private(set) var server = ServerReferences()

    /// Looks at the checkout, with no network.
    ///
    /// - Throws: ``ToolError`` where nothing may be released from it, with the command that mends it.
    init(_ checkout: Checkout, merges: Bool) throws(ToolError) {
        self.checkout = checkout
        let repository = try checkout.repository
        head = try attempt { try repository.head() }
        localMain = try attempt { try repository.reference("refs/heads/\(checkout.mainBranch)")?.target }
        let main = checkout.mainBranch
        let switching =
            localMain != nil
            ? "eigenpal-src git -- switch \(main)"
            : "eigenpal-src git -- switch --create \(main) --track \(checkout.remoteName)/\(main)"
        switch head {
        case .unborn:
            throw ToolError(
                "\(main) has no commit yet: there is nothing to release", next: "eigenpal-src save -m MESSAGE"
            )
        case .detached(let commit):
            throw ToolError(
                "HEAD is at \(commit.short), on no branch: releases are made of \(main)", next: switching)
        case .branch(let name, _):
            guard name == main || merges else {
                throw ToolError(
                    "on branch \(name): releases are made of \(main)",
                    details: ["--merge brings \(name) to \(main) first"], next: switching)
            }
        }
    }

    /// The commit that is checked out.
    var headCommit: ObjectID { head.commit ?? .zero }

    /// Whether another branch than `main` is checked out.
    var isOnBranch: Bool {
        if case .branch(let name, _) = head { name != checkout.mainBranch } else { false }
    }

    /// Asks the server, and brings in the commits that are not here yet.
    ///
    /// - Parameter keepsReferences: takes note of what was fetched, as a pull does; a dry run does not.
    /// - Throws: ``ToolError``.
    mutating func ask(keepsReferences: Bool, _ transport: Transport) throws(ToolError) {
        let repository = try checkout.repository
        let references = try attempt {
            try repository.remoteReferences(remote: checkout.remoteName, transport: transport)
        }
        server = ServerReferences(references, mainBranch: checkout.mainBranch)
        guard let main = server.main else { return }
        if keepsReferences {
            _ = try attempt {
                try repository.fetch(
                    remote: checkout.remoteName, refspecs: [], prune: false, tags: .all, transport: transport)
            }
        } else if (try? repository.object(main)) == nil {
            try fetchAside(transport)
        }
    }

    /// Fetches `main` into a reference of this process alone, and takes that away again: the objects stay for a while.
    private func fetchAside(_ transport: Transport) throws(ToolError) {
        let repository = try checkout.repository
        let place = "refs/eigenpal/preview-\(UInt64.random(in: .min ... .max))"
        // A fetch moves the remote's branch along as it is kept here, whatever it was asked for.
        let tracking = "refs/remotes/\(checkout.remoteName)/\(checkout.mainBranch)"
        let before = try attempt { try repository.reference(tracking) }?.target
        defer {
            try? repository.deleteReference(place)
            restore(tracking, to: before)
        }
        _ = try attempt {
            try repository.fetch(
                remote: checkout.remoteName, refspecs: ["+refs/heads/\(checkout.mainBranch):\(place)"],
                prune: false, tags: .none, transport: transport)
        }
    }

    private func restore(_ name: String, to before: ObjectID?) {
        guard let repository = try? checkout.repository, let now = try? repository.reference(name)?.target,
            now != before
        else { return }
        if let before {
            try? repository.setReference(name, to: before, expecting: now, message: "dry run: as it was")
        } else {
            try? repository.deleteReference(name)
        }
    }
}
