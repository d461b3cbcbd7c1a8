import Git
import SourceFormat
import SourceRepository

/// `save`: the changed packages are validated, committed and pushed, and nothing else is.
public enum SaveChanges {
    /// Validates what changed; if all of it is valid, commits the changed packages and pushes the branch.
    ///
    /// Changed files that lie in no package stay as they are. Where nothing changed, commits that were not pushed yet
    /// are.
    ///
    /// - Parameter arguments: the packages to save; none means every changed one.
    /// - Throws: ``ToolError`` with all findings where a package is not valid, and nothing is committed then. Where
    ///   the push is refused the commit stays, and the error says so.
    public static func run(
        _ context: ToolContext, message: String, packages arguments: [String] = []
    ) async throws(ToolError) -> SaveReport {
        let message = try CommitMessage.parse(message)
        let checkout = try context.openCheckout()
        let branch = try CurrentBranch(of: checkout, to: "save on")
        var changes = try WorkingChanges(of: checkout).packages
        if !arguments.isEmpty {
            let named = try PackageArgument.resolveAll(arguments, in: checkout, context)
            for path in named where !changes.contains(where: { $0.path == path }) {
                try PackageArgument.require(path, in: checkout)
            }
            changes = changes.filter { named.contains($0.path) }
        }
        guard !changes.isEmpty else { return try pushOnly(branch, checkout, context) }

        let paths = changes.map(\.path)
        let kept = changes.filter { !$0.isRemoved }.map(\.path)
        let (findings, broken) = try ValidatePackages.check(kept, in: checkout)
        guard !findings.containsErrors else {
            throw ToolError(
                "\(count(Set(findings.map(\.file)).count, "file")) with problems; nothing was committed",
                details: findings.map(\.description),
                next: "eigenpal-src validate \(broken.map(\.description).joined(separator: " "))")
        }
        for finding in findings { context.terminal.warn(finding.description) }

        let commit = try CommitChanges.commit(changes.flatMap(\.files), message, checkout)
        let push: PushReport
        do throws(ToolError) {
            push = try PushBranch.push(branch, checkout, context)
        } catch {
            var refusal = error
            refusal.message = "committed \(commit.commit.prefix(7)), which is not pushed: \(error.message)"
            refusal.next = error.next ?? "eigenpal-src push"
            throw refusal
        }
        let left = try WorkingChanges(of: checkout)
        warn(of: left, context)
        return SaveReport(
            packages: paths, commit: commit, push: push,
            leftAlone: left.files.map(\.path))
    }

    private static func pushOnly(
        _ branch: CurrentBranch, _ checkout: Checkout, _ context: ToolContext
    ) throws(ToolError) -> SaveReport {
        let left = try WorkingChanges(of: checkout)
        let untouched = left.files.map(\.path)
        guard branch.commit != nil, branch.commit != branch.fetched else {
            if let unread = left.unreadManifests.first {
                throw ToolError("nothing to save: \(unread.message)", next: unread.next)
            }
            throw ToolError(
                "nothing to save: no package changed",
                details: untouched.isEmpty ? [] : ["in no package: \(untouched.joined(separator: ", "))"],
                next: untouched.isEmpty ? nil : "eigenpal-src commit -m MESSAGE")
        }
        let push = try PushBranch.push(branch, checkout, context)
        warn(of: left, context)
        return SaveReport(packages: [], commit: nil, push: push, leftAlone: untouched)
    }

    /// Says of what was left alone which of it was probably meant to be a package.
    private static func warn(of left: WorkingChanges, _ context: ToolContext) {
        for unread in left.unreadManifests {
            context.terminal.warn("\(unread.message); next: \(unread.next)")
        }
    }
}

/// What a save did.
public struct SaveReport: Renderable {
    /// The packages that were committed, in order.
    public var packages: [PackagePath]
    /// The commit; nil where only earlier commits were pushed.
    public var commit: CommitReport?
    /// Where it went.
    public var push: PushReport
    /// Changed files that were not committed, because they lie in no package or in none that was named.
    public var leftAlone: [String]

    /// The commit, its packages, the push, and what was left alone.
    public func lines(_ style: Style) -> [String] {
        var lines = commit?.lines(style) ?? ["Nothing changed since the last commit"]
        if !packages.isEmpty { lines += packages.map { "  \($0)" } }
        lines += push.lines(style)
        if !leftAlone.isEmpty {
            lines.append(style.dim("Left alone: \(leftAlone.joined(separator: ", "))"))
        }
        return lines
    }
}
