import Eigenpal
import EigenpalAPI
import Git
import SourceFormat

/// What follows when the server has the tags: each release is read back, and its automation synced, in order.
struct ReleaseFollowUp {
    let file: ReleaseJournalFile
    let account: Account
    let context: ToolContext

    /// What became of one release.
    struct Outcome {
        /// Whether the server lists it.
        var isReadBack = false
        /// What became of the sync; nil where there was none.
        var sync: SyncReport.Result?
    }

    /// Why it cannot go on now.
    private struct Halt: Error {
        let error: ToolError
        /// Whether it is worth going on with later.
        let isResumable: Bool
    }

    /// Reads back and syncs what is not done yet, and takes note of each that is.
    ///
    /// - Parameters:
    ///   - journal: gets to know what is done.
    ///   - outcomes: gets what became of each release, also of those before one that fails.
    /// - Returns: whether something is left that can be done later.
    /// - Throws: ``ToolError`` where a release could not be read back.
    func run(
        _ journal: inout ReleaseJournal, _ outcomes: inout [ReleaseTag: Outcome]
    ) async throws(ToolError) -> Bool {
        var progress = (journal: journal, outcomes: outcomes, isLeft: false, halt: Halt?.none)
        progress = try await context.withClient(for: account) { [progress] client in
            var progress = progress
            for index in progress.journal.releases.indices where !progress.journal.releases[index].isDone {
                let entry = progress.journal.releases[index]
                do throws(Halt) {
                    let outcome = try await follow(entry, client)
                    progress.outcomes[entry.tag] = outcome
                    if outcome.sync?.isUnreachable == true {
                        progress.isLeft = true
                        continue
                    }
                } catch {
                    progress.halt = error
                    return progress
                }
                progress.journal.releases[index].isDone = true
                // Lost at most is that it was done; doing it again changes nothing.
                try file.write(progress.journal, isDurable: false)
            }
            return progress
        }
        (journal, outcomes) = (progress.journal, progress.outcomes)
        guard let halt = progress.halt else { return progress.isLeft }
        if !halt.isResumable { file.remove() }
        throw halt.error
    }

    private func follow(
        _ entry: ReleaseJournal.Entry, _ client: EigenpalClient
    ) async throws(Halt) -> Outcome {
        let answer: SourceReleasesResponse
        do throws(EigenpalError) {
            answer = try await RetryPolicy.standard.run { () throws(EigenpalError) in
                try await client.source.releases(
                    packagePath: entry.package.description, version: entry.version.description)
            }
        } catch {
            let cause = ToolError(error, account: account)
            throw Halt(
                error: ToolError(
                    "\(entry.tag) is released, but could not be read back: \(cause.message)",
                    details: cause.details,
                    next: error.meansUnreachable
                        ? "eigenpal-src release resume"
                        : entry.syncs
                            ? "eigenpal-src sync \(entry.package)"
                            : "eigenpal-src releases \(entry.package) --server"),
                isResumable: error.meansUnreachable)
        }
        let isThere = answer.releases.contains { item in
            item.version == entry.version.description && item.commit == entry.commit
        }
        guard isThere else {
            throw Halt(
                error: ToolError(
                    "the server took the tag \(entry.tag), but does not list it at \(entry.commit.prefix(7))",
                    details: ["the Git remote may belong to another server than \(account.baseURL)"],
                    next: "eigenpal-src releases \(entry.package) --server"), isResumable: false)
        }
        guard entry.syncs else { return Outcome(isReadBack: true) }
        let sync = await SyncAutomations.sync(.package(entry.package), client, account, context)
        return Outcome(isReadBack: true, sync: sync)
    }
}
