import Git
import SourceFormat
import SourceRepository

/// `release verify`: whether the releases here and on the server are the same, and are what releases must be.
public enum VerifyReleases {
    /// Compares the tags of the checkout with the server's, and looks into each release.
    ///
    /// - Parameters:
    ///   - arguments: the packages; none for the one around.
    ///   - all: every package that has a tag.
    /// - Throws: ``ToolError`` where the server cannot be asked. What is wrong is an answer, not an error.
    public static func run(
        _ context: ToolContext, packages arguments: [String] = [], all: Bool = false
    ) async throws(ToolError) -> VerifyReleasesReport {
        if all, !arguments.isEmpty {
            throw .usage("--all verifies every package: name none beside it")
        }
        let checkout = try context.openCheckout()
        let named = all ? nil : try PackageArgument.resolveAll(arguments, in: checkout, context)
        let repository = try checkout.repository
        let transport = try checkout.transport(to: checkout.remoteName, context)
        context.terminal.progress("asking \(checkout.remoteName) …")
        defer { context.terminal.progress(nil) }
        let server = ServerReferences(
            try attempt {
                try repository.remoteReferences(remote: checkout.remoteName, transport: transport)
            },
            mainBranch: checkout.mainBranch)
        context.terminal.progress(nil)
        var here: [ReleaseTag: ObjectID] = [:]
        for reference in try attempt({ try repository.references(prefix: "refs/tags/") }) {
            if let tag = ReleaseTag(reading: reference.name.dropFirst(10)) { here[tag] = reference.target }
        }
        var tags = Set(here.keys).union(server.tags.keys)
        if let named { tags = tags.filter { named.contains($0.path) } }
        let inspection = try ReleaseInspection(server, checkout)
        var problems: [VerifyReleasesReport.Problem] = []
        for tag in tags.sorted() {
            let found = try inspection.problems(of: tag, here: here[tag])
            problems += found.map { .init(tag: tag.name, problem: $0.problem, next: $0.next) }
        }
        return VerifyReleasesReport(releases: tags.count, problems: problems)
    }
}

/// Looks at releases one by one.
private struct ReleaseInspection {
    private let server: ServerReferences
    private let checkout: Checkout
    private let repository: Repository
    private let onMain: Set<ObjectID>
    private let releases: ReleaseIndex

    typealias Found = (problem: String, next: String?)

    init(_ server: ServerReferences, _ checkout: Checkout) throws(ToolError) {
        (self.server, self.checkout, repository) = (server, checkout, try checkout.repository)
        releases = server.index(with: [:])
        let tracking = "refs/remotes/\(checkout.remoteName)/\(checkout.mainBranch)"
        let fetched = try attempt { [repository] in try repository.reference(tracking) }?.target
        let main = server.main ?? fetched
        if let main, (try? repository.object(main)) != nil {
            onMain = Set(try attempt { [repository] in try repository.history(from: main) })
        } else {
            throw ToolError(
                "the server's \(checkout.mainBranch) is not in this checkout yet", next: "eigenpal-src pull")
        }
    }

    func problems(of tag: ReleaseTag, here: ObjectID?) throws(ToolError) -> [Found] {
        guard let there = server.tags[tag] else {
            return [("it is in this checkout only", "eigenpal-src git -- tag --delete \(tag)")]
        }
        guard let here else { return [("it is on \(checkout.remoteName) only", "eigenpal-src pull")] }
        var found: [Found] = []
        if here != there.object {
            found.append(
                (
                    "it is another tag here than on \(checkout.remoteName)",
                    "eigenpal-src git -- fetch --force \(checkout.remoteName) tag \(tag)"
                ))
        }
        guard there.isAnnotated else { return found + [("it is not annotated, so it is no release", nil)] }
        guard (try? repository.object(there.commit)) == .commit else {
            return found + [("its commit \(there.commit.short) is not in this checkout", "eigenpal-src pull")]
        }
        if !onMain.contains(there.commit) {
            found.append(("its commit \(there.commit.short) is not on \(checkout.mainBranch)", nil))
        }
        let files = try attempt { try CommitFiles(repository: repository, commit: there.commit) }
        let validator = PackageValidator(files: files, releases: releases)
        for finding in validator.validate(tag.path) where finding.severity == .error {
            found.append(("at \(there.commit.short): \(finding.description)", nil))
        }
        return found
    }
}

/// What is wrong with releases.
public struct VerifyReleasesReport: Renderable {
    /// One thing.
    public struct Problem: Sendable, Hashable, Encodable {
        /// The tag.
        public let tag: String
        /// What is wrong with it.
        public let problem: String
        /// The command that mends it; nil where none does.
        public let next: String?
    }

    /// How many releases were looked at.
    public let releases: Int
    /// What is wrong, by tag.
    public let problems: [Problem]

    /// 1 where something is wrong.
    public var exitCode: Int32 { problems.isEmpty ? 0 : 1 }

    /// A line for each problem, then the verdict.
    public func lines(_ style: Style) -> [String] {
        var lines: [String] = []
        for problem in problems {
            lines.append("\(style.name(problem.tag)): \(problem.problem)")
            if let next = problem.next { lines.append("  \(next)") }
        }
        let bad = Set(problems.map(\.tag)).count
        lines.append(
            bad == 0
                ? "\(count(releases, "release")): \(style.good("all is well"))"
                : "\(count(releases, "release")): \(style.bad("\(bad) with problems"))")
        return lines
    }
}
