import Glibc

/// A tree as git stores it, with its entries found but not copied.
public final class TreeText: Sendable {
    /// One entry: where it is, and what it stands for.
    public struct Entry: Sendable {
        /// Where its name is in the tree's bytes.
        let name: Range<Int>
        /// What it is.
        public let kind: EntryKind
        /// The object it stands for.
        public let id: ObjectID
    }

    let bytes: [UInt8]
    /// The entries, in git's order.
    public let entries: [Entry]

    /// A tree without entries.
    public static let empty = TreeText()

    private init() { (bytes, entries) = ([], []) }

    /// Reads a tree; nil for one that is damaged.
    public init?(_ bytes: [UInt8]) {
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
                while space < tree.count, space - place < 8, 0x30...0x37 ~= tree[space] {
                    mode = mode << 3 | Int(tree[space] & 7)
                    space += 1
                }
                guard space > place, space < tree.count, tree[space] == 0x20,
                    let kind = Self.kind(ofMode: mode),
                    let zero = memchr(base + space + 1, 0, tree.count - space - 1)
                else { return false }
                let end = UnsafeRawPointer(zero) - base
                guard end > space + 1, end <= tree.count - 21 else { return false }
                let id = ObjectID(rawBytes: UnsafeRawBufferPointer(rebasing: tree[(end + 1)..<(end + 21)]))
                entries.append(Entry(name: space + 1..<end, kind: kind, id: id))
                place = end + 21
            }
            return true
        }
        guard isWhole else { return nil }
        (self.bytes, self.entries) = (bytes, entries)
    }

    /// An entry's name.
    public func name(of entry: Entry) -> String { String(decoding: bytes[entry.name], as: UTF8.self) }

    /// The entry of a name; nil where there is none.
    public func entry(named name: String) -> Entry? {
        var name = name
        return name.withUTF8 { name in
            guard let wanted = name.baseAddress else { return nil }
            return bytes.withUnsafeBytes { bytes -> Entry? in
                guard let base = bytes.baseAddress else { return nil }
                return entries.first {
                    $0.name.count == name.count && memcmp(base + $0.name.lowerBound, wanted, name.count) == 0
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
            if entries[middle].name.upperBound + 21 - start <= run { low = middle + 1 } else { high = middle }
        }
        return low - place
    }

    /// Where an entry's mode begins.
    private func begin(_ place: Int) -> Int {
        place == 0 ? 0 : entries[place - 1].name.upperBound + 21
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

    private static func kind(ofMode mode: Int) -> EntryKind? {
        switch mode & 0o170000 {
        case 0o040000: return .tree
        case 0o100000: return mode & 0o100 == 0 ? .blob : .executable
        case 0o120000: return .symlink
        case 0o160000: return .submodule
        default: return nil
        }
    }
}
