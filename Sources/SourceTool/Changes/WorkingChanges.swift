import Git
import SourceFormat
import SourceRepository

/// What differs from the last commit, by the package it lies in. Ignored files are left out.
struct WorkingChanges {
    /// One changed package.
    struct Package {
        /// The package.
        let path: PackagePath
        /// Whether nothing of it is left.
        let isRemoved: Bool
        /// Its changed files, in order.
        let files: [FileChange]
    }

    /// The changed packages, in order.
    let packages: [Package]
    /// The changed files that lie in no package, in order.
    let others: [FileChange]

    /// Reads the status of a checkout.
    ///
    /// - Throws: ``ToolError``.
    init(of checkout: Checkout) throws(ToolError) {
        let kinds = FileChange.kinds(in: try attempt { try checkout.repository.status() })
        let changes = try attempt { try PackageChanges.inWorkingTree(of: checkout.repository) }
        func described(_ paths: [String]) -> [FileChange] {
            paths.compactMap { path in kinds[path].map { FileChange(path: path, change: $0) } }
        }
        packages = changes.packages.compactMap { change in
            let files = described(change.files)
            return files.isEmpty
                ? nil : Package(path: change.path, isRemoved: change.kind == .removed, files: files)
        }
        others = described(changes.otherFiles)
    }

    /// Every changed file, in order.
    var files: [FileChange] { (packages.flatMap(\.files) + others).sorted { $0.path < $1.path } }

    /// The changed files of one package.
    func files(of path: PackagePath) -> [FileChange] {
        packages.first { $0.path == path }?.files ?? []
    }
}
