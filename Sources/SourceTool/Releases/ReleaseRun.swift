import Git
import SourceFormat
import SystemPackage

/// Brings what a journal says to the server and to this checkout. Whatever is done already is left alone, so that it can
/// be called again after it was cut off at any instant.
struct ReleaseRun {
    /// Below it are the journal's objects while it is unfinished, so that they can be pushed and are kept.
    static let references = "refs/eigenpal/release/"

    let checkout: Checkout
    let file: ReleaseJournalFile
    let transport: Transport
    let context: ToolContext

    /// What became of the push.
    struct Outcome {
        /// The journal as it goes on: without what the server did not take.
        var journal: ReleaseJournal
        /// What the server said.
        var messages: [String] = []
        /// Why a part of it was not taken; nil where all was.
        var refusal: ToolError?
    }

    /// Brings the tags to the server, then to this checkout.
    ///
    /// - Parameter isAgain: whether it may have been pushed before, so that the server is asked first.
    /// - Throws: ``ToolError`` where nothing was released, and the journal is gone then; or where that is not known, and
    ///   the journal stays.
    func bring(_ journal: ReleaseJournal, isAgain: Bool) async throws(ToolError) -> Outcome {
        try await HeldSignals.during { () async throws(ToolError) in
            var outcome = Outcome(journal: journal)
            if !journal.hasArrived {
                try place(journal)
                let before = isAgain ? try await look(journal, after: nil) : nil
                if let before, before.arrived.count == journal.releases.count {
                    outcome.journal.hasArrived = true
                } else {
                    if let before { try refuse(journal, before, after: nil, saying: []) }
                    outcome = try await push(journal)
                }
                try file.write(outcome.journal, isDurable: false)
            }
            try settleHere(outcome.journal)
            return outcome
        }
    }

    /// Takes the journal and its references away.
    func clear() {
        if let repository = try? checkout.repository {
            for reference in (try? repository.references(prefix: Self.references)) ?? [] {
                try? repository.deleteReference(reference.name)
            }
        }
        file.remove()
    }

    /// Takes away the locks of references that a process left behind which was killed while it wrote them.
    ///
    /// - Throws: ``ToolError`` for a lock that cannot be removed.
    func freeReferences(of journal: ReleaseJournal) throws(ToolError) {
        let repository = try checkout.repository
        var names = journal.releases.flatMap {
            [$0.tag.referenceName, "\(Self.references)tags/\($0.tag)"]
        }
        if journal.main != nil {
            names += [
                "\(Self.references)main", "refs/heads/\(journal.mainBranch)",
                "refs/remotes/\(checkout.remoteName)/\(journal.mainBranch)",
            ]
        }
        try attempt { try repository.removeAbandonedLocks(of: names) }
    }

    /// How far a journal got.
    ///
    /// - Throws: ``ToolError`` where the server does not answer; the journal stays then.
    func look(_ journal: ReleaseJournal, after error: GitError?) async throws(ToolError) -> ReleaseArrival {
        let patience = error == .cancelled ? 2 : 1
        var transport = transport
        transport.isCancelled = { HeldSignals.count >= patience }
        let mainBranch = journal.mainBranch
        let answer = await withRepository(
            journal.remote, transport, leavingAfter: patience, grace: .milliseconds(100), limit: .seconds(20)
        ) { (repository, remote, transport) throws(GitError) in
            ServerReferences(
                try repository.remoteReferences(remote: remote, transport: transport), mainBranch: mainBranch)
        }
        if case .success(let server) = answer { return ReleaseArrival(of: journal, on: server) }
        var reasons = error.map { [ToolError($0).message] } ?? []
        if case .failure(let failure) = answer { reasons.append(ToolError(failure).message) }
        throw ToolError(
            "it is not known whether \(journal.subject) \(journal.releases.count == 1 ? "is" : "are") released: the server does not answer",
            details: reasons, next: "eigenpal-src release resume")
    }

    // MARK: The push

    /// Gives the journal's objects references.
    private func place(_ journal: ReleaseJournal) throws(ToolError) {
        let repository = try checkout.repository
        var wanted = journal.releases.map { (Self.references + "tags/\($0.tag)", $0.object) }
        if let main = journal.main { wanted.append((Self.references + "main", main.to)) }
        for (name, hex) in wanted {
            guard let id = ObjectID(hex: hex) else { continue }
            let old = try attempt { try repository.reference(name) }?.target
            guard old != id else { continue }
            try attempt {
                try repository.setReference(name, to: id, expecting: old, message: "release: begin")
            }
        }
    }

    private func push(_ journal: ReleaseJournal) async throws(ToolError) -> Outcome {
        var refspecs = journal.releases.map {
            "\(Self.references)tags/\($0.tag):\($0.tag.referenceName)"
        }
        if journal.main != nil {
            refspecs.insert("\(Self.references)main:refs/heads/\(journal.mainBranch)", at: 0)
        }
        let specs = refspecs
        var transport = transport
        transport.isCancelled = { HeldSignals.count > 0 }
        let answer = await withRepository(
            journal.remote, transport, leavingAfter: 1, grace: .seconds(1), limit: nil
        ) { (repository, remote, transport) throws(GitError) in
            try repository.push(remote: remote, refspecs: specs, transport: transport)
        }
        context.terminal.progress(nil)
        switch answer {
        case .success(let result): return try await judge(journal, result)
        case .failure(let error): return try await settle(journal, after: error, saying: [])
        case nil: return try await settle(journal, after: .cancelled, saying: [])
        }
    }

    /// Reads the server's verdict, reference by reference.
    private func judge(_ journal: ReleaseJournal, _ result: PushResult) async throws(ToolError) -> Outcome {
        var accepted: Set<ReleaseTag> = []
        var reason: String?
        var isUnknown = false
        for entry in journal.releases {
            switch PushVerdict(on: entry.tag.referenceName, in: result) {
            case .accepted: accepted.insert(entry.tag)
            case .refused(let said): reason = reason ?? said
            case .unknown: isUnknown = true
            }
        }
        if journal.main != nil,
            case .refused(let said) = PushVerdict(on: "refs/heads/\(journal.mainBranch)", in: result)
        {
            reason = reason ?? said
        }
        if accepted.count == journal.releases.count {
            return outcome(journal, ReleaseArrival(arrived: accepted), nil, result.serverMessages)
        }
        let refusal = reason.map {
            ToolError(
                "\(checkout.remoteName) refused \(journal.subject): \($0)", details: result.serverMessages)
        }
        // What is refused may be there all the same: from someone else, or from a push of this journal that was given up
        // for lost.
        return try await settle(
            journal, after: nil, saying: result.serverMessages, refusal: isUnknown ? nil : refusal)
    }

    /// Finds out from the server what arrived of a push that did not run to its end, or was refused.
    private func settle(
        _ journal: ReleaseJournal, after error: GitError?, saying messages: [String],
        refusal: ToolError? = nil
    ) async throws(ToolError) -> Outcome {
        let now = try await look(journal, after: error)
        if now.arrived.count < journal.releases.count {
            try refuse(journal, now, after: error, saying: messages)
            if now.arrived.isEmpty {
                clear()
                throw refusal.map { notReleased($0) } ?? notReleased(journal, after: error, messages)
            }
        }
        let partly =
            refusal
            ?? ToolError(
                "\(checkout.remoteName) took only a part of \(journal.subject)", details: messages)
        let isWhole = now.arrived.count == journal.releases.count
        let outcome = outcome(journal, now, isWhole ? nil : partly, messages)
        guard error == .cancelled else { return outcome }
        try file.write(outcome.journal)
        throw ToolError(
            "interrupted, when the server had \(journal.subject) already", next: "eigenpal-src release resume"
        )
    }

    private func notReleased(_ refusal: ToolError) -> ToolError {
        var refusal = refusal
        refusal.details.append("nothing was released")
        return refusal
    }

    private func notReleased(
        _ journal: ReleaseJournal, after error: GitError?, _ messages: [String]
    ) -> ToolError {
        var refusal =
            error.map { ToolError($0) } ?? ToolError("the server said nothing about \(journal.subject)")
        refusal.message += "; \(journal.subject) \(journal.releases.count == 1 ? "is" : "are") not released"
        refusal.details += messages
        return refusal
    }

    /// Refuses where nothing arrived and what was planned cannot be done any more.
    private func refuse(
        _ journal: ReleaseJournal, _ now: ReleaseArrival, after error: GitError?, saying messages: [String]
    ) throws(ToolError) {
        guard now.arrived.isEmpty else { return }
        if let taken = now.taken.first {
            clear()
            let free = (try? taken.version.bumped(.patch)).map { "\($0)" } ?? "patch"
            throw ToolError(
                "\(taken) was released meanwhile, by someone else",
                details: messages + ["nothing was released; what they released is not changed"],
                next: "eigenpal-src release \(free) \(taken.path)")
        }
        guard now.hasMainMoved else { return }
        clear()
        throw ToolError(
            "\(journal.mainBranch) moved on \(journal.remote) since the plan was made; nothing was released",
            details: messages, next: "eigenpal-src pull")
    }

    private func outcome(
        _ journal: ReleaseJournal, _ arrival: ReleaseArrival, _ refusal: ToolError?, _ messages: [String]
    ) -> Outcome {
        var journal = journal
        journal.releases.removeAll { !arrival.arrived.contains($0.tag) }
        journal.hasArrived = true
        return Outcome(journal: journal, messages: messages, refusal: refusal)
    }

    // MARK: This checkout

    /// Takes over here what the server has.
    private func settleHere(_ journal: ReleaseJournal) throws(ToolError) {
        let repository = try checkout.repository
        for entry in journal.releases {
            guard let id = ObjectID(hex: entry.object),
                try attempt({ try repository.reference(entry.tag.referenceName) }) == nil
            else { continue }
            try attempt {
                try repository.setReference(
                    entry.tag.referenceName, to: id, expecting: nil, message: "release")
            }
        }
        guard let main = journal.main.flatMap({ ObjectID(hex: $0.to) }) else { return }
        do throws(ToolError) {
            try moveMain(to: main, journal.mainBranch, in: repository)
        } catch {
            context.terminal.warn(
                "\(journal.mainBranch) could not follow here: \(error.message); run eigenpal-src pull")
        }
    }

    private func moveMain(
        to main: ObjectID, _ branch: String, in repository: Repository
    ) throws(ToolError) {
        guard let local = try attempt({ try repository.reference("refs/heads/\(branch)") })?.target,
            local != main, try attempt({ try repository.isAncestor(local, of: main) })
        else { return }
        if case .branch(branch, _) = try attempt({ try repository.head() }) {
            try attempt { try repository.fastForward(to: main) }
        } else {
            try attempt {
                try repository.setReference(
                    "refs/heads/\(branch)", to: main, expecting: local, message: "release: fast-forward")
            }
        }
    }

    /// Calls `body` with a repository of its own, so that it can be left behind; nil when it was.
    private func withRepository<Value: Sendable>(
        _ remote: String, _ transport: Transport, leavingAfter signals: Int, grace: Duration,
        limit: Duration?,
        _ body: @escaping @Sendable (Repository, String, Transport) throws(GitError) -> Value
    ) async -> Result<Value, GitError>? {
        let directory = checkout.gitDirectory
        return await LeavableCall.run(leavingAfter: signals, grace: grace, limit: limit) {
            do throws(GitError) {
                return .success(try body(try Repository(open: directory), remote, transport))
            } catch {
                return .failure(error)
            }
        }
    }
}
