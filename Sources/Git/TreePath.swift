/// Paths inside a tree.
enum TreePath {
    /// Whether a path is made of names that a tree can hold and a working tree may get: none of them is empty, `.`,
    /// `..` or `.git`.
    static func isPlain(_ path: String) -> Bool {
        let components = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return components.allSatisfy { name in
            !name.isEmpty && !name.contains(0) && !name.elementsEqual(".".utf8)
                && !name.elementsEqual("..".utf8)
                && !name.map { $0 | 0x20 }.elementsEqual(".git".utf8)
        }
    }
}
