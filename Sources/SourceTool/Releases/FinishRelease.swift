import Git
import SourceFormat

/// `release resume` and `release abort`: what was begun and cut off is finished as it was planned, or given up.
public enum FinishRelease {
    /// Finishes the release that is unfinished.
    ///
    /// - Throws: ``ToolError`` where there is none.
    public static func resume(_ context: ToolContext) async throws(ToolError) -> ReleaseReport {
        let checkout = try context.openCheckout()
        let lock = try ReleaseLock(in: checkout, context)
        defer { withExtendedLifetime(lock) {} }
        let file = try ReleaseJournalFile(in: checkout)
        guard let journal = try file.read() else { throw ToolError("no release is unfinished") }
        return try await finish(journal, file, checkout, context, isAgain: true)
    }

    /// Gives up the release that is unfinished, if nothing of it reached the server.
    ///
    /// - Throws: ``ToolError`` where there is none, where the server has some of it, or does not answer.
    public static func abort(_ context: ToolContext) async throws(ToolError) -> AbortReport {
        let checkout = try context.openCheckout()
        let lock = try ReleaseLock(in: checkout, context)
        defer { withExtendedLifetime(lock) {} }
        let file = try ReleaseJournalFile(in: checkout)
        guard let journal = try file.read() else { throw ToolError("no release is unfinished") }
        let run = ReleaseRun(
            checkout: checkout, file: file, transport: try checkout.transport(to: journal.remote, context),
            context: context)
        try run.freeReferences(of: journal)
        let arrival = try await run.look(journal, after: nil)
        context.terminal.progress(nil)
        guard arrival.arrived.isEmpty, !journal.hasArrived else {
            throw ToolError(
                "\(checkout.remoteName) has \(arrival.arrived.sorted().map(\.name).joined(separator: ", ")) already, and a release never goes away",
                next: "eigenpal-src release resume")
        }
        run.clear()
        return AbortReport(releases: journal.releases.map(\.tag.name))
    }

    /// Does what is left to do of a journal.
    ///
    /// - Parameters:
    ///   - isAgain: whether some of it may be done already.
    ///   - report: the report of the plan; nil makes one of the journal.
    static func finish(
        _ journal: ReleaseJournal, _ file: ReleaseJournalFile, _ checkout: Checkout, _ context: ToolContext,
        isAgain: Bool, report planned: ReleaseReport? = nil
    ) async throws(ToolError) -> ReleaseReport {
        let account = try context.account()
        let run = ReleaseRun(
            checkout: checkout, file: file, transport: try checkout.transport(to: journal.remote, context),
            context: context)
        defer { context.terminal.progress(nil) }
        if isAgain { try run.freeReferences(of: journal) }
        let outcome = try await run.bring(journal, isAgain: isAgain)
        for said in outcome.messages { context.terminal.note("remote: \(said)") }
        context.terminal.progress(nil)
        var journal = outcome.journal
        let url = try checkout.url(of: journal.remote)
        var report = planned ?? ReleaseReport(journal, remoteURL: url)
        var outcomes: [ReleaseTag: ReleaseFollowUp.Outcome] = [:]
        let follow = ReleaseFollowUp(file: file, account: account, context: context)
        let isLeft = try await follow.run(&journal, &outcomes)
        let arrived = Set(journal.releases.map(\.tag.name))
        report.releases.removeAll { !arrived.contains($0.tag) }
        for index in report.releases.indices {
            report.releases[index].isReleased = true
            let tag = ReleaseTag(
                path: report.releases[index].package, version: report.releases[index].version)
            report.releases[index].isReadBack = outcomes[tag]?.isReadBack ?? true
            report.releases[index].sync = outcomes[tag]?.sync
        }
        if isLeft { report.resume = "eigenpal-src release resume" } else { run.clear() }
        if let refusal = outcome.refusal { throw refusal }
        return report
    }
}

/// What was given up.
public struct AbortReport: Renderable {
    /// The tags that are not made.
    public let releases: [String]

    /// The tags on a line each.
    public func lines(_ style: Style) -> [String] {
        releases.map { "Gave up \(style.name($0))" } + ["Nothing was released"]
    }
}
