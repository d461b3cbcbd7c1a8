/// A tag by its name and what it leads to, without what it says.
public struct TagTarget: Sendable, Hashable {
    /// The name after `refs/tags/`.
    public let name: String
    /// The object at the end of the chain of tag objects; nil where only the tag object itself can tell.
    public let target: ObjectID?
    /// Whether it is an annotated tag; nil where only the object that it points to can tell.
    public let isAnnotated: Bool?
}

extension Repository {
    /// The tags whose short names begin with `prefix`, by name, as far as the files of references tell: no object is
    /// opened. What is unknown of one is asked of ``tag(named:)``.
    public func tagTargets(prefix: String) throws(GitError) -> [TagTarget] {
        let full = "refs/tags/\(prefix)"
        if let found = ReferenceFiles(commonDirectory: commonDirectory)?.references(prefix: full) {
            return found.map { entry in
                let name = String(entry.name.utf8.dropFirst(10)) ?? ""
                guard entry.isPeelingKnown else {
                    return TagTarget(name: name, target: nil, isAnnotated: nil)
                }
                return TagTarget(
                    name: name, target: entry.peeled ?? entry.target, isAnnotated: entry.peeled != nil)
            }
        }
        return try references(prefix: full).map { reference in
            TagTarget(name: String(reference.name.dropFirst(10)), target: nil, isAnnotated: nil)
        }
    }
}
