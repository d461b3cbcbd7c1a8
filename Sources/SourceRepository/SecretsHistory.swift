import Git
import SourceFormat

/// Which commit each secret of a package is from, as git's blame would say it of lines.
///
/// A secret is its value and its description. A commit that has one as a parent has it got it from there (from the first
/// such parent); one that no parent has so is from the commit itself. History is walked from the newest commit on and
/// only until every secret is accounted for. A version of the file that is not valid holds no secrets.
public enum SecretsHistory {
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

    /// The origin of every secret that a package has at a commit.
    ///
    /// - Throws: ``SourceRepositoryError/git(_:)`` for a commit that is not there, or a broken repository. Where
    ///   history was cut off by a shallow clone, its end is the origin of what is older.
    public static func lastChanges(
        of package: PackagePath, at commit: ObjectID, in objects: some ObjectReader
    ) throws(SourceRepositoryError) -> [SecretName: Origin] {
        do throws(GitError) {
            var walk = SecretsWalk(objects, path: package.secretsPath)
            return try walk.origins(at: commit)
        } catch {
            throw .git(error)
        }
    }

    /// The same without libgit2; nil where it must answer.
    public static func lastChanges(
        of package: PackagePath, at commit: ObjectID, place: RepositoryPlace
    ) -> [SecretName: Origin]? {
        ObjectFiles(place: place).flatMap { try? lastChanges(of: package, at: commit, in: $0) }
    }
}

/// The walk over history. Each name waits at one commit at a time, so that no two ways through history are both taken.
private struct SecretsWalk<Objects: ObjectReader> {
    private let objects: Objects
    private let path: String
    private var waiting: [ObjectID: Set<SecretName>] = [:]
    private var queue = CommitQueue()
    private var files: FileFinder<Objects>
    private var versions: FileVersions<Objects>

    init(_ objects: Objects, path: String) {
        (self.objects, self.path) = (objects, path)
        files = FileFinder(objects, path: path)
        versions = FileVersions(objects, path: path)
    }

    mutating func origins(at start: ObjectID) throws(GitError) -> [SecretName: SecretsHistory.Origin] {
        let first = try objects.commit(start)
        guard let blob = try files.blob(inTree: first.tree) else { return [:] }
        hand(Set(try versions.entries(of: blob).keys), to: first)
        var found: [SecretName: SecretsHistory.Origin] = [:]
        // Children come before their parents by the time of the commit, so that each is visited once in all but odd
        // histories; in those it is visited again, for other names.
        while let next = queue.next() {
            guard var left = waiting.removeValue(forKey: next.id),
                let blob = try files.blob(inTree: next.tree)
            else { continue }
            for id in next.parents {
                guard !left.isEmpty, let parent = try parent(id),
                    let theirs = try files.blob(inTree: parent.tree)
                else { continue }
                let passed = theirs == blob ? left : try same(left, in: blob, and: theirs)
                left = passed.count == left.count ? [] : left.subtracting(passed)
                hand(passed, to: parent)
            }
            guard !left.isEmpty else { continue }
            let entries = try versions.entries(of: blob)
            for name in left {
                found[name] = entries[name].map {
                    SecretsHistory.Origin(
                        entry: $0, commit: next.id, author: next.author, message: next.message)
                }
            }
        }
        return found
    }

    private mutating func hand(_ names: Set<SecretName>, to commit: Commit) {
        guard !names.isEmpty else { return }
        guard let others = waiting.removeValue(forKey: commit.id) else {
            waiting[commit.id] = names
            return queue.add(commit)
        }
        waiting[commit.id] = others.union(names)
    }

    private mutating func same(
        _ names: Set<SecretName>, in blob: ObjectID, and other: ObjectID
    ) throws(GitError) -> Set<SecretName> {
        let (entries, others) = (try versions.entries(of: blob), try versions.entries(of: other))
        return names.filter { name in
            guard let entry = entries[name], let other = others[name] else { return false }
            return entry.value == other.value && entry.description == other.description
        }
    }

    /// A parent; nil where history was cut off before it.
    private func parent(_ id: ObjectID) throws(GitError) -> Commit? {
        do {
            return try objects.commit(id)
        } catch {
            guard case .notFound = error, objects.isShallow else { throw error }
            return nil
        }
    }
}

/// Finds one path in many trees, most of which are alike: below a folder that is the same, nothing is looked up again.
private struct FileFinder<Objects: ObjectReader> {
    private let objects: Objects
    private let names: [String]
    /// For each part of the path, the folders that were looked into and what they have of that name.
    private var known: [[ObjectID: TreeEntry?]]

    init(_ objects: Objects, path: String) {
        self.objects = objects
        names = path.split(separator: "/").map(String.init)
        known = Array(repeating: [:], count: names.count)
    }

    /// The file's contents as an object; nil where there is no file.
    mutating func blob(inTree tree: ObjectID) throws(GitError) -> ObjectID? {
        var place = tree
        for (depth, name) in names.enumerated() {
            let entry: TreeEntry?
            if let found = known[depth][place] {
                entry = found
            } else {
                entry = try objects.entry(atPath: name, inTree: place)
                known[depth].updateValue(entry, forKey: place)
            }
            guard let entry else { return nil }
            if depth == names.count - 1 {
                return entry.kind == .blob || entry.kind == .executable ? entry.id : nil
            }
            guard entry.kind == .tree else { return nil }
            place = entry.id
        }
        return nil
    }
}

/// The versions of a secrets file. The last few are kept: each is compared with the next older one.
private struct FileVersions<Objects: ObjectReader> {
    typealias Entries = [SecretName: SecretsFile.Entry]

    private static var capacity: Int { 16 }
    private let objects: Objects
    private let path: String
    private var kept: [(blob: ObjectID, entries: Entries)] = []

    init(_ objects: Objects, path: String) { (self.objects, self.path) = (objects, path) }

    mutating func entries(of blob: ObjectID) throws(GitError) -> Entries {
        if let place = kept.firstIndex(where: { $0.blob == blob }) {
            let version = kept.remove(at: place)
            kept.append(version)
            return version.entries
        }
        let file: SecretsFile?
        do {
            file = SecretsFile.parse(bytes: try objects.blob(blob, limit: FileLimit.manifest), file: path).0
        } catch {
            guard case .tooLarge = error else { throw error }
            file = nil
        }
        let entries = Entries((file?.entries ?? []).map { ($0.name, $0) }) { first, _ in first }
        if kept.count == Self.capacity { kept.removeFirst() }
        kept.append((blob, entries))
        return entries
    }
}
