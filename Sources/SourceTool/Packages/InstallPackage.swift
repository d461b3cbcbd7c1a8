import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// `install`: what a package needs lies in its `eigenpal_modules` afterwards, straight from Git's objects.
public enum InstallPackage {
    /// How to install.
    public struct Options: Sendable, Hashable {
        /// The package and what of it; nil is the one around, as it lies in the working tree.
        public var reference: String?
        /// Where a package that is named with a reference goes.
        public var out: String?
        /// Takes the lockfile that is there, and refuses one that does not fit the manifest any more.
        public var isFrozen: Bool

        /// The options as typed.
        public init(reference: String? = nil, out: String? = nil, isFrozen: Bool = false) {
            (self.reference, self.out, self.isFrozen) = (reference, out, isFrozen)
        }
    }

    /// Installs, with no network. What was installed before is replaced as a whole.
    ///
    /// - Throws: ``ToolError`` for what does not resolve, for a package at two versions in one graph, and for files that
    ///   may not be written.
    public static func run(
        _ context: ToolContext, _ options: Options
    ) async throws(ToolError) -> InstallReport {
        let checkout = try context.openCheckout()
        let isPath = options.out == nil && options.reference?.contains("@") != true
        if isPath {
            let path = try PackageArgument.resolve(options.reference, in: checkout, context)
            return try working(path, isFrozen: options.isFrozen, checkout)
        }
        guard let out = options.out else {
            throw .usage("a release is installed into a folder of its own; name it by --out DIR")
        }
        guard !options.isFrozen else {
            throw .usage("--frozen is for a package of the working tree, which has a lockfile")
        }
        let reference = try PreviewLockfile.resolve(options.reference, context)
        let lockfile = try PreviewLockfile.here(reference, in: checkout)
        let target = context.path(out)
        guard Files.kind(of: target) == nil else {
            throw ToolError("\(target) is there already", next: "rm -r \(out)")
        }
        let parent = Files.parent(of: target)
        guard Files.kind(of: parent) == .directory else { throw ToolError("there is no folder \(parent)") }
        let tree = try InstallTree(beside: target)
        defer { tree.remove() }
        try tree.add(lockfile.root, at: nil, checkout)
        let modules = try modules(of: lockfile)
        for node in modules { try tree.add(node, at: "eigenpal_modules/\(node.packagePath)", checkout) }
        try tree.write(Array(lockfile.text.utf8), to: ".eigenpal/eigenpal.lock")
        try tree.replace(target)
        return InstallReport(lockfile, into: target.string, modules)
    }

    private static func working(
        _ path: PackagePath, isFrozen: Bool, _ checkout: Checkout
    ) throws(ToolError) -> InstallReport {
        try PackageArgument.require(path, in: checkout)
        let folder = checkout.root.pushing(FilePath(path.description))
        let place = folder.appending(".eigenpal").appending("eigenpal.lock")
        let lockfile =
            isFrozen
            ? try frozen(path, place, checkout) : try resolved(path, checkout)
        let modules = try modules(of: lockfile)
        let target = folder.appending("eigenpal_modules")
        let tree = try InstallTree(beside: target)
        defer { tree.remove() }
        for node in modules { try tree.add(node, at: node.packagePath.description, checkout) }
        if !isFrozen {
            try Files.makeDirectory(Files.parent(of: place))
            try AtomicFile.write(Array(lockfile.text.utf8), to: place)
        }
        try tree.replace(target)
        return InstallReport(lockfile, into: target.string, modules)
    }

    /// What a package needs as it lies in the working tree, resolved with no network.
    static func resolved(_ path: PackagePath, _ checkout: Checkout) throws(ToolError) -> Lockfile {
        let repository = try checkout.repository
        guard let head = try attempt({ try repository.head() }).commit else {
            throw ToolError("\(checkout.mainBranch) has no commit yet", next: "eigenpal-src save -m MESSAGE")
        }
        let resolver = LockResolver(
            repository: repository,
            mainReference: "refs/remotes/\(checkout.remoteName)/\(checkout.mainBranch)")
        return try attempt {
            try resolver.resolve(
                working: path, in: WorkingFiles(directory: checkout.root.string), commit: head)
        }
    }

    private static func frozen(
        _ path: PackagePath, _ place: FilePath, _ checkout: Checkout
    ) throws(ToolError) -> Lockfile {
        guard let bytes = try Files.read(place, limit: Lockfile.maximumSize) else {
            throw ToolError("\(place) is not there", next: "eigenpal-src install \(path)")
        }
        let lockfile = try attempt { try Lockfile.parse(String(decoding: bytes, as: UTF8.self)) }
        let pins = try PinnedPackages(of: checkout).dependencies(of: path).sorted { $0.path < $1.path }
        let hash = Lockfile.inputHash(
            packagePath: path.description,
            dependencies: pins.map { (name: $0.name, version: $0.version.description) })
        guard hash == lockfile.inputHash else {
            throw ToolError(
                "\(path.manifestPath) names other dependencies than \(place)",
                next: "eigenpal-src install \(path)")
        }
        return lockfile
    }

    private static func modules(of lockfile: Lockfile) throws(ToolError) -> [LockNode] {
        do {
            return try lockfile.modules()
        } catch {
            throw ToolError(
                "\(error.package) is needed at two versions, and can be installed at one only",
                details: error.ways, next: "eigenpal-src deps update")
        }
    }
}

/// What was installed.
public struct InstallReport: Renderable {
    /// One package.
    public struct Module: Sendable, Hashable, Encodable {
        /// The package.
        public let package: PackagePath
        /// What it was locked to.
        public let version: String
        /// The commit, 40 digits.
        public let commit: String
    }

    /// The package whose dependencies these are.
    public let package: PackagePath
    /// Where they lie.
    public let into: String
    /// What it needs, by path.
    public let modules: [Module]

    init(_ lockfile: Lockfile, into: String, _ modules: [LockNode]) {
        (package, self.into) = (lockfile.root.packagePath, into)
        self.modules = modules.map {
            Module(package: $0.packagePath, version: $0.resolvedRef, commit: $0.commit)
        }
    }

    /// A line for each, and where they are.
    public func lines(_ style: Style) -> [String] {
        modules.map {
            "\(style.name("\($0.package)@\($0.version)"))  \(style.dim(String($0.commit.prefix(7))))"
        }
            + ["Installed \(count(modules.count, "package")) into \(into)"]
    }
}
