import Git
import SourceFormat
import SourceRepository

/// Finds what a release is planned from. A survey for a dry run leaves no reference behind.
struct ReleaseSurvey {
    let checkout: Checkout
    let package: PackagePath

    /// Looks at the checkout, with no network.
    ///
    /// - Throws: ``ToolError``.
    func checkoutFacts() throws(ToolError) -> CheckoutFacts {
        let repository = try checkout.repository
        let main = try attempt { try repository.reference("refs/heads/\(checkout.mainBranch)") }
        let state = try attempt { try PackageState(of: package, in: repository) }
        let index = try attempt { try ReleaseIndex(repository: repository, path: package) }
        var tags: [SemanticVersion: ObjectID] = [:]
        for release in index.releases(of: package) + index.lightweight(of: package) {
            tags[release.version] = release.commit
        }
        return CheckoutFacts(
            package: package, mainBranch: checkout.mainBranch, remoteName: checkout.remoteName,
            head: state.head,
            hasMain: main != nil, tree: state.headTree, uncommitted: state.uncommitted,
            findings: try ValidatePackages.findings(of: [package], in: checkout), tags: tags)
    }

    /// Asks the server, and brings in the commits that are not here yet.
    ///
    /// - Parameter keepsReferences: takes note of what was fetched, as a pull does; a dry run does not.
    /// - Throws: ``ToolError``.
    func serverFacts(
        keepsReferences: Bool, _ transport: Transport
    ) throws(ToolError) -> ServerFacts {
        let repository = try checkout.repository
        let references = try attempt {
            try repository.remoteReferences(remote: checkout.remoteName, transport: transport)
        }
        let main = references.first { $0.name == "refs/heads/\(checkout.mainBranch)" }?.id
        var tags: [SemanticVersion: ObjectID] = [:]
        for reference in references where reference.name.hasPrefix("refs/tags/\(package.dottedName)@") {
            guard let tag = try? ReleaseTag(parsing: reference.name.dropFirst("refs/tags/".count)),
                tag.path == package
            else { continue }
            tags[tag.version] = reference.id
        }
        var facts = ServerFacts(main: main, ahead: 0, behind: 0, tags: tags, commits: [])
        guard let main else { return facts }

        let released = facts.highest.flatMap { tags[$0] }
        let needed = [main] + (released.map { [$0] } ?? [])
        let missing = needed.contains { (try? repository.object($0)) == nil }
        if keepsReferences {
            _ = try attempt {
                try repository.fetch(
                    remote: checkout.remoteName, refspecs: [], prune: false, tags: .all, transport: transport)
            }
        } else if missing {
            try fetchAside(facts, transport)
        }
        return try compared(main, released, &facts)
    }

    private func compared(
        _ main: ObjectID, _ released: ObjectID?, _ facts: inout ServerFacts
    ) throws(ToolError) -> ServerFacts {
        let repository = try checkout.repository
        var history = PackageHistory(of: package, in: repository)
        facts.tree = try history.tree(at: main)
        if let ours = try attempt({ try repository.head() }).commit {
            (facts.ahead, facts.behind) = try attempt {
                try repository.aheadBehind(local: ours, upstream: main)
            }
        }
        let base = try released.map { (id) throws(ToolError) in try attempt { try repository.resolve(id.hex) }
        }
        facts.releasedTree = try base.flatMap { (base) throws(ToolError) in try history.tree(at: base) }
        facts.commits = try history.commits(from: main, since: base, limit: 200)
        return facts
    }

    /// Fetches into references of this process alone, and takes them away again: the objects stay for a while.
    private func fetchAside(_ facts: ServerFacts, _ transport: Transport) throws(ToolError) {
        let repository = try checkout.repository
        let place = "refs/eigenpal/preview-\(UInt64.random(in: .min ... .max))"
        var refspecs = ["+refs/heads/\(checkout.mainBranch):\(place)/main"]
        if let highest = facts.highest {
            let tag = ReleaseTag(path: package, version: highest)
            refspecs.append("+\(tag.referenceName):\(place)/released")
        }
        // A fetch moves the remote's branch along as it is kept here, whatever it was asked for.
        let tracking = "refs/remotes/\(checkout.remoteName)/\(checkout.mainBranch)"
        let before = try attempt { try repository.reference(tracking) }?.target
        defer {
            for name in ["main", "released"] { try? repository.deleteReference("\(place)/\(name)") }
            restore(tracking, to: before)
        }
        _ = try attempt {
            try repository.fetch(
                remote: checkout.remoteName, refspecs: refspecs, prune: false, tags: .none,
                transport: transport)
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
