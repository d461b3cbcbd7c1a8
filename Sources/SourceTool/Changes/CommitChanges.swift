import Git
import SourceFormat
import SourceRepository

/// `commit`: what changed becomes a commit on the current branch. Nothing is validated and nothing is sent.
public enum CommitChanges {
    /// Commits the changes of the packages that arguments name, or every change where they name none.
    ///
    /// - Throws: ``ToolError`` where nothing changed, a merge is unresolved, or Git knows no name and email.
    public static func run(
        _ context: ToolContext, message: String, packages arguments: [String] = []
    ) async throws(ToolError) -> CommitReport {
        let message = try CommitMessage.parse(message)
        let checkout = try context.openCheckout()
        let changes = try WorkingChanges(of: checkout)
        let files: [FileChange]
        if arguments.isEmpty {
            files = changes.files
        } else {
            var named: [FileChange] = []
            for path in try PackageArgument.resolveAll(arguments, in: checkout, context) {
                named += changes.files(of: path)
            }
            files = named
        }
        guard !files.isEmpty else {
            throw ToolError("nothing to commit", next: "eigenpal-src status")
        }
        return try commit(files, message, checkout)
    }

    /// Commits these files and nothing else.
    static func commit(
        _ changes: [FileChange], _ message: String, _ checkout: Checkout
    ) throws(ToolError) -> CommitReport {
        // What an interrupted writer left is nobody's work; in a commit already, it can be taken out.
        let files = changes.filter { change in
            change.change != .added
                || !TemporaryFile.isOne(change.path.split(separator: "/").last.map(String.init) ?? "")
        }
        guard !files.isEmpty else {
            throw ToolError("nothing to commit", next: "eigenpal-src status")
        }
        let branch = try CurrentBranch(of: checkout, to: "commit")
        let conflicts = files.filter { $0.change == .conflicted }
        guard conflicts.isEmpty else {
            throw ToolError(
                "a merge left \(count(conflicts.count, "file")) unresolved",
                details: conflicts.map(\.path) + ["edit each until it is right, and add it"],
                next: resolving(conflicts, checkout) ?? "eigenpal-src git -- add FILE")
        }
        let author = try identity(checkout)
        let paths = files.map(\.path)
        guard
            let commit = try attempt({
                try checkout.repository.commitPaths(paths, message: message, author: author)
            })
        else {
            throw ToolError("nothing to commit", next: "eigenpal-src status")
        }
        // A repository within this one is listed as changed, and stays out of the commit.
        let made = try attempt {
            try PackageChanges.between(branch.commit, and: commit, in: checkout.repository)
        }
        return CommitReport(
            commit: commit.hex, branch: branch.name, summary: CommitMessage.summary(message),
            files: (made.packages.flatMap(\.files) + made.otherFiles).sorted())
    }

    /// What to type for the first secret that is in conflict; nil where there is none among these files.
    private static func resolving(_ files: [FileChange], _ checkout: Checkout) -> String? {
        for file in files {
            let parts = file.path.split(separator: "/")
            guard parts.last == "secrets.enc.yaml",
                let package = try? PackagePath(parsing: parts.dropLast().joined(separator: "/")),
                let document = try? SecretsDocument(of: package, in: checkout),
                let name = ((try? document.read()) ?? nil)?.conflictedNames.first
            else { continue }
            return SecretsDocument.resolving(name, package)
        }
        return nil
    }

    /// Who commits and tags.
    ///
    /// - Throws: ``ToolError`` where neither Git's configuration nor the environment says it.
    static func identity(_ checkout: Checkout) throws(ToolError) -> Signature {
        if let author = try attempt({ try checkout.repository.identity() }) { return author }
        throw ToolError(
            "Git knows no name and email to sign with",
            next: "eigenpal-src git -- config user.name NAME && eigenpal-src git -- config user.email ADDRESS"
        )
    }
}

/// What was committed.
public struct CommitReport: Renderable {
    /// The new commit.
    public var commit: String
    /// The branch it is on.
    public var branch: String
    /// The first line of its message.
    public var summary: String
    /// The files it changes, in order.
    public var files: [String]

    /// The commit on one line, as Git tells it.
    public func lines(_ style: Style) -> [String] {
        ["[\(branch) \(style.name(String(commit.prefix(7))))] \(summary) (\(count(files.count, "file")))"]
    }
}
