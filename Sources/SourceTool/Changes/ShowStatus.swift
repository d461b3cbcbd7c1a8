import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// `status`: where the checkout stands, with no network.
public enum ShowStatus {
    /// Reads the branch, what changed, what is not released, and what is wrong with what changed.
    ///
    /// - Throws: ``ToolError`` where there is no checkout.
    public static func run(_ context: ToolContext) async throws(ToolError) -> StatusReport {
        let checkout = try context.openCheckout()
        let head = try attempt { try checkout.repository.head() }
        let changes = try WorkingChanges(of: checkout)
        let index =
            changes.packages.isEmpty ? nil : try attempt { try ReleaseIndex(repository: checkout.repository) }
        let validator = PackageValidator(
            files: WorkingFiles(directory: checkout.root.string), releases: index)
        var changed: [StatusReport.ChangedPackage] = []
        for package in changes.packages {
            let findings = package.isRemoved ? [] : validator.validate(package.path)
            let errors = findings.count { $0.severity == .error }
            changed.append(
                StatusReport.ChangedPackage(
                    package: package.path, isRemoved: package.isRemoved, files: package.files, errors: errors,
                    warnings: findings.count - errors))
        }
        return StatusReport(
            branch: try branch(head, checkout), commit: head.commit?.hex,
            upstream: try upstream(head, checkout),
            changed: changed, otherFiles: changes.others,
            unreleased: try unreleased(at: head.commit, checkout),
            pendingSecrets: PendingSecrets.names(in: checkout).map { pending in
                StatusReport.PendingSecret(package: pending.package, name: pending.name)
            })
    }

    private static func branch(_ head: Head, _ checkout: Checkout) throws(ToolError) -> String? {
        switch head {
        case .branch(let name, _), .unborn(let name): name
        case .detached: nil
        }
    }

    private static func upstream(
        _ head: Head, _ checkout: Checkout
    ) throws(ToolError) -> StatusReport.Upstream? {
        guard case .branch = head else { return nil }
        let branch = try CurrentBranch(of: checkout, to: "compare")
        guard let ours = branch.commit, let theirs = branch.fetched else { return nil }
        let distance = try attempt { try checkout.repository.aheadBehind(local: ours, upstream: theirs) }
        return StatusReport.Upstream(name: branch.upstream, ahead: distance.ahead, behind: distance.behind)
    }

    /// The packages whose folder in the last commit is not the one that was released last.
    private static func unreleased(
        at commit: ObjectID?, _ checkout: Checkout
    ) throws(ToolError) -> [StatusReport.Unreleased] {
        guard let commit else { return [] }
        return try attempt {
            var latestReleases: [PackagePath: Release] = [:]
            for release in try ReleaseIndex.latest(in: checkout.repository) {
                latestReleases[release.path] = release
            }
            let files = try CommitFiles(repository: checkout.repository, commit: commit)
            var released: [ObjectID: CommitFiles] = [:]
            var answer: [StatusReport.Unreleased] = []
            for path in try PackageCatalog.packages(in: files) {
                guard let latest = latestReleases[path] else {
                    answer.append(StatusReport.Unreleased(package: path, latest: nil))
                    continue
                }
                if latest.commit == commit { continue }
                let then =
                    try released[latest.commit]
                    ?? CommitFiles(repository: checkout.repository, commit: latest.commit)
                released[latest.commit] = then
                if try then.treeID(of: path.description) != files.treeID(of: path.description) {
                    answer.append(StatusReport.Unreleased(package: path, latest: latest.version))
                }
            }
            return answer
        }
    }
}

/// Where a checkout stands.
public struct StatusReport: Renderable {
    /// How far a branch is from the remote's, as that was last fetched.
    public struct Upstream: Sendable, Encodable {
        /// The remote's branch, `origin/main`.
        public let name: String
        /// Commits that are here and not there.
        public let ahead: Int
        /// Commits that are there and not here.
        public let behind: Int
    }

    /// A package with changes that are not committed.
    public struct ChangedPackage: Sendable, Encodable {
        /// The package.
        public let package: PackagePath
        /// Whether it is gone.
        public let isRemoved: Bool
        /// What changed in it.
        public let files: [FileChange]
        /// How many rules it breaks as it lies there.
        public let errors: Int
        /// How many warnings there are about it.
        public let warnings: Int
    }

    /// A package whose last commit is not released.
    public struct Unreleased: Sendable, Encodable {
        /// The package.
        public let package: PackagePath
        /// Its highest release; nil where there is none.
        public let latest: SemanticVersion?
    }

    /// A secret whose value is kept here, sealed, until it is pushed.
    public struct PendingSecret: Sendable, Encodable {
        /// The package it belongs to.
        public let package: PackagePath
        /// Its name.
        public let name: SecretName
    }

    /// The current branch; nil where HEAD is on none.
    public let branch: String?
    /// The commit that is checked out; nil before the first.
    public let commit: String?
    /// How far the branch is from the remote's; nil where that was never fetched.
    public let upstream: Upstream?
    /// The packages with changes, in order.
    public let changed: [ChangedPackage]
    /// The changed files that lie in no package, in order.
    public let otherFiles: [FileChange]
    /// The committed packages that are not released as they are, in order.
    public let unreleased: [Unreleased]
    /// The secrets that wait for `secrets push`, in order.
    public let pendingSecrets: [PendingSecret]

    /// The branch, then what changed and what is not released, each under its heading.
    public func lines(_ style: Style) -> [String] {
        var lines = [place(style)]
        if !changed.isEmpty {
            lines += ["", style.bold("Changed packages")]
            lines += style.table(
                changed.map { package in
                    [
                        "  \(package.package)",
                        package.isRemoved ? "removed" : count(package.files.count, "file"),
                        Self.verdict(package),
                    ]
                }
            ) { column, cell in
                column == 2 ? (cell.contains("error") ? style.bad(cell) : style.caution(cell)) : cell
            }
        }
        if !otherFiles.isEmpty {
            lines += ["", style.bold("Changed outside of packages")]
            lines += otherFiles.map { "  \($0.line(style))" }
        }
        if !unreleased.isEmpty {
            lines += ["", style.bold("Not released")]
            lines += style.table(
                unreleased.map { package in
                    [
                        "  \(package.package)",
                        package.latest.map { "changed since \($0)" } ?? "never released",
                    ]
                })
        }
        if !pendingSecrets.isEmpty {
            lines += ["", style.bold("Secrets that wait for secrets push")]
            lines += pendingSecrets.map { "  \($0.package)  \($0.name)" }
        }
        if changed.isEmpty, otherFiles.isEmpty, unreleased.isEmpty, pendingSecrets.isEmpty {
            lines.append("Nothing changed, everything released")
        }
        return lines
    }

    private func place(_ style: Style) -> String {
        let at = commit.map { " at \($0.prefix(7))" } ?? ", with no commit yet"
        guard let branch else { return "On no branch\(at)" }
        var line = "On \(style.name(branch))\(at)"
        guard let upstream else {
            return commit == nil ? line : "\(line), never pushed or fetched"
        }
        var parts: [String] = []
        if upstream.ahead > 0 { parts.append("\(count(upstream.ahead, "commit")) ahead of \(upstream.name)") }
        if upstream.behind > 0 {
            parts.append("\(count(upstream.behind, "commit")) behind \(parts.isEmpty ? upstream.name : "it")")
        }
        line += ", " + (parts.isEmpty ? "as \(upstream.name)" : parts.joined(separator: " and "))
        return "\(line) (as last fetched)"
    }

    private static func verdict(_ package: ChangedPackage) -> String {
        var parts: [String] = []
        if package.errors > 0 { parts.append(count(package.errors, "error")) }
        if package.warnings > 0 { parts.append(count(package.warnings, "warning")) }
        return parts.joined(separator: ", ")
    }
}
