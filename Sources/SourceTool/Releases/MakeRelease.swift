import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// `release`: packages get versions. They are checked, planned, written down, tagged, pushed, read back and synced, in
/// this order; what is cut off is finished by the next command, or given up.
public enum MakeRelease {
    /// Plans releases and, unless it is a dry run, makes them.
    ///
    /// - Throws: ``ToolError``: each refusal before the push changes nothing; one after it says what stands.
    public static func run(
        _ context: ToolContext, _ request: ReleaseRequest, _ options: ReleaseOptions
    ) async throws(ToolError) -> ReleaseReport {
        let message = try options.message.map { (text) throws(ToolError) in try CommitMessage.parse(text) }
        let checkout = try context.openCheckout()
        let packages = try packages(of: request, options, checkout, context)
        guard options.isDryRun || options.isConfirmed || context.terminal.inputIsTerminal else {
            let what = packages.map { $0.map(\.description).joined(separator: ", ") } ?? "everything"
            let verb = packages?.count ?? 2 == 1 || packages == nil ? "is" : "are"
            throw .usage(
                "there is no terminal to ask before \(what) \(verb) released; add --yes, or --dry-run")
        }
        let version = request.version ?? (options.all ? .auto : .bump(.patch))
        if options.isDryRun {
            return try plan(context, checkout, packages, version, options, message: message).report
        }
        let lock = try ReleaseLock(in: checkout, context)
        defer { withExtendedLifetime(lock) {} }
        let file = try ReleaseJournalFile(in: checkout)
        let signature = signature(packages, version, options)
        if let journal = try file.read() {
            guard journal.request == signature else { throw unfinished(journal) }
            context.terminal.note("going on with \(journal.subject), begun at \(journal.begun)")
            return try await FinishRelease.finish(journal, file, checkout, context, isAgain: true)
        }
        let (batch, report, tagger) = try plan(
            context, checkout, packages, version, options, message: message)
        guard !batch.releases.isEmpty else { return report }
        try confirm(report, options, context)
        let journal = try ReleaseJournal(
            batch, request: signature, begun: Timestamp.iso(context.clock()), report: report,
            tagger: tagger, in: checkout)
        try PrePush.check(
            journal.updates, to: journal.remote, judgesReferences: false, checkout, context)
        try file.write(journal)
        return try await FinishRelease.finish(
            journal, file, checkout, context, isAgain: false, report: report)
    }

    private static func packages(
        of request: ReleaseRequest, _ options: ReleaseOptions, _ checkout: Checkout, _ context: ToolContext
    ) throws(ToolError) -> [PackagePath]? {
        if options.all {
            guard request.packages.isEmpty else {
                throw .usage("--all releases every package that changed: name none beside it")
            }
            if case .exact(let version) = request.version {
                throw .usage(
                    "\(version) can be the version of one package only; name auto, patch, minor or major")
            }
            return nil
        }
        let paths = try PackageArgument.resolveAll(request.packages, in: checkout, context)
        for path in paths { try PackageArgument.require(path, in: checkout) }
        return paths
    }

    private typealias Planned = (batch: ReleaseBatch, report: ReleaseReport, tagger: Signature)

    private static func plan(
        _ context: ToolContext, _ checkout: Checkout, _ packages: [PackagePath]?,
        _ version: ReleaseRequest.Version, _ options: ReleaseOptions, message: String?
    ) throws(ToolError) -> Planned {
        let settings = try settings(checkout, context)
        let withDependents = options.withDependents || settings.dependents == .follow
        var scene = try ReleaseScene(checkout, merges: options.merges)
        for path in packages ?? [] { _ = try PackageState(committed: path, in: checkout) }
        let tagger = try CommitChanges.identity(checkout)
        let transport = try checkout.transport(to: checkout.remoteName, context)
        context.terminal.progress("asking \(checkout.remoteName) …")
        defer { context.terminal.progress(nil) }
        try scene.ask(keepsReferences: !options.isDryRun, transport)
        let base = try ReleaseBase(scene, adds: withDependents, merges: options.merges)
        for path in packages ?? [] { try base.require(path, scene) }
        if packages == nil, base.ahead > 0 {
            context.terminal.warn(
                "\(checkout.mainBranch) is \(count(base.ahead, "commit")) ahead of \(checkout.remoteName): what is not pushed is not released"
            )
        }
        let planner = try ReleasePlanner(scene, base, settings, message: message)
        let releases = try planner.plan(packages, version, withDependents: withDependents)
        for release in releases where packages?.contains(release.package) != true {
            try base.require(release.package, scene)
        }
        let batch = try ReleaseCommit(scene: scene, base: base).batch(releases, author: tagger)
        let report = ReleaseReport(
            batch, remoteURL: try checkout.url(of: checkout.remoteName), syncs: options.syncs,
            isDryRun: options.isDryRun)
        return (batch, report, tagger)
    }

    private static func settings(
        _ checkout: Checkout, _ context: ToolContext
    ) throws(ToolError) -> PlanSettings {
        let (settings, findings) = try attempt {
            try PlanSettings.read(from: WorkingFiles(directory: checkout.root.string))
        }
        guard let settings else {
            throw ToolError(
                "\(PlanSettings.fileName) is not valid", details: findings.map(\.description))
        }
        for finding in findings { context.terminal.warn(finding.description) }
        return settings
    }

    private static func confirm(
        _ report: ReleaseReport, _ options: ReleaseOptions, _ context: ToolContext
    ) throws(ToolError) {
        guard !options.isConfirmed else {
            for warning in report.releases.flatMap(\.warnings) { context.terminal.warn(warning) }
            return
        }
        for line in report.planLines(.plain) { context.terminal.note(line) }
        let question =
            report.releases.count == 1
            ? "Release \(report.releases[0].tag)?" : "Release these \(report.releases.count)?"
        guard try context.terminal.confirm(question) else { throw ToolError("nothing was released") }
    }

    /// What was asked for, in one line: the same for the same command.
    private static func signature(
        _ packages: [PackagePath]?, _ version: ReleaseRequest.Version, _ options: ReleaseOptions
    ) -> String {
        var words = ["\(version)"]
        words += packages.map { $0.map(\.description).sorted() } ?? ["--all"]
        if options.withDependents { words.append("--with-dependents") }
        if options.merges { words.append("--merge") }
        if !options.syncs { words.append("--no-sync") }
        if let message = options.message { words.append("--message=\(message)") }
        return words.joined(separator: " ")
    }

    private static func unfinished(_ journal: ReleaseJournal) -> ToolError {
        ToolError(
            "\(journal.subject), begun at \(journal.begun), \(journal.releases.count == 1 ? "is" : "are") unfinished",
            details: journal.releases.map { $0.tag.name } + ["eigenpal-src release abort gives it up"],
            next: "eigenpal-src release resume")
    }
}

extension ReleaseJournal {
    /// Writes down what a batch is about to do; the tags' objects are made, and no reference leads to them yet.
    init(
        _ batch: ReleaseBatch, request: String, begun: String, report: ReleaseReport, tagger: Signature,
        in checkout: Checkout
    ) throws(ToolError) {
        let repository = try checkout.repository
        var entries: [Entry] = []
        for (release, item) in zip(batch.releases, report.releases) {
            let object = try attempt {
                try repository.createTagObject(
                    named: release.tag.name, target: batch.commit, tagger: tagger, message: release.message)
            }
            entries.append(
                Entry(
                    package: release.package, version: release.version, previous: release.previous,
                    object: object.hex, commit: batch.commit.hex, syncs: item.syncs))
        }
        self.init(
            request: request, begun: begun, remote: checkout.remoteName, mainBranch: checkout.mainBranch,
            main: batch.main.map { MainMove(from: $0.from, to: $0.to) }, releases: entries)
    }
}
