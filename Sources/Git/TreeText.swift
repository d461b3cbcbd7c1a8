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
        let isWhole = bytes.withUnsafeBytes { tree -> Bool in
            var place = 0
            while place < tree.count {
                // The mode in octal digits, a space, the name, a zero byte, the object's name of 20 bytes.
                guard let space = tree[place...].prefix(8).firstIndex(of: 0x20),
                    let end = tree[(space + 1)...].firstIndex(of: 0), end > space + 1,
                    end <= tree.count - 21, let kind = Self.kind(ofMode: tree[place..<space])
                else { return false }
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
        entries.first { bytes[$0.name].elementsEqual(name.utf8) }
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

    private static func kind(ofMode digits: Slice<UnsafeRawBufferPointer>) -> EntryKind? {
        var mode = 0
        for digit in digits {
            guard 0x30...0x37 ~= digit else { return nil }
            mode = mode << 3 | Int(digit & 7)
        }
        switch mode & 0o170000 {
        case 0o040000: return .tree
        case 0o100000: return mode & 0o100 == 0 ? .blob : .executable
        case 0o120000: return .symlink
        case 0o160000: return .submodule
        default: return nil
        }
    }
}
