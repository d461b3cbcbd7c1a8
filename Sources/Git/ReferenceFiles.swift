import Glibc

/// References as git keeps them in files: one `packed-refs`, sorted by name, and a loose file for each that changed
/// since. The format is git's own (`git-pack-refs`).
///
/// libgit2 reads all of `packed-refs` before it answers for one name; with many thousand tags this reader, which
/// maps the file and searches it, is what keeps a question about one package short. ``RepositoryPlace`` has it, too, for
/// what is to be known without libgit2.
public struct ReferenceFiles: Sendable {
    /// One reference: its name, what it points to, and, where `packed-refs` says so, the object a tag leads to.
    public struct Entry: Sendable, Hashable {
        /// The full name.
        public var name: String
        /// What it points to; a tag object is not peeled.
        public var target: ObjectID
        /// The object at the end of the chain of tag objects; nil where there is none, or it is not known.
        public var peeled: ObjectID?
        /// Whether `packed-refs` says all there is to know: no peeled object then means no tag object.
        public var isPeelingKnown: Bool
    }

    private let directory: String

    /// Nil where references are kept in another way than in files.
    init?(commonDirectory: String) {
        guard access(commonDirectory + "reftable", F_OK) != 0 else { return nil }
        directory = commonDirectory
    }

    /// The references whose full names begin with `prefix`, by name; nil when one of them is symbolic or a file is
    /// not as this reader knows it, so that libgit2 must answer.
    public func references(prefix: String) -> [Entry]? {
        guard prefix.hasPrefix("refs/") else { return nil }
        // Loose files first: a reference that is packed in between is then seen twice rather than not at all.
        guard let loose = looseReferences(prefix: prefix), var found = packedReferences(prefix: prefix) else {
            return nil
        }
        guard !loose.isEmpty else { return found }
        let names = Set(loose.map(\.name))
        found.removeAll { names.contains($0.name) }
        return (found + loose).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    // MARK: packed-refs

    private func packedReferences(prefix: String) -> [Entry]? {
        withPackedFile { file in file.map { Self.entries(in: $0, prefix: prefix) } ?? [] } ?? nil
    }

    /// Calls `body` with the packed file, or with nil where there is none; nil where it cannot be read.
    func withPackedFile<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        let file = open(directory + "packed-refs", O_RDONLY | O_CLOEXEC)
        if file < 0 { return errno == ENOENT ? try body(nil) : nil }
        defer { close(file) }
        var information = stat()
        guard fstat(file, &information) == 0 else { return nil }
        let size = Int(information.st_size)
        guard size > 0 else { return try body(nil) }
        guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), memory != MAP_FAILED else {
            return nil
        }
        defer { munmap(memory, size) }
        return try body(UnsafeRawBufferPointer(start: memory, count: size))
    }

    /// The entries of a `packed-refs` file whose names begin with `prefix`; nil when the file is not as expected.
    static func entries(in file: UnsafeRawBufferPointer, prefix: String) -> [Entry]? {
        var found: [Entry] = []
        var isRight = true
        let isSorted = visitEntries(in: file, prefix: prefix) { entry in
            guard let target = ObjectID(hexDigits: entry.target) else {
                isRight = false
                return
            }
            let peeled = entry.peeled.flatMap { ObjectID(hexDigits: $0) }
            if entry.peeled != nil, peeled == nil { isRight = false }
            found.append(
                Entry(
                    name: String(decoding: entry.name, as: UTF8.self), target: target, peeled: peeled,
                    isPeelingKnown: entry.isPeelingKnown))
        }
        guard let isSorted, isRight else { return nil }
        return isSorted ? found : found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    // MARK: Loose files

    func looseReferences(prefix: String) -> [Entry]? {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        var found: [Entry] = []
        return collect(folder: folder, prefix: prefix, into: &found) ? found : nil
    }

    private func collect(folder: String, prefix: String, into found: inout [Entry]) -> Bool {
        guard let stream = opendir(directory + folder) else { return errno == ENOENT || errno == ENOTDIR }
        defer { closedir(stream) }
        while let item = readdir(stream) {
            let name = withUnsafePointer(to: &item.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != "..", !name.hasSuffix(".lock") else { continue }
            let full = folder + name
            if isFolder(item, full) {
                guard (full + "/").hasPrefix(prefix) || prefix.hasPrefix(full + "/") else { continue }
                guard collect(folder: full + "/", prefix: prefix, into: &found) else { return false }
            } else if full.hasPrefix(prefix) {
                switch looseReference(full) {
                case .some(.some(let target)):
                    found.append(Entry(name: full, target: target, peeled: nil, isPeelingKnown: false))
                case .some(.none): continue
                case .none: return false
                }
            }
        }
        return true
    }

    private func isFolder(_ item: UnsafeMutablePointer<dirent>, _ name: String) -> Bool {
        if item.pointee.d_type != UInt8(DT_UNKNOWN), item.pointee.d_type != UInt8(DT_LNK) {
            return item.pointee.d_type == UInt8(DT_DIR)
        }
        var information = stat()
        return stat(directory + name, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// What a loose file says; `.some(nil)` when it went away meanwhile, nil when it is not a plain id.
    private func looseReference(_ name: String) -> ObjectID?? {
        let file = open(directory + name, O_RDONLY | O_CLOEXEC)
        if file < 0 { return errno == ENOENT ? .some(nil) : nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(file, &bytes, bytes.count)
        guard count >= 40, count == 40 || bytes[40] == UInt8(ascii: "\n") else { return nil }
        guard let id = ObjectID(hexDigits: bytes[..<40]) else { return nil }
        return .some(id)
    }
}
