extension RepositoryPlace {
    /// The tags whose short names begin with `prefix`, by name, as ``Repository/tags(prefix:)`` has them; nil where
    /// libgit2 must answer.
    public func tags(prefix: String) -> [Tag]? {
        guard let found = referenceFiles?.references(prefix: "refs/tags/\(prefix)") else { return nil }
        if found.isEmpty { return [] }
        guard let objects = ObjectFiles(place: self) else { return nil }
        return try? found.map { entry throws(GitError) in try objects.tag(of: entry) }
    }
}
