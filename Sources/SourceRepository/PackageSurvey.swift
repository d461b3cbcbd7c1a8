import SourceFormat

/// One walk through the four roots of a repository: where the packages are, and what lies where none can be.
struct PackageSurvey {
    /// The deepest folder that is looked into, counted from the repository's root: no package path is longer.
    static let maximumDepth = PackagePath.maximumLength / 2
    /// Folders that never hold packages of this repository: installed dependencies, and what tools keep.
    static let passedOver: Set<String> = [PackageFileName.modules, "node_modules"]

    /// Packages with a legal path, in order.
    private(set) var packages: [PackagePath] = []
    /// `eigenpal.yaml` files where no package can be: directly in a root, or below a folder whose name is none.
    private(set) var misplaced: [String] = []
    /// `eigenpal.yml` files.
    private(set) var misnamed: [String] = []
    /// Symbolic links that stand where a package or its manifest would.
    private(set) var links: [String] = []
    /// Files that only a package has, in folders that neither are nor lie in one.
    private(set) var orphans: [String] = []
    /// Directories that could not be read, and why.
    private(set) var failures: [(path: String, error: SourceRepositoryError)] = []

    private enum Scope { case catalog, everything }

    /// Finds the packages only, and fails on the first directory that cannot be read.
    static func packages(in files: some PackageFiles) throws(SourceRepositoryError) -> [PackagePath] {
        var survey = PackageSurvey()
        for root in PackageRoot.allCases {
            survey.walk(root.rawValue, in: files, depth: 1, inPackage: false, legal: true, scope: .catalog)
        }
        if let failure = survey.failures.first { throw failure.error }
        return survey.packages.sorted()
    }

    /// Looks at everything below the roots.
    init(of files: some PackageFiles) {
        for root in PackageRoot.allCases {
            walk(root.rawValue, in: files, depth: 1, inPackage: false, legal: true, scope: .everything)
        }
        packages.sort()
    }

    /// Looks at everything below one package's folder.
    init(of files: some PackageFiles, below path: PackagePath) {
        let parts = path.segments.count + 1
        walk(path.description, in: files, depth: parts, inPackage: false, legal: true, scope: .everything)
        packages.sort()
    }

    private init() {}

    private mutating func walk(
        _ directory: String, in files: some PackageFiles, depth: Int, inPackage: Bool, legal: Bool,
        scope: Scope
    ) {
        let entries: [FileEntry]
        do throws(SourceRepositoryError) {
            entries = try files.entries(in: directory)
        } catch {
            failures.append((directory, error))
            return
        }
        var inPackage = inPackage
        for entry in entries where entry.name == PackageFileName.manifest {
            let path = "\(directory)/\(entry.name)"
            if entry.isFile, legal, depth > 1, let package = try? PackagePath(parsing: directory) {
                packages.append(package)
                inPackage = true
            } else if entry.isFile {
                misplaced.append(path)
                inPackage = depth > 1
            } else if entry.isSymlink {
                links.append(path)
                inPackage = true
            }
        }
        for entry in entries {
            let path = "\(directory)/\(entry.name)"
            if entry.isDirectory {
                let isSegment = isPathSegment(entry.name)
                if !isSegment, scope == .catalog { continue }
                if entry.name.hasPrefix(".") || Self.passedOver.contains(entry.name) { continue }
                guard depth < Self.maximumDepth else { continue }
                walk(
                    path, in: files, depth: depth + 1, inPackage: inPackage, legal: legal && isSegment,
                    scope: scope)
            } else if entry.name == PackageFileName.misspelledManifest {
                misnamed.append(path)
            } else if entry.isSymlink, depth == 1 {
                links.append(path)
            } else if !inPackage, entry.isFile, Self.definingFiles.contains(entry.name) {
                orphans.append(path)
            }
        }
    }

    /// Files that make a folder look like a package.
    private static let definingFiles: Set<String> = [
        PackageFileName.agent, PackageFileName.skill, PackageFileName.workflow, PackageFileName.evaluator,
    ]
}

/// Whether a folder's name can be part of a package path: `[a-z0-9][a-z0-9-]*`.
func isPathSegment(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "-") else { return false }
    return name.utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || byte == UInt8(ascii: "-")
    }
}
