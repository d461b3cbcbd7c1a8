/// One package in a lockfile, and below it the packages that it needs.
public struct LockNode: Sendable, Hashable, Codable {
    /// The package.
    public let packagePath: PackagePath
    /// What was asked for: `latest`, `1.x`, ….
    public let requestedRef: String
    /// What that was: the version, or `main`, or the commit.
    public let resolvedRef: String
    /// The release's tag, where it is one.
    public let resolvedTag: String?
    /// The commit, as 40 hexadecimal digits.
    public let commit: String
    /// What it needs.
    public let dependencies: [LockNode]

    /// Describes a package.
    public init(
        packagePath: PackagePath, requestedRef: String, resolvedRef: String, resolvedTag: String? = nil,
        commit: String, dependencies: [LockNode] = []
    ) {
        self.packagePath = packagePath
        self.requestedRef = requestedRef
        self.resolvedRef = resolvedRef
        self.resolvedTag = resolvedTag
        self.commit = commit
        self.dependencies = dependencies
    }
}

extension LockNode {
    /// The first package, this one and all below it in the order of the file, that is so.
    func first(where isWanted: (LockNode) -> Bool) -> LockNode? {
        if isWanted(self) { return self }
        for dependency in dependencies {
            if let node = dependency.first(where: isWanted) { return node }
        }
        return nil
    }

    func write(to json: inout JSONText, indentation: Int) {
        func field(_ name: String, _ value: String) {
            json.newLine(indentation: indentation + 2)
            json.append("\"\(name)\": ")
            json.append(string: value)
            json.append(",")
        }
        json.append("{")
        field("packagePath", packagePath.description)
        field("requestedRef", requestedRef)
        field("resolvedRef", resolvedRef)
        if let resolvedTag { field("resolvedTag", resolvedTag) }
        field("commit", commit)
        json.newLine(indentation: indentation + 2)
        json.append("\"dependencies\": [")
        for (index, dependency) in dependencies.enumerated() {
            if index > 0 { json.append(",") }
            json.newLine(indentation: indentation + 4)
            dependency.write(to: &json, indentation: indentation + 4)
        }
        if !dependencies.isEmpty { json.newLine(indentation: indentation + 2) }
        json.append("]")
        json.newLine(indentation: indentation)
        json.append("}")
    }
}
