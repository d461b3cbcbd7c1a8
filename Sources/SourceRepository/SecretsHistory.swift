import Git
import SourceFormat

/// Which commit each secret of a package is from, as git's blame would say it of lines.
///
/// A secret is its value and its description. A commit that has one as a parent has it got it from there; one that no
/// parent has so is from the commit itself. History is walked from the newest commit on and only until every secret is
/// accounted for; a version of the file is read once, and not at all where its parent has the same one. A version that
/// is not valid holds no secrets.
public struct SecretsHistory {
    /// The commit that a secret is from.
    public struct Origin: Sendable {
        /// The secret as that commit has it, which is as it still is.
        public let entry: SecretsFile.Entry
        /// The commit's id.
        public let commit: ObjectID
        /// Who wrote it, and when.
        public let author: Signature
        /// The whole message.
        public let message: String
    }

    private let repository: Repository
    private let path: String
    private var versions: [ObjectID: [SecretName: SecretsFile.Entry]] = [:]
    private var commits: [ObjectID: Commit] = [:]
    private var blobs: [ObjectID: ObjectID?] = [:]

    private init(_ repository: Repository, _ path: String) {
        (self.repository, self.path) = (repository, path)
    }

    /// The origin of every secret that a package has at a commit.
    ///
    /// - Throws: ``SourceRepositoryError/git(_:)`` for a commit that is not there, or a broken repository. Where
    ///   history was cut off by a shallow clone, its end is the origin of what is older.
    public static func lastChanges(
        of package: PackagePath, at commit: ObjectID, in repository: Repository
    ) throws(SourceRepositoryError) -> [SecretName: Origin] {
        var history = SecretsHistory(repository, package.secretsPath)
        do throws(GitError) {
            return try history.origins(at: commit)
        } catch {
            throw .git(error)
        }
    }

    private mutating func origins(at start: ObjectID) throws(GitError) -> [SecretName: Origin] {
        var found: [SecretName: Origin] = [:]
        guard let first = try blob(at: try commit(start)) else { return [:] }
        var open: [ObjectID: Set<SecretName>] = [start: Set(try entries(of: first).keys)]
        while let next = try newest(among: open.keys), let names = open.removeValue(forKey: next.id) {
            guard !names.isEmpty, let id = try blob(at: next) else { continue }
            var left = names
            var mine: [SecretName: SecretsFile.Entry]?
            for parentID in next.parents {
                guard !left.isEmpty, let parent = try? commit(parentID), let theirs = try blob(at: parent)
                else {
                    continue
                }
                var passed = left
                if theirs != id {
                    let own: [SecretName: SecretsFile.Entry]
                    if let mine { own = mine } else { own = try entries(of: id) }
                    mine = own
                    let others = try entries(of: theirs)
                    passed = left.filter { name in
                        own[name]?.value == others[name]?.value
                            && own[name]?.description == others[name]?.description
                    }
                }
                guard !passed.isEmpty else { continue }
                open[parent.id, default: []].formUnion(passed)
                left.subtract(passed)
            }
            for name in left {
                guard let entry = try entries(of: id)[name] else { continue }
                found[name] = Origin(
                    entry: entry, commit: next.id, author: next.author, message: next.message)
            }
        }
        return found
    }

    /// Children come before their parents by the time of the commit, so that each is visited once in all but odd
    /// histories; in those it is visited again, and the answer is the same.
    private mutating func newest(among ids: some Collection<ObjectID>) throws(GitError) -> Commit? {
        var newest: Commit?
        for id in ids {
            let commit = try commit(id)
            if newest.map({ $0.committer.date < commit.committer.date }) ?? true { newest = commit }
        }
        return newest
    }

    private mutating func commit(_ id: ObjectID) throws(GitError) -> Commit {
        if let known = commits[id] { return known }
        let commit = try repository.commit(id)
        commits[id] = commit
        return commit
    }

    private mutating func blob(at commit: Commit) throws(GitError) -> ObjectID? {
        if let known = blobs[commit.tree] { return known }
        let entry = try repository.entry(atPath: path, inTree: commit.tree)
        let id = entry?.kind == .blob || entry?.kind == .executable ? entry?.id : nil
        blobs[commit.tree] = .some(id)
        return id
    }

    private mutating func entries(of blob: ObjectID) throws(GitError) -> [SecretName: SecretsFile.Entry] {
        if let known = versions[blob] { return known }
        let bytes = try repository.blob(blob, limit: FileLimit.manifest)
        let file = SecretsFile.parse(bytes: bytes, file: path).0
        let entries = Dictionary((file?.entries ?? []).map { ($0.name, $0) }) { first, _ in first }
        versions[blob] = entries
        return entries
    }
}
