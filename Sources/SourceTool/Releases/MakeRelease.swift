import Eigenpal
import EigenpalAPI
import Git
import SourceFormat

/// `release`: a package gets a version. It is checked, planned, tagged, pushed, read back and synced, in this order,
/// and a step that fails leaves no half of itself behind.
public enum MakeRelease {
    /// How a release is made.
    public struct Options: Sendable, Hashable {
        /// The tag's message; nil makes one of the commits.
        public var message: String?
        /// Shows the plan and changes nothing.
        public var isDryRun: Bool
        /// Asks nothing.
        public var isConfirmed: Bool
        /// Has the server take over what the release says of its automation.
        public var syncs: Bool

        /// The options as typed.
        public init(
            message: String? = nil, isDryRun: Bool = false, isConfirmed: Bool = false, syncs: Bool = true
        ) {
            self.message = message
            self.isDryRun = isDryRun
            self.isConfirmed = isConfirmed
            self.syncs = syncs
        }
    }

    /// Plans a release and, unless it is a dry run, makes it.
    ///
    /// - Throws: ``ToolError``: each refusal before the tag is made changes nothing; one after it says what stands.
    public static func run(
        _ context: ToolContext, _ request: ReleaseRequest, _ options: Options
    ) async throws(ToolError) -> ReleaseReport {
        let message = try options.message.map { (text) throws(ToolError) in try CommitMessage.parse(text) }
        let checkout = try context.openCheckout()
        let package = try PackageArgument.resolve(request.package, in: checkout, context)
        try PackageArgument.require(package, in: checkout)
        guard options.isDryRun || options.isConfirmed || context.terminal.inputIsTerminal else {
            throw .usage(
                "there is no terminal to ask before \(package) is released; add --yes, or --dry-run")
        }
        let survey = ReleaseSurvey(checkout: checkout, package: package)
        let facts = try survey.checkoutFacts()
        try ReleasePlanner.check(facts)
        let tagger = try CommitChanges.identity(checkout)
        let transport = try checkout.transport(to: checkout.remoteName, context)
        context.terminal.progress("asking \(checkout.remoteName) …")
        let server = try survey.serverFacts(keepsReferences: !options.isDryRun, transport)
        context.terminal.progress(nil)
        let plan = try ReleasePlanner.plan(request.version, message: message, checkout: facts, server: server)
        var report = ReleaseReport(
            plan: plan, remoteURL: try checkout.url(of: checkout.remoteName),
            syncs: options.syncs && package.kind.isAutomation, isDryRun: options.isDryRun)
        if options.isDryRun { return report }

        if !options.isConfirmed {
            for line in report.planLines(.plain) { context.terminal.note(line) }
            guard try context.terminal.confirm("Release \(plan.tag)?") else {
                throw ToolError("nothing was released")
            }
        } else {
            for warning in plan.warnings { context.terminal.warn(warning) }
        }
        let account = try context.account()
        let publisher = ReleasePublisher(
            checkout: checkout, plan: plan, tagger: tagger, transport: transport)
        defer { context.terminal.progress(nil) }
        for said in try await publisher.publish() { context.terminal.note("remote: \(said)") }
        context.terminal.progress(nil)
        report.isReleased = true
        try await follow(&report, plan, account, context)
        return report
    }

    /// Reads the release back from the server, and syncs.
    private static func follow(
        _ report: inout ReleaseReport, _ plan: ReleasePlan, _ account: Account, _ context: ToolContext
    ) async throws(ToolError) {
        let syncs = report.syncs
        let outcome: (isConfirmed: Bool, sync: SyncReport.Result?)
        do throws(ToolError) {
            outcome = try await context.withClient(for: account) { client in
                let answer = try await RetryPolicy.standard.run { () throws(EigenpalError) in
                    try await client.source.releases(
                        packagePath: plan.package.description, version: plan.version.description)
                }
                let isThere = answer.releases.contains { item in
                    item.version == plan.version.description && item.commit == plan.commit.hex
                }
                guard isThere, syncs else { return (isThere, nil) }
                return (
                    isThere, await SyncAutomations.sync(.package(plan.package), client, account, context)
                )
            }
        } catch {
            throw ToolError(
                "\(plan.tag) is released, but could not be read back: \(error.message)",
                details: error.details,
                next: syncs
                    ? "eigenpal-src sync \(plan.package)" : "eigenpal-src releases \(plan.package) --server")
        }
        guard outcome.isConfirmed else {
            throw ToolError(
                "the server took the tag \(plan.tag), but does not list it at \(plan.commit.short)",
                details: ["the Git remote may belong to another server than \(account.baseURL)"],
                next: "eigenpal-src releases \(plan.package) --server")
        }
        report.isReadBack = true
        report.sync = outcome.sync
    }
}
