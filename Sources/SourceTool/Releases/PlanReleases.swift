import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// `release plan`: which packages ask for a release, which versions they get, and why, from the checkout alone.
public enum PlanReleases {
    /// What was typed beside the packages.
    public struct Options: Sendable {
        /// Whether every package is meant, wherever one stands.
        public var isAll: Bool
        /// The commit from which on commits count, as git understands it; nil for each package's highest release.
        public var since: String?
        /// The part of the version to raise, as it was typed; nil asks the commits.
        public var bump: String?

        /// Describes what is asked for.
        public init(isAll: Bool = false, since: String? = nil, bump: String? = nil) {
            (self.isAll, self.since, self.bump) = (isAll, since, bump)
        }
    }

    /// Plans for the commit that is checked out, with no network and no account. Changes nothing.
    ///
    /// - Parameter arguments: the packages; none means the one around, or else all.
    /// - Throws: ``ToolError`` for a package that the commit does not have, a commit that is not there, and settings that
    ///   are not valid.
    public static func run(
        _ context: ToolContext, packages arguments: [String] = [], _ options: Options = Options()
    ) async throws(ToolError) -> PlanReport {
        guard arguments.isEmpty || !options.isAll else {
            throw .usage(
                "--all means every package, and some are named too",
                next: "\(ToolVersion.name) release plan --all")
        }
        let bump = try options.bump.map(Self.bump)
        let checkout = try context.openCheckout()
        let isAll = options.isAll || (arguments.isEmpty && checkout.packageHere() == nil)
        let packages = isAll ? nil : try PackageArgument.resolveAll(arguments, in: checkout, context)
        let settings = try settings(of: checkout, context)
        let repository = try checkout.repository
        let tip = try tip(of: repository)
        let since = try options.since.map { name throws(ToolError) in try commit(name, in: repository) }
        try require(packages ?? [], at: tip, in: repository, checkout)
        let plan = try attempt {
            try ReleasePlanEngine(repository: repository, settings: settings).plan(
                .init(packages: packages, since: since, bump: bump), at: tip)
        }
        if plan.isShallow {
            context.terminal.warn(
                "this clone is shallow: commits before its history begins are not counted; "
                    + "\(ToolVersion.name) git -- fetch --unshallow gets them")
        }
        // What is counted from elsewhere is a question of what would be: no release is made of it.
        let level = options.since == nil ? bump?.rawValue ?? "auto" : nil
        return PlanReport(plan: plan, isAll: isAll, level: level)
    }

    private static func bump(_ typed: String) throws(ToolError) -> Bump {
        guard let bump = Bump(rawValue: typed) else {
            throw .usage(
                "\(TerminalText.quoted(typed)) is none of patch, minor and major",
                next: "\(ToolVersion.name) release plan --help")
        }
        return bump
    }

    private static func settings(
        of checkout: Checkout, _ context: ToolContext
    ) throws(ToolError) -> PlanSettings {
        let files = WorkingFiles(directory: checkout.root.string)
        let (settings, findings) = try attempt { try PlanSettings.read(from: files) }
        guard let settings else {
            throw ToolError(
                "\(PlanSettings.fileName) is not valid", details: findings.map(\.description),
                next: "\(ToolVersion.name) release plan")
        }
        for finding in findings { context.terminal.warn(finding.description) }
        return settings
    }

    private static func tip(of repository: Repository) throws(ToolError) -> ObjectID {
        switch try attempt({ try repository.head() }) {
        case .branch(_, let commit), .detached(let commit): return commit
        case .unborn(let branch):
            throw ToolError(
                "the branch \(branch) has no commit yet, and releases are of commits",
                next: "\(ToolVersion.name) pull")
        }
    }

    private static func commit(_ name: String, in repository: Repository) throws(ToolError) -> ObjectID {
        do throws(GitError) {
            return try repository.resolve(name)
        } catch {
            throw .usage(
                "there is no commit \(TerminalText.quoted(name))", next: "\(ToolVersion.name) git -- log")
        }
    }

    /// Refuses packages that a commit does not have.
    private static func require(
        _ packages: [PackagePath], at tip: ObjectID, in repository: Repository, _ checkout: Checkout
    ) throws(ToolError) {
        guard !packages.isEmpty else { return }
        let files = try attempt { try CommitFiles(repository: repository, commit: tip) }
        for path in packages {
            if try attempt({ try files.entry(at: path.manifestPath)?.isFile == true }) { continue }
            try PackageArgument.require(path, in: checkout)
            throw ToolError(
                "\(path) is not committed yet, and releases are of commits",
                next: "\(ToolVersion.name) save -m MESSAGE \(path)")
        }
    }
}
