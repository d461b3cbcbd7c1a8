import Git
import SourceFormat

/// From what was found to what will be done: every refusal of a release that can be told before anything changes.
/// Nothing here reads or writes.
enum ReleasePlanner {
    /// The most commits that a message lists.
    static let listedCommits = 50

    /// Refuses a checkout that nothing may be released from, before the server is asked.
    ///
    /// - Throws: ``ToolError`` with the command that mends it.
    static func check(_ facts: CheckoutFacts) throws(ToolError) {
        let main = facts.mainBranch
        switch facts.head {
        case .unborn:
            throw ToolError(
                "\(main) has no commit yet: there is nothing to release", next: "eigenpal-src save -m MESSAGE"
            )
        case .detached(let commit):
            throw ToolError(
                "HEAD is at \(commit.short), on no branch: releases are made of \(main)",
                next: switchTo(facts))
        case .branch(let name, _):
            guard name == main else {
                throw ToolError("on branch \(name): releases are made of \(main)", next: switchTo(facts))
            }
        }
        guard facts.uncommitted.isEmpty else {
            throw ToolError(
                "\(facts.package) has \(count(facts.uncommitted.count, "file")) that \(facts.uncommitted.count == 1 ? "is" : "are") not committed",
                details: facts.uncommitted, next: "eigenpal-src save -m MESSAGE \(facts.package)")
        }
        guard facts.tree != nil else {
            throw ToolError(
                "\(facts.package) is not committed", next: "eigenpal-src save -m MESSAGE \(facts.package)")
        }
        guard !facts.findings.containsErrors else {
            throw ToolError(
                "\(facts.package) is not valid", details: facts.findings.map(\.description),
                next: "eigenpal-src validate \(facts.package)")
        }
    }

    /// The plan of a release.
    ///
    /// - Parameter message: the tag's message; nil makes one of the commits.
    /// - Throws: ``ToolError`` where the server's package is another one, or the version exists.
    static func plan(
        _ version: ReleaseRequest.Version, message: String?, checkout: CheckoutFacts, server: ServerFacts
    ) throws(ToolError) -> ReleasePlan {
        try check(checkout)
        let commit = try target(checkout, server)
        let version = try self.version(version, checkout, server)
        var warnings = checkout.findings.map(\.description)
        if let highest = server.highest {
            if version < highest {
                warnings.append("\(version) is below \(highest), which stays the latest release")
            }
            if server.releasedTree == checkout.tree {
                warnings.append("nothing changed in \(checkout.package) since \(highest)")
            }
        }
        return ReleasePlan(
            package: checkout.package, version: version, previous: server.highest, commit: commit,
            message: message
                ?? defaultMessage(ReleaseTag(path: checkout.package, version: version), server.commits),
            commits: server.commits, warnings: warnings)
    }

    /// The commit to tag: the checkout's where the server's `main` has it, else the server's, whose package is the
    /// same.
    private static func target(
        _ checkout: CheckoutFacts, _ server: ServerFacts
    ) throws(ToolError) -> ObjectID {
        let (main, remote) = (checkout.mainBranch, checkout.remoteName)
        guard let theirs = server.main else {
            throw ToolError("\(remote) has no \(main) yet", next: "eigenpal-src push")
        }
        guard server.tree != checkout.tree else {
            return server.ahead == 0 ? checkout.head.commit ?? theirs : theirs
        }
        let package = "\(checkout.package) here is not what \(remote)/\(main) has"
        switch (server.ahead, server.behind) {
        case (_, 0):
            throw ToolError(
                "\(package): \(main) is \(count(server.ahead, "commit")) ahead", next: "eigenpal-src push")
        case (0, _):
            throw ToolError(
                "\(package): \(main) is \(count(server.behind, "commit")) behind", next: "eigenpal-src pull")
        default:
            throw ToolError(
                "\(package): the two have parted, with \(count(server.ahead, "commit")) here and "
                    + "\(count(server.behind, "commit")) there",
                next: "eigenpal-src git -- rebase \(remote)/\(main)")
        }
    }

    private static func version(
        _ requested: ReleaseRequest.Version, _ checkout: CheckoutFacts, _ server: ServerFacts
    ) throws(ToolError) -> SemanticVersion {
        let version: SemanticVersion
        switch requested {
        case .exact(let exact): version = exact
        case .bump(let bump):
            version = try attempt { try (server.highest ?? .zero).bumped(bump) }
        }
        let tag = ReleaseTag(path: checkout.package, version: version)
        if server.tags[version] != nil {
            let free = try attempt { try (server.highest ?? version).bumped(.patch) }
            throw ToolError(
                "\(tag) is released already, and a release never changes",
                next: "eigenpal-src release \(free) \(checkout.package)")
        }
        if checkout.tags[version] != nil {
            throw ToolError(
                "the tag \(tag) is in this checkout and not on \(checkout.remoteName): it is no release",
                next: "eigenpal-src git -- tag --delete \(tag)")
        }
        return version
    }

    /// The message of a release that was given none: what it is, and the commits that it brings.
    static func defaultMessage(_ tag: ReleaseTag, _ commits: [ReleasePlan.Commit]) -> String {
        var lines = ["Release \(tag.path.dottedName) \(tag.version)"]
        if !commits.isEmpty {
            lines.append("")
            lines += commits.prefix(listedCommits).map { "- \($0.summary) (\($0.commit.prefix(7)))" }
            if commits.count > listedCommits { lines.append("- and \(commits.count - listedCommits) more") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func switchTo(_ facts: CheckoutFacts) -> String {
        facts.hasMain
            ? "eigenpal-src git -- switch \(facts.mainBranch)"
            : "eigenpal-src git -- switch --create \(facts.mainBranch) --track \(facts.remoteName)/\(facts.mainBranch)"
    }
}
