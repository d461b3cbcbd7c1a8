import Git
import SourceFormat

/// What a push may do to an organization's repository, whatever client it comes from.
///
/// - `main` is never deleted and never loses a commit.
/// - A release (a tag `<dotted name>@X.Y.Z`) is an annotated tag of a commit on `main`, counting what the same push adds
///   to it, at which its package is valid. Once there it is never moved and never deleted. A tag that is named like a
///   release, with an `@` after a package root, has to be one.
/// - Other branches and tags are free. Other references (notes, pull requests, a client's own) are refused: nothing
///   here reads them, and they would be kept for good.
///
/// A judgement holds as long as the repository's references stay as they are: take the lock that the repository's
/// writers share before asking, and keep it until the references are written.
public struct PushPolicy {
    let repository: Repository
    let mainReference: String

    /// A policy for a repository in which the pushed objects can be read, even if they are still in quarantine.
    public init(repository: Repository, mainReference: String = "refs/heads/main") {
        self.repository = repository
        self.mainReference = mainReference
    }

    /// Every reason to refuse a push, in the order of its updates; empty for a push that may proceed.
    ///
    /// - Throws: ``SourceRepositoryError`` where the repository cannot be read; the push has to be refused then, too.
    public func refusals(for updates: [ReferenceUpdate]) throws(SourceRepositoryError) -> [PushRefusal] {
        var refusals: [PushRefusal] = []
        var seen: Set<String> = []
        var releases = ReleaseJudge(policy: self, updates: updates)
        for update in updates {
            guard seen.insert(update.name).inserted else {
                refusals.append(
                    update.refused(.duplicateReference, "this push names it twice. Name each reference once"))
                continue
            }
            if let refusal = try refusal(for: update, &releases) { refusals.append(refusal) }
        }
        return refusals
    }

    private func refusal(
        for update: ReferenceUpdate, _ releases: inout ReleaseJudge
    ) throws(SourceRepositoryError) -> PushRefusal? {
        let isBranch = update.name.hasPrefix("refs/heads/")
        guard isBranch || update.name.hasPrefix("refs/tags/") else {
            return update.refused(
                .referenceNotAllowed,
                "only branches (refs/heads/…) and tags (refs/tags/…) can be pushed here. "
                    + "Leave this reference out: name what you push instead of --mirror")
        }
        let current =
            try git { () throws(GitError) in try repository.reference(update.name)?.target } ?? .zero
        // What the client asks of a release is refused for its own reason, wherever the client took it to be.
        if !isBranch, let refusal = try releases.refusal(for: update, current: current) { return refusal }
        guard current == update.old else {
            return update.refused(
                .referenceChanged,
                "it is at \(short(current)) and not at \(short(update.old)): another push was first. "
                    + "Run git pull, then push again")
        }
        return isBranch ? try branchRefusal(for: update, current: current) : nil
    }

    func branchRefusal(
        for update: ReferenceUpdate, current: ObjectID
    ) throws(SourceRepositoryError) -> PushRefusal? {
        let isMain = update.name == mainReference
        if update.isDeletion {
            guard isMain else { return nil }
            return update.refused(
                .mainDeleted,
                "the main branch is never deleted. To take a change back, push a commit that reverts it")
        }
        return try git { () throws(GitError) in
            guard try repository.object(update.new) == .commit else {
                return update.refused(
                    .notACommit, "\(short(update.new)) is not a commit. Point branches at commits only")
            }
            guard isMain, current != .zero, try !repository.isAncestor(current, of: update.new) else {
                return nil
            }
            return update.refused(
                .mainRewound,
                "the main branch is never rewound: its commit \(short(current)) is not in the history of "
                    + "\(short(update.new)). Run git pull, then push again without --force")
        }
    }

    func git<Value>(_ body: () throws(GitError) -> Value) throws(SourceRepositoryError) -> Value {
        do throws(GitError) { return try body() } catch { throw .git(error) }
    }
}

extension ReferenceUpdate {
    func refused(_ code: PushRefusal.Code, _ reason: String, details: [String] = []) -> PushRefusal {
        PushRefusal(reference: name, code: code, reason: reason, details: details)
    }
}

/// An object's name for people.
func short(_ id: ObjectID) -> String { id == .zero ? "nothing" : String(id.hex.prefix(12)) }
