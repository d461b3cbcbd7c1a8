import CLibgit2
import Glibc

/// The objects of a repository, as bytes.
final class OpenObjects {
    let repository: Repository
    private var database: OpaquePointer?

    init(of repository: Repository) { self.repository = repository }

    /// An object; its owner frees it.
    ///
    /// - Throws: `GitError.notFound`.
    fileprivate func read(_ id: ObjectID) throws(GitError) -> OpaquePointer? {
        if database == nil {
            try check(
                repository.git.git_repository_odb(&database, repository.pointer), repository.functions)
        }
        var (object, oid): (OpaquePointer?, git_oid) = (nil, id.oid)
        try check(
            repository.git.git_odb_read(&object, database, &oid), repository.functions, "tree \(id)")
        return object
    }

    deinit {
        if let database { repository.git.git_odb_free(database) }
    }
}

/// A tree that is kept open, with its entries at hand: taken apart here, since libgit2 would copy each of them once more,
/// and hand them out one by one.
final class OpenTree {
    struct Entry {
        let name: UnsafePointer<UInt8>
        let length: Int
        let mode: git_filemode_t
        let id: UnsafePointer<UInt8>

        var isTree: Bool { mode == GIT_FILEMODE_TREE }
        var isFile: Bool { mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE }
        var objectID: ObjectID { ObjectID(rawBytes: UnsafeRawBufferPointer(start: id, count: 20)) }

        func isSame(as other: Entry) -> Bool {
            guard mode == other.mode else { return false }
            // Most entries are the same, and this is asked of all: no call, no loop.
            let (left, right) = (UnsafeRawPointer(id), UnsafeRawPointer(other.id))
            return left.loadUnaligned(as: UInt64.self) == right.loadUnaligned(as: UInt64.self)
                && left.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                    == right.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                && left.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
                    == right.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
        }

        /// Git's order of names, in which a folder's name ends in a slash: 0 for the same name of the same kind.
        func order(_ other: Entry) -> Int {
            let common = min(length, other.length)
            let order = memcmp(name, other.name, common)
            if order != 0 { return Int(order) }
            return Int(byte(after: common)) - Int(other.byte(after: common))
        }

        private func byte(after common: Int) -> UInt8 {
            common < length ? name[common] : isTree ? UInt8(ascii: "/") : 0
        }

        func difference(new: ObjectID?, old: [ObjectID?]) -> TreeComparison.Difference {
            let bytes = UnsafeBufferPointer(start: name, count: length)
            return TreeComparison.Difference(
                name: String(decoding: bytes, as: UTF8.self), isTree: isTree, new: new, old: old)
        }
    }

    // The entries point into the object, which is freed with them.
    private let object: OpaquePointer?
    private let objects: OpenObjects?
    let entries: [Entry]

    private init() { (objects, object, entries) = (nil, nil, []) }

    static var empty: OpenTree { OpenTree() }

    init(_ id: ObjectID, in objects: OpenObjects) throws(GitError) {
        let repository = objects.repository
        let object = try objects.read(id)
        (self.objects, self.object) = (objects, object)
        let bytes = UnsafeBufferPointer(
            start: repository.git.git_odb_object_data(object)?.assumingMemoryBound(to: UInt8.self),
            count: repository.git.git_odb_object_size(object))
        let isTree = repository.git.git_odb_object_type(object) == GIT_OBJECT_TREE
        guard isTree, let entries = Self.entries(of: bytes) else {
            self.entries = []
            // libgit2 says what is wrong with it.
            _ = try repository.tree(id)
            throw .notFound("tree \(id)")
        }
        self.entries = entries
    }

    deinit {
        if let object, let objects { objects.repository.git.git_odb_object_free(object) }
    }

    /// The entries of a tree: for each the mode in octal digits, a blank, the name, a zero, the 20 bytes of the id.
    private static func entries(of bytes: UnsafeBufferPointer<UInt8>) -> [Entry]? {
        var entries: [Entry] = []
        guard let base = bytes.baseAddress else { return entries }
        // Short names, which most are not, make an entry of some thirty bytes.
        entries.reserveCapacity(bytes.count / 30)
        var place = 0
        while place < bytes.count {
            var mode: UInt32 = 0
            let start = place
            while place < bytes.count, case 0x30...0x37 = bytes[place], place - start < 7 {
                mode = mode << 3 | UInt32(bytes[place] - 0x30)
                place += 1
            }
            guard place > start, place < bytes.count, bytes[place] == 0x20 else { return nil }
            place += 1
            guard let end = memchr(base + place, 0, bytes.count - place) else { return nil }
            let length = UnsafeRawPointer(end) - UnsafeRawPointer(base + place)
            guard length > 0, bytes.count - place - length - 1 >= 20 else { return nil }
            entries.append(
                Entry(name: base + place, length: length, mode: kind(mode), id: base + place + length + 1))
            place += length + 21
        }
        return entries
    }

    /// What a mode stands for, whatever permissions old programs wrote.
    private static func kind(_ mode: UInt32) -> git_filemode_t {
        switch mode & 0o170000 {
        case 0o040000: GIT_FILEMODE_TREE
        case _ where mode & 0o100 != 0: GIT_FILEMODE_BLOB_EXECUTABLE
        case 0o160000: GIT_FILEMODE_COMMIT
        case 0o120000: GIT_FILEMODE_LINK
        default: GIT_FILEMODE_BLOB
        }
    }
}
