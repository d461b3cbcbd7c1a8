import Git
import SourceFormat

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files that go onto `main` by one commit, without a working tree.
struct ScaffoldCommit {
    /// How often a `main` that moved meanwhile, or is being moved, is tried again.
    static let attempts = 16

    let repository: Repository
    let reference: String
    let author: Signature
    let message: String
    let files: [Templates.File]

    /// Makes the commit while the lock is held, and moves the reference to it.
    func make(under lock: Scaffolder.Lock?) throws(SourceRepositoryError) -> ObjectID {
        guard let lock else { return try make() }
        return try lock { () throws(SourceRepositoryError) in try make() }
    }

    private func make() throws(SourceRepositoryError) -> ObjectID {
        for attempt in 0..<Self.attempts {
            let tip = try inGit { () throws(GitError) in try repository.reference(reference)?.target }
            let changes = try changes(on: tip)
            if changes.isEmpty, let tip { return tip }
            do throws(GitError) {
                return try commit(changes, on: tip)
            } catch {
                guard try lostRace(error, from: tip) else { throw .git(error) }
            }
            // Another writer holds the reference for moments only.
            usleep(UInt32(1_000 * min(attempt + 1, 50)))
        }
        throw .busy(reference: reference)
    }

    private func lostRace(_ error: GitError, from tip: ObjectID?) throws(SourceRepositoryError) -> Bool {
        if case .locked = error { return true }
        return try inGit { () throws(GitError) in try repository.reference(reference)?.target } != tip
    }

    private func changes(
        on tip: ObjectID?
    ) throws(SourceRepositoryError) -> [Templates.File] {
        guard let tip else { return Templates.rootFiles + files }
        let present = try CommitFiles(repository: repository, commit: tip)
        try Scaffolder.checkPlaces(of: files.map(\.path), in: present)
        return try Scaffolder.rootFiles(missingFrom: present) + files
    }

    private func commit(
        _ files: [Templates.File], on tip: ObjectID?
    ) throws(GitError) -> ObjectID {
        var changes: [String: TreeChange] = [:]
        for file in files {
            changes[file.path] = .blob(
                try repository.createBlob(Array(file.contents.utf8)), executable: file.isExecutable)
        }
        var base: ObjectID?
        if let tip { base = try repository.commit(tip).tree }
        let tree = try repository.writeTree(basedOn: base, changes: changes)
        let commit = try repository.createCommit(
            tree: tree, parents: tip.map { [$0] } ?? [], author: author, committer: author, message: message)
        let summary = message.prefix { $0 != "\n" }
        try repository.setReference(reference, to: commit, expecting: tip, message: "commit: \(summary)")
        return commit
    }
}
