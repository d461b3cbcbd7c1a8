import EigenpalAPI
import Git
import HTTPTypes

/// Collects the files of a package: its folder's, but for the folders of packages within it.
struct PackageWalk {
    /// The most files that are listed.
    static let maximum = 10_000
    private static let maximumDepth = 64

    private let repository: Repository
    private let prefix: String
    /// What was found so far, in order.
    private(set) var files: [AgentFilesResponse.File] = []

    /// Prepares to collect the files whose path in the package begins with a prefix.
    init(repository: Repository, prefix: String) {
        self.repository = repository
        self.prefix = prefix
    }

    /// Collects what is in a tree.
    ///
    /// - Throws: 400 beyond ``maximum`` files.
    mutating func visit(_ tree: ObjectID, at directory: String, depth: Int = 0) throws {
        let entries = try repository.tree(tree)
        if !directory.isEmpty, entries.contains(where: { $0.name == "eigenpal.yaml" && $0.kind != .tree }) {
            return
        }
        for entry in entries {
            let path = directory + entry.name
            switch entry.kind {
            case .blob, .executable:
                guard path.hasPrefix(prefix) else { continue }
                try add(path, size: try repository.blobSize(entry.id))
            case .tree:
                let inner = "\(path)/"
                guard inner.hasPrefix(prefix) || prefix.hasPrefix(inner), depth < Self.maximumDepth else {
                    continue
                }
                try visit(entry.id, at: inner, depth: depth + 1)
            case .symlink, .submodule:
                continue
            }
        }
    }

    private mutating func add(_ path: String, size: Int) throws {
        guard files.count < Self.maximum else {
            throw APIError(
                .badRequest, code: "too_many_files", field: "prefix",
                "More than \(Self.maximum) files match.", hint: "Narrow them down with `prefix`.")
        }
        files.append(.init(path: path, size: size))
    }
}
