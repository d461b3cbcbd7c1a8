import Git

extension PushPolicy {
    /// What the server will refuse of a push, as far as can be told before it: from the repository that it is pushed
    /// from, and what the remote says its references are.
    ///
    /// - Parameters:
    ///   - updates: the updates, `old` being where the remote has each reference.
    ///   - mainThere: the remote's `main` as it was last fetched; nil where it never was.
    /// - Throws: ``SourceRepositoryError`` where the repository cannot be read.
    public func refusals(
        before updates: [ReferenceUpdate], mainThere: ObjectID?
    ) throws(SourceRepositoryError) -> [PushRefusal] {
        var refusals: [PushRefusal] = []
        var releases = ReleaseJudge(policy: self, updates: updates, mainThere: mainThere)
        for update in updates {
            if update.name.hasPrefix("refs/tags/") {
                if let refusal = try releases.refusal(for: update, current: update.old) {
                    refusals.append(refusal)
                }
            } else if update.name == mainReference, update.isDeletion || knows(update.old) {
                if let refusal = try branchRefusal(for: update, current: update.old) {
                    refusals.append(refusal)
                }
            }
        }
        return refusals
    }

    private func knows(_ id: ObjectID) -> Bool { (try? repository.object(id)) != nil }
}
