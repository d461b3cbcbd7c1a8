import Glibc

/// The tags of a repository as they were at one moment, as far as `packed-refs` tells all of them: what asks for the tags
/// of one package after the other has the file mapped once.
public final class PackedTags {
    private let file: MappedFile?
    /// What lies in the folder of loose tags: names of tags, and of folders of tags.
    private let loose: [String]

    /// The tags of a repository; nil where references are kept in another way than in files, or cannot be read.
    ///
    /// - Parameter commonDirectory: the directory that all worktrees share, with a slash at its end.
    public init?(commonDirectory: String) {
        guard ReferenceFiles(commonDirectory: commonDirectory) != nil,
            // Loose files first: a tag that is packed in between is then seen twice rather than not at all.
            let loose = names(inFolder: commonDirectory + "refs/tags") ?? (errno == ENOENT ? [] : nil)
        else { return nil }
        let path = commonDirectory + "packed-refs"
        file = MappedFile(path: path)
        self.loose = loose
        // An empty file is none to map, and holds no reference.
        var information = stat()
        if file == nil {
            guard stat(path, &information) == 0 ? information.st_size == 0 : errno == ENOENT else {
                return nil
            }
        }
    }

    /// Calls `body` with each tag whose short name begins with `prefix`, by name.
    ///
    /// - Returns: false where a tag of this prefix has a file of its own, or `packed-refs` is not as it should be or does
    ///   not say what a tag leads to: another reader has to answer, and what `body` was called with is void.
    public func visit(prefix: String, _ body: (TagTarget) -> Void) -> Bool {
        guard !loose.contains(where: { $0.utf8.starts(with: prefix.utf8) }) else { return false }
        guard let file else { return true }
        var isKnown = true
        let isRight: Void? = ReferenceFiles.visitEntries(in: file.bytes, prefix: "refs/tags/\(prefix)") {
            entry in
            isKnown = isKnown && entry.isPeelingKnown
            body(TagTarget(name: UnsafeBufferPointer(rebasing: entry.name[10...]), entry: entry))
        }.map { _ in }
        return isRight != nil && isKnown
    }
}
