import Git
import SourceFormat

/// Makes the tag of a planned release and brings it to the server, so that it is at both places or at none.
struct ReleasePublisher {
    let checkout: Checkout
    let plan: ReleasePlan
    let tagger: Signature
    let transport: Transport

    /// Tags and pushes. The tag is removed again unless the server has it.
    ///
    /// - Returns: what the server said along the way.
    /// - Throws: ``ToolError`` that says where the tag is now and what to do.
    func publish() async throws(ToolError) -> [String] {
        try await HeldSignals.during { () async throws(ToolError) in
            let object = try attempt {
                try checkout.repository.createAnnotatedTag(
                    named: plan.tag.name, target: plan.commit, tagger: tagger, message: plan.message)
            }
            return try await push(object)
        }
    }

    private func push(_ object: ObjectID) async throws(ToolError) -> [String] {
        let name = plan.tag.referenceName
        var transport = transport
        transport.isCancelled = { HeldSignals.count > 0 }
        let answer = await withRepository(transport, leavingAfter: 1, grace: .seconds(1), limit: nil) {
            (repository, remote, transport) throws(GitError) in
            try repository.push(remote: remote, refspecs: ["\(name):\(name)"], transport: transport)
        }
        switch answer {
        case .success(let result):
            switch PushVerdict(on: name, in: result) {
            case .accepted: return result.serverMessages
            case .refused(let reason): throw refused(object, reason, result.serverMessages)
            case .unknown: return try await settle(object, after: nil, saying: result.serverMessages)
            }
        case .failure(.notFastForward): throw overtaken(object)
        case .failure(let error): return try await settle(object, after: error, saying: [])
        case nil: return try await settle(object, after: .cancelled, saying: [])
        }
    }

    /// The server has got another tag of this name since the plan was made.
    private func overtaken(_ object: ObjectID) -> ToolError {
        removeTag(object)
        return ToolError(
            "\(plan.tag) was released meanwhile, by someone else",
            details: ["nothing was released; the tag was removed here"], next: "eigenpal-src pull")
    }

    private func refused(_ object: ObjectID, _ reason: String, _ messages: [String]) -> ToolError {
        removeTag(object)
        return ToolError(
            "\(checkout.remoteName) refused \(plan.tag): \(reason)",
            details: messages + ["nothing was released; the tag was removed here"],
            next: "eigenpal-src release \(plan.version) \(plan.package)")
    }

    /// Finds out from the server whether a tag arrived whose push did not run to its end.
    private func settle(
        _ object: ObjectID, after error: GitError?, saying messages: [String]
    ) async throws(ToolError) -> [String] {
        let name = plan.tag.referenceName
        let patience = error == .cancelled ? 2 : 1
        var transport = transport
        transport.isCancelled = { HeldSignals.count >= patience }
        let answer = await withRepository(
            transport, leavingAfter: patience, grace: .milliseconds(100), limit: .seconds(20)
        ) { (repository, remote, transport) throws(GitError) in
            try repository.remoteReferences(remote: remote, transport: transport).first { $0.name == name }?
                .id
        }
        guard case .success(let there) = answer else { throw unknown(object, after: error) }
        if let there, there != object { throw overtaken(object) }
        guard there == object else {
            removeTag(object)
            var refusal =
                error.map { ToolError($0) } ?? ToolError("the server said nothing about \(plan.tag)")
            refusal.message += "; \(plan.tag) is not released"
            refusal.details += messages + ["the tag was removed here"]
            refusal.next = refusal.next ?? "eigenpal-src release \(plan.version) \(plan.package)"
            throw refusal
        }
        guard error == .cancelled else { return messages }
        throw ToolError(
            "interrupted, when the server had \(plan.tag) already: it is released",
            next: plan.package.kind.isAutomation
                ? "eigenpal-src sync \(plan.package)" : "eigenpal-src releases \(plan.package) --server")
    }

    /// The server cannot be asked. Without the tag here, the next pull brings it if it arrived, and the next release
    /// makes it if it did not.
    private func unknown(_ object: ObjectID, after error: GitError?) -> ToolError {
        removeTag(object)
        return ToolError(
            "it is not known whether \(plan.tag) is released: the push did not end, and the server does not answer",
            details: (error.map { [ToolError($0).message] } ?? [])
                + ["the tag was removed here; a pull brings it back if the server has it"],
            next: "eigenpal-src releases \(plan.package) --server")
    }

    /// Removes the tag here if it is still the one that was made here.
    private func removeTag(_ object: ObjectID) {
        guard let reference = try? checkout.repository.reference(plan.tag.referenceName),
            reference.target == object
        else { return }
        try? checkout.repository.deleteReference(plan.tag.referenceName)
    }

    /// Calls `body` with a repository of its own, so that it can be left behind; nil when it was.
    private func withRepository<Value: Sendable>(
        _ transport: Transport, leavingAfter signals: Int, grace: Duration, limit: Duration?,
        _ body: @escaping @Sendable (Repository, String, Transport) throws(GitError) -> Value
    ) async -> Result<Value, GitError>? {
        let (directory, remote) = (checkout.gitDirectory, checkout.remoteName)
        return await LeavableCall.run(leavingAfter: signals, grace: grace, limit: limit) {
            do throws(GitError) {
                return .success(try body(try Repository(open: directory), remote, transport))
            } catch {
                return .failure(error)
            }
        }
    }
}
