/// A tag by its name and what it leads to, without what it says; seen where the file of references lies in memory.
public struct TagTarget {
    /// The name after `refs/tags/`, valid while the call that it was handed to lasts.
    public let name: UnsafeBufferPointer<UInt8>
    let entry: ReferenceFiles.PackedEntry?

    /// The object at the end of the chain of tag objects; nil where only the tag object itself can tell.
    public var target: ObjectID? {
        guard let entry, entry.isPeelingKnown else { return nil }
        return ObjectID(hexDigits: entry.peeled ?? entry.target)
    }

    /// Whether it is an annotated tag; nil where only the object that it points to can tell.
    public var isAnnotated: Bool? {
        guard let entry, entry.isPeelingKnown else { return nil }
        return entry.peeled != nil
    }
}

extension Repository {
    /// Calls `body` with each tag whose short name begins with `prefix`, as far as the files of references tell: no object
    /// is opened, and no text is made of a name. What is unknown of one is asked of ``tag(named:)``.
    ///
    /// Most tags come by name, so that those of one package mostly stand together.
    public func visitTags(
        prefix: String, _ body: (TagTarget) throws(GitError) -> Void
    ) throws(GitError) {
        let full = "refs/tags/\(prefix)"
        if let files = ReferenceFiles(commonDirectory: commonDirectory),
            let loose = try files.visitPacked(
                prefix: full,
                { entry throws(GitError) in
                    let name = UnsafeBufferPointer(rebasing: entry.name[10...])
                    try body(TagTarget(name: name, entry: entry))
                })
        {
            for name in loose { try visit(name, body) }
            return
        }
        for reference in try references(prefix: full) { try visit(reference.name, body) }
    }

    private func visit(
        _ name: String, _ body: (TagTarget) throws(GitError) -> Void
    ) throws(GitError) {
        let bytes = Array(name.utf8)
        try bytes.withUnsafeBufferPointer { bytes throws(GitError) in
            try body(TagTarget(name: UnsafeBufferPointer(rebasing: bytes[10...]), entry: nil))
        }
    }
}
