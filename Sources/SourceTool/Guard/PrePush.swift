import Git
import Guard
import Scanning
import Sealing
import SourceFormat
import SourceRepository
import SystemPackage

/// The checks before a push: what leaks a secret, breaks a package or is no release stops it.
public enum PrePush {
    /// The most bytes that git may tell of a push.
    private static let limit = 64 << 20

    /// Reads on standard input what git tells its `pre-push` hook, and checks it.
    ///
    /// - Parameter remote: the remote's name and URL, as git passes them.
    /// - Throws: ``ToolError`` where it cannot be checked, which stops the push, too.
    public static func run(_ context: ToolContext, remote: [String]) async throws(ToolError) -> GuardReport {
        let input = try context.terminal.readAllInput(limit: limit).whole.withBytes { Array($0) }
        let updates: [PushUpdate]
        do throws(PushUpdatesError) {
            updates = try PushUpdate.parse(input)
        } catch {
            throw .usage(
                "what a push brings is told on standard input, as git tells its pre-push hook: \(error)")
        }
        guard !updates.isEmpty else { return GuardReport() }
        return try report(on: updates, to: remote, try context.openCheckout(), context)
    }

    /// The same before a push of this tool's own, which runs no hooks, where the checkout has the hook.
    ///
    /// - Parameter judgesReferences: whether the rules for releases and `main` are still to be checked.
    /// - Throws: ``ToolError`` that says what stops the push.
    static func check(
        _ updates: [PushUpdate], to remote: String, judgesReferences: Bool, _ checkout: Checkout,
        _ context: ToolContext
    ) throws(ToolError) {
        guard try HookState(of: checkout).isChecked else { return }
        let report = try report(
            on: updates, to: [remote], judgesReferences: judgesReferences, checkout, context)
        for finding in report.warnings { context.terminal.warn(finding.summary) }
        guard !report.isClean else { return }
        throw ToolError(
            "\(count(report.errors.count, "problem")) in what would be pushed; nothing was pushed",
            details: report.details)
    }

    private static func report(
        on updates: [PushUpdate], to remote: [String], judgesReferences: Bool = true, _ checkout: Checkout,
        _ context: ToolContext
    ) throws(ToolError) -> GuardReport {
        let store = checkout.objects
        let names = try remoteNames(remote, checkout)
        let isOrganization = names.contains(checkout.remoteName)
        let pending = PendingSecrets.names(in: checkout).map { ($0.package, $0.name.rawValue) }
        let directory: String
        if let place = checkout.place {
            directory = place.commonDirectory
        } else {
            directory = try checkout.repository.commonDirectory
        }
        let scene = PushCheck.Scene(
            store: store, remoteTips: try tips(of: names, checkout),
            remoteMain: isOrganization
                ? try reference("refs/remotes/\(checkout.remoteName)/\(checkout.mainBranch)", checkout) : nil,
            mainBranch: checkout.mainBranch, judgesReferences: isOrganization && judgesReferences,
            ignoreRules: { GeneralIgnoreRules.contents(directory, context) }, pending: pending)
        let check = PushCheck(scene) { Scanner(ownValues: KnownValues.gather(checkout, context)) }
        let result = try attempt { try check.run(updates) }
        for file in result.skipped {
            context.terminal.warn("\(file.path) is too large to be looked into")
        }
        return GuardReport(result, tips: Set(updates.map(\.new)))
    }

    /// The configured remotes that git means: the one of this name, or those at this URL.
    private static func remoteNames(_ remote: [String], _ checkout: Checkout) throws(ToolError) -> [String] {
        guard let name = remote.first else { return [checkout.remoteName] }
        let remotes: [(name: String, url: String)]
        if let config = checkout.place?.config {
            remotes = config.subsections(of: "remote").map { name in
                (name, config.value("remote", name, "url") ?? "")
            }
        } else {
            remotes = try attempt { try checkout.repository.remotes() }.map { ($0.name, $0.url) }
        }
        let named = remotes.filter { $0.name == name }
        return (named.isEmpty ? remotes.filter { remote.contains($0.url) } : named).map(\.name)
    }

    private static func tips(of names: [String], _ checkout: Checkout) throws(ToolError) -> [ObjectID] {
        var tips: [ObjectID] = []
        for name in names {
            let prefix = "refs/remotes/\(name)/"
            if let found = checkout.place?.referenceFiles?.references(prefix: prefix) {
                tips += found.map(\.target)
            } else {
                tips += try attempt { try checkout.repository.references(prefix: prefix) }.map(\.target)
            }
        }
        return tips
    }

    private static func reference(_ name: String, _ checkout: Checkout) throws(ToolError) -> ObjectID? {
        if let found = checkout.place?.referenceFiles?.references(prefix: name) {
            return found.first { $0.name == name }?.target
        }
        return try attempt { try checkout.repository.reference(name) }?.target
    }
}
