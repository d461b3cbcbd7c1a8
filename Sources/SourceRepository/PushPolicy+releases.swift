import Git
import SourceFormat

/// Judges the tags of one push: which mean to be releases, and whether they may be.
struct ReleaseJudge {
    private let policy: PushPolicy
    private let updates: [ReferenceUpdate]
    /// Where `main` will be after the push; nil until it was asked for.
    private var main: ObjectID??
    /// The commits of `main`, for a push of many tags.
    private var mainCommits: Set<ObjectID>?

    // Walking all of `main` once costs about as much as this many questions about single commits.
    private static let fewReleases = 8
    // A broken package can have thousands of findings, and a push thousands of packages.
    private static let shownFindings = 10

    init(policy: PushPolicy, updates: [ReferenceUpdate]) {
        self.policy = policy
        self.updates = updates
    }

    /// A judge of a push that is still here, for a server whose `main` is at a commit; nil where that is not known.
    init(policy: PushPolicy, updates: [ReferenceUpdate], mainThere: ObjectID?) {
        self.init(policy: policy, updates: updates)
        let pushed = updates.first { $0.name == policy.mainReference && !$0.isDeletion }?.new
        main = .some(pushed ?? mainThere)
    }

    /// Why a tag may not be what the push asks; nil for a good release, and for a tag that does not mean to be one.
    mutating func refusal(
        for update: ReferenceUpdate, current: ObjectID
    ) throws(SourceRepositoryError) -> PushRefusal? {
        let name = String(update.name.dropFirst("refs/tags/".count))
        guard Self.meansToBeRelease(name) else { return nil }
        let tag: ReleaseTag
        do throws(FormatError) {
            tag = try ReleaseTag(parsing: name)
        } catch {
            // One that came here another way is no release, and may go.
            if update.isDeletion { return nil }
            return update.refused(
                .invalidReleaseName,
                "a tag that begins with a package's name and has an @ has to be a release, <dotted name>@X.Y.Z: "
                    + error.description)
        }
        if current != .zero, update.new != current {
            return existing(tag, update, current)
        }
        if update.isDeletion || update.new == current { return nil }
        return try creation(tag, update)
    }

    /// Whether a tag's name begins with a package root and has an `@` after it: a person who writes that means a
    /// release, or makes others believe in one.
    static func meansToBeRelease(_ name: String) -> Bool {
        guard name.utf8.contains(0x40) else { return false }
        return PackageRoot.allCases.contains { root in
            let start = name.utf8.prefix(root.rawValue.utf8.count + 1)
            return start.last.map { $0 == 0x2E || $0 == 0x2F } == true
                && start.dropLast().elementsEqual(root.rawValue.utf8, by: { $0 | 0x20 == $1 })
        }
    }

    private func existing(_ tag: ReleaseTag, _ update: ReferenceUpdate, _ current: ObjectID) -> PushRefusal {
        if update.isDeletion {
            return update.refused(
                .releaseDeleted,
                "a release is never deleted. To replace it, release the next version of \(tag.path)")
        }
        return update.refused(
            .releaseMoved,
            "this version is released already, and a release never moves. "
                + "Run git fetch --tags --force to get it, then release the next version of \(tag.path)")
    }

    private mutating func creation(
        _ tag: ReleaseTag, _ update: ReferenceUpdate
    ) throws(SourceRepositoryError) -> PushRefusal? {
        let repository = policy.repository
        guard try policy.git({ () throws(GitError) in try repository.object(update.new) }) == .tag else {
            return update.refused(
                .releaseNotAnnotated,
                "a release is an annotated tag, and this one is lightweight. "
                    + "Run git tag -d \(tag), then make it with eigenpal-src release, or git tag -a")
        }
        guard let commit = try? repository.resolve("\(update.new.hex)^{commit}") else {
            return update.refused(
                .releaseNotACommit,
                "a release is of a commit, and this tag is not. Tag a commit of the main branch")
        }
        guard try isOnMain(commit) else {
            return update.refused(
                .releaseOffMain,
                "its commit \(short(commit)) is not on the main branch. "
                    + "Merge it, then push main and the tag together: git push origin main \(tag)")
        }
        return try invalidity(of: tag.path, at: commit, update)
    }

    private func invalidity(
        of path: PackagePath, at commit: ObjectID, _ update: ReferenceUpdate
    ) throws(SourceRepositoryError) -> PushRefusal? {
        let files = try CommitFiles(repository: policy.repository, commit: commit)
        let errors = PackageValidator(files: files).validate(path).filter { $0.severity == .error }
        guard !errors.isEmpty else { return nil }
        var details = errors.prefix(Self.shownFindings).map { TerminalText.cleaned($0.description) }
        if errors.count > details.count { details.append("and \(errors.count - details.count) more") }
        return update.refused(
            .releaseInvalid,
            "\(path) is not valid at commit \(short(commit)). "
                + "Mend it (eigenpal-src validate \(path) shows how), commit to main, and tag that commit",
            details: details)
    }

    private mutating func isOnMain(_ commit: ObjectID) throws(SourceRepositoryError) -> Bool {
        let repository = policy.repository
        guard let main = try mainAfterPush() else { return false }
        if updates.count <= Self.fewReleases {
            return try policy.git { () throws(GitError) in try repository.isAncestor(commit, of: main) }
        }
        if mainCommits == nil {
            mainCommits = try policy.git { () throws(GitError) in Set(try repository.history(from: main)) }
        }
        return mainCommits?.contains(commit) == true
    }

    /// The commit that `main` is at once the push is through. A push that does not get through with `main` does not
    /// get through at all, so that its own update counts unconditionally.
    private mutating func mainAfterPush() throws(SourceRepositoryError) -> ObjectID? {
        if let main { return main }
        let pushed = updates.first { $0.name == policy.mainReference && !$0.isDeletion }?.new
        let value = try policy.git { () throws(GitError) -> ObjectID? in
            if let pushed { return try policy.repository.object(pushed) == .commit ? pushed : nil }
            return try policy.repository.reference(policy.mainReference)?.target
        }
        main = .some(value)
        return value
    }
}
