import CLibgit2
import Glibc

extension Repository {
    /// Moves the current branch and the working tree forward to a commit that follows it.
    ///
    /// Local changes at other paths stay. Where an earlier call was cut off, by a kill or a full disk, what it had brought
    /// is no local change, nor is a file of which it wrote the beginning.
    ///
    /// - Throws: `GitError.diverged` when the commit does not follow, `.conflict` with the paths whose local changes
    ///   would be lost (nothing has moved then), `.detachedHead`, `.locked`.
    public func fastForward(to target: ObjectID) throws(GitError) {
        guard !isBare else { throw .bareRepository(gitDirectory) }
        let record = ForwardRecord(gitDirectory: gitDirectory)
        if let earlier = record.target, earlier != target, isOnTheWay(earlier, to: target) {
            try forward(to: earlier, record)
        }
        try forward(to: target, record)
    }

    /// Whether a commit lies between the current branch and another commit. The record may name any.
    private func isOnTheWay(_ commit: ObjectID, to target: ObjectID) -> Bool {
        guard case .branch(_, let current)? = try? head() else { return false }
        return (try? isAncestor(current, of: commit)) == true && (try? isAncestor(commit, of: target)) == true
    }

    private func forward(to target: ObjectID, _ record: ForwardRecord) throws(GitError) {
        try withLockedIndex { index throws(GitError) -> (branch: String, from: ObjectID?)? in
            let branch: String
            var current: ObjectID?
            switch try head() {
            case .branch(let name, let commit): (branch, current) = (name, commit)
            case .unborn(let name): branch = name
            case .detached: throw .detachedHead
            }
            if let current {
                if current == target { return nil }
                guard try isAncestor(current, of: target) else {
                    let (ahead, behind) = try aheadBehind(local: current, upstream: target)
                    throw .diverged(ahead: ahead, behind: behind)
                }
            }
            try requireNoOperation()
            let staged = try stagedPaths(thatDifferBetween: current, and: target, index)
            guard staged.isEmpty else { throw .conflict(staged) }
            let isAgain = record.target == target
            if !isAgain { try record.begin(target) }
            do throws(GitError) {
                try checkOut(target, from: current, isAgain: isAgain)
            } catch {
                if case .conflict = error, !isAgain { record.end() }
                throw error
            }
            return (branch, current)
        } then: { move throws(GitError) in
            if let move {
                try setReference(
                    "refs/heads/\(move.branch)", to: target, expecting: move.from,
                    message: "pull: fast-forward")
            }
            record.end()
        }
    }

    /// The staged or conflicted paths that are not the same in two commits: a checkout would drop what is staged
    /// there, since libgit2 looks at the working tree alone. What is staged just as it will be is none of them.
    private func stagedPaths(
        thatDifferBetween current: ObjectID?, and target: ObjectID, _ index: OpaquePointer?
    ) throws(GitError) -> [String] {
        let staged = try status().filter { $0.isConflicted || $0.index != nil }
        guard !staged.isEmpty else { return [] }
        let old = try current.map { id throws(GitError) in try commit(id).tree }
        let new = try commit(target).tree
        var found: Set<String> = []
        for entry in staged {
            for path in [entry.path, entry.oldPath].compactMap({ $0 }) {
                let before = try old.flatMap { tree throws(GitError) in
                    try self.entry(atPath: path, inTree: tree)
                }
                let after = try self.entry(atPath: path, inTree: new)
                if entry.isConflicted || (before != after && !isStaged(after, at: path, index)) {
                    found.insert(path)
                }
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether the index has at a path what a tree has there.
    private func isStaged(_ entry: TreeEntry?, at path: String, _ index: OpaquePointer?) -> Bool {
        guard let staged = git.git_index_get_bypath(index, path, 0) else { return entry == nil }
        return withUnsafePointer(to: staged.pointee.id) { ObjectID($0) } == entry?.id
            && TreeText.kind(ofMode: Int(staged.pointee.mode)) == entry?.kind
    }

    /// Brings the working tree and the index from one commit to another, keeping local changes. A file that is there
    /// already as the new commit has it is no change.
    ///
    /// - Parameter isAgain: whether an attempt at the same was cut off; what it left of a file is none either.
    private func checkOut(
        _ target: ObjectID, from current: ObjectID?, isAgain: Bool
    ) throws(GitError) {
        do throws(GitError) {
            try checkOut(target, progress: nil)
        } catch {
            guard case .conflict(let paths) = error else { throw error }
            let tree = try commit(target).tree
            for path in paths {
                guard let entry = try entry(atPath: path, inTree: tree), let workingDirectory,
                    entry.kind == .blob || entry.kind == .executable
                else { throw error }
                let file = workingDirectory + path
                if try isThere(entry, at: path, file) { continue }
                guard isAgain, try isPart(of: entry.id, file) else { throw error }
            }
            // All else that the commits differ in is as the old one has it, or it would be among the paths.
            var changed: [String] = []
            let old = try current.map { id throws(GitError) in try commit(id).tree }
            try ObjectStore(of: self).fileDifferences(of: tree, from: [old]) { changed.append($0.path) }
            try checkOut(changed, from: target)
        }
    }

    /// Whether a file is as a tree has it at a path.
    private func isThere(_ entry: TreeEntry, at path: String, _ file: String) throws(GitError) -> Bool {
        guard let mode = WorkingFile.mode(of: file), mode != GIT_FILEMODE_LINK,
            (mode == GIT_FILEMODE_BLOB_EXECUTABLE) == (entry.kind == .executable)
        else { return false }
        var oid = git_oid()
        try check(git.git_repository_hashfile(&oid, pointer, file, GIT_OBJECT_BLOB, path), functions, file)
        return withUnsafePointer(to: &oid) { ObjectID($0) } == entry.id
    }

    /// Whether there is no file, or the beginning of one that a checkout was writing. One whose line ends a checkout
    /// changes is not told.
    private func isPart(of id: ObjectID, _ path: String) throws(GitError) -> Bool {
        var information = stat()
        guard lstat(path, &information) == 0 else { return errno == ENOENT }
        guard information.st_mode & S_IFMT == S_IFREG, information.st_size < (try blobSize(id)) else {
            return false
        }
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw GitError(systemError: errno, path) }
        defer { close(file) }
        let whole = try blob(id, limit: .max)
        var (buffer, position) = ([UInt8](repeating: 0, count: 1 << 16), 0)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw GitError(systemError: errno, path) }
            if count == 0 { return true }
            guard position + count <= whole.count,
                whole[position..<position + count].elementsEqual(buffer[..<count])
            else { return false }
            position += count
        }
    }
}
