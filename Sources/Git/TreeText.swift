import Glibc

/// A tree as git stores it, with its entries found but not copied.
public final class TreeText: Sendable {
    /// One entry: where it is, and what it is.
    public struct Entry: Sendable {
        /// Where its name is in the tree's bytes; a zero byte and the object's name follow it.
        fileprivate let start: UInt32
        fileprivate let end: UInt32
        /// What it is.
        public let kind: EntryKind

        fileprivate var name: Range<Int> { Int(start)..<Int(end) }
        /// Where the next entry begins.
        fileprivate var next: Int { Int(end) + 21 }
    }

    private let bytes: [UInt8]
    /// The entries, in git's order.
    public let entries: [Entry]
    /// How many bytes of memory it takes, about.
    var size: Int { bytes.count + entries.count * MemoryLayout<Entry>.stride + 128 }

    /// A tree without entries.
    public static let empty = TreeText()

    private init() { (bytes, entries) = ([], []) }

    /// Reads a tree; nil for one that libgit2 would not read either.
    init?(_ bytes: [UInt8]) {
        guard bytes.count < UInt32.max else { return nil }
        var entries: [Entry] = []
        // An entry takes about so many bytes, its name being a word.
        entries.reserveCapacity(bytes.count / 36)
        let isWhole = bytes.withUnsafeBytes { tree -> Bool in
            guard let base = tree.baseAddress else { return true }
            var place = 0
            while place < tree.count {
                // The mode in octal digits, a space, the name, a zero byte, the object's name of 20 bytes.
                var mode = 0
                var space = place
                while space < tree.count, space - place < 7, 0x30...0x37 ~= tree[space] {
                    mode = mode << 3 | Int(tree[space] & 7)
                    space += 1
                }
                guard space > place, space < tree.count, tree[space] == 0x20, mode <= UInt16.max,
                    let zero = memchr(base + space + 1, 0, tree.count - space - 1)
                else { return false }
                let end = UnsafeRawPointer(zero) - base
                guard end > space + 1, end <= tree.count - 21 else { return false }
                entries.append(
                    Entry(start: UInt32(space + 1), end: UInt32(end), kind: Self.kind(ofMode: mode)))
                place = end + 21
            }
            return true
        }
        guard isWhole else { return nil }
        (self.bytes, self.entries) = (bytes, entries)
    }

    /// An entry's name.
    public func name(of entry: Entry) -> String { String(decoding: bytes[entry.name], as: UTF8.self) }

    /// The object that an entry stands for.
    public func id(of entry: Entry) -> ObjectID {
        bytes.withUnsafeBytes {
            ObjectID(rawBytes: UnsafeRawBufferPointer(rebasing: $0[(Int(entry.end) + 1)..<entry.next]))
        }
    }

    /// The entry of a name; nil where there is none.
    public func entry(named name: String) -> Entry? {
        var name = name
        return name.withUTF8 { name in
            guard let wanted = name.baseAddress else { return nil }
            return bytes.withUnsafeBytes { bytes -> Entry? in
                guard let base = bytes.baseAddress else { return nil }
                return entries.first {
                    $0.name.count == name.count && memcmp(base + Int($0.start), wanted, name.count) == 0
                }
            }
        }
    }

    /// How many entries from a place on are the same, one after the other, as those of another tree from another place
    /// on, told by comparing memory.
    func alike(from place: Int, _ other: TreeText, from otherPlace: Int) -> Int {
        guard place < entries.count, otherPlace < other.entries.count else { return 0 }
        let start = begin(place)
        let otherStart = other.begin(otherPlace)
        let run = bytes.withUnsafeBytes { left in
            other.bytes.withUnsafeBytes { right in
                let most = min(left.count - start, right.count - otherStart)
                var count = 0
                while count + 8 <= most,
                    left.loadUnaligned(fromByteOffset: start + count, as: UInt64.self)
                        == right.loadUnaligned(fromByteOffset: otherStart + count, as: UInt64.self)
                { count += 8 }
                while count < most, left[start + count] == right[otherStart + count] { count += 1 }
                return count
            }
        }
        // Entries that end within what is alike are, since they begin alike.
        var low = place
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].next - start <= run { low = middle + 1 } else { high = middle }
        }
        return low - place
    }

    /// Where an entry's mode begins.
    private func begin(_ place: Int) -> Int {
        place == 0 ? 0 : entries[place - 1].next
    }

    /// Compares two entries by git's order of names, in which a folder's ends in a slash: under 0 where this one's
    /// comes first, 0 for the same name of the same sort, folder or none.
    func order(_ entry: Entry, _ other: Entry, of tree: TreeText) -> Int {
        bytes.withUnsafeBytes { left in
            tree.bytes.withUnsafeBytes { right in
                let left = left[entry.name]
                let right = right[other.name]
                let common = min(left.count, right.count)
                if let one = left.first, let two = right.first, one != two { return Int(one) - Int(two) }
                for place in 0..<common {
                    let (one, two) = (left[left.startIndex + place], right[right.startIndex + place])
                    if one != two { return Int(one) - Int(two) }
                }
                func byte(_ name: Slice<UnsafeRawBufferPointer>, _ kind: EntryKind) -> Int {
                    common < name.count
                        ? Int(name[name.startIndex + common]) : kind == .tree ? Int(UInt8(ascii: "/")) : 0
                }
                return byte(left, entry.kind) - byte(right, other.kind)
            }
        }
    }

    /// What a mode stands for, as libgit2 takes it, whatever permissions old programs wrote.
    static func kind(ofMode mode: Int) -> EntryKind {
        switch mode & 0o170000 {
        case 0o040000: .tree
        case _ where mode & 0o100 != 0: .executable
        case 0o160000: .submodule
        case 0o120000: .symlink
        default: .blob
        }
    }
}
