import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// The secrets files of the packages that others depend on, each as it was released in the version asked for.
enum DependencySecrets {
    /// The secrets files of everything that packages of a checkout depend on, each dependency once.
    ///
    /// - Throws: ``ToolError`` for a graph that does not resolve, and for a secrets file that is not valid.
    static func files(
        of packages: [PackagePath], in checkout: Checkout
    ) throws(ToolError) -> [(package: PackagePath, file: SecretsFile)] {
        let repository = try checkout.repository
        guard let head = try attempt({ try repository.head().commit }) else { return [] }
        let resolver = LockResolver(
            repository: repository, mainReference: "refs/heads/\(checkout.mainBranch)")
        let working = WorkingFiles(directory: checkout.root.string)
        var nodes: [LockNode] = []
        for package in packages {
            let lockfile = try attempt { try resolver.resolve(working: package, in: working, commit: head) }
            nodes += lockfile.root.dependencies
        }
        return try files(of: nodes, in: repository)
    }

    /// The secrets files of locked packages and of all that they need, each once.
    ///
    /// - Throws: ``ToolError`` for a secrets file that is not valid.
    static func files(
        of nodes: [LockNode], in repository: Repository
    ) throws(ToolError) -> [(package: PackagePath, file: SecretsFile)] {
        var found: [(package: PackagePath, file: SecretsFile)] = []
        var seen: Set<String> = []
        func visit(_ node: LockNode) throws(ToolError) {
            guard seen.insert("\(node.packagePath)@\(node.commit)").inserted,
                let commit = ObjectID(hex: node.commit)
            else { return }
            if let file = try SecretsDocument.read(of: node.packagePath, at: commit, in: repository) {
                found.append((node.packagePath, file))
            }
            for dependency in node.dependencies { try visit(dependency) }
        }
        for node in nodes { try visit(node) }
        return found
    }
}
