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
    func publish() throws(ToolError) -> [String] {
        let object = try attempt {
            try checkout.repository.createAnnotatedTag(
                named: plan.tag.name, target: plan.commit, tagger: tagger, message: plan.message)
        }
        return try HeldSignals.during { () throws(ToolError) in try push(object) }
    }

    private func push(_ object: ObjectID) throws(ToolError) -> [String] {
        let name = plan.tag.referenceName
        var cancellable = transport
        cancellable.isCancelled = { HeldSignals.count > 0 }
        let result: PushResult
        do throws(GitError) {
            result = try checkout.repository.push(
                remote: checkout.remoteName, refspecs: ["\(name):\(name)"], transport: cancellable)
        } catch {
            return try settle(object, after: error, saying: [])
        }
        switch PushVerdict(on: name, in: result) {
        case .accepted: return result.serverMessages
        case .refused(let reason):
            removeTag(object)
            throw ToolError(
                "\(checkout.remoteName) refused \(plan.tag): \(reason)",
                details: result.serverMessages + ["nothing was released; the tag was removed here"],
                next: "eigenpal-src release \(plan.version) \(plan.package), once that is mended")
        case .unknown: return try settle(object, after: nil, saying: result.serverMessages)
        }
    }

    /// Finds out from the server whether a tag arrived whose push did not run to its end.
    private func settle(
        _ object: ObjectID, after error: GitError?, saying messages: [String]
    ) throws(ToolError) -> [String] {
        var impatient = transport
        impatient.isCancelled = { HeldSignals.count > 1 }
        let there: ObjectID?
        do throws(GitError) {
            there = try checkout.repository.remoteReferences(
                remote: checkout.remoteName, transport: impatient
            ).first { $0.name == plan.tag.referenceName }?.id
        } catch {
            throw unknown(object, error)
        }
        guard there == object else {
            removeTag(object)
            var refusal =
                error.map { ToolError($0) } ?? ToolError("the server said nothing about \(plan.tag)")
            if case .cancelled = error { refusal = ToolError("interrupted") }
            refusal.message += "; \(plan.tag) is not released"
            refusal.details += messages + ["the tag was removed here"]
            refusal.next = refusal.next ?? "eigenpal-src release \(plan.version) \(plan.package)"
            throw refusal
        }
        guard case .cancelled = error else { return messages }
        throw ToolError(
            "interrupted, when \(plan.tag) was on the server already: it is released",
            next: plan.package.kind.isAutomation
                ? "eigenpal-src sync \(plan.package)" : "eigenpal-src releases \(plan.package) --server")
    }

    /// The server cannot be asked. Without the tag here, the next pull brings it if it arrived, and the next release
    /// makes it if it did not.
    private func unknown(_ object: ObjectID, _ error: GitError) -> ToolError {
        removeTag(object)
        return ToolError(
            "it is not known whether \(plan.tag) arrived: the connection broke while it was pushed",
            details: [
                ToolError(error).message,
                "the tag was removed here; a pull brings it back if the server has it",
            ],
            next: "eigenpal-src releases \(plan.package) --server")
    }

    /// Removes the tag here if it is still the one that was made here.
    private func removeTag(_ object: ObjectID) {
        guard let reference = try? checkout.repository.reference(plan.tag.referenceName),
            reference.target == object
        else { return }
        try? checkout.repository.deleteReference(plan.tag.referenceName)
    }
}
