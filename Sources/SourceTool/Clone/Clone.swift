import Eigenpal
import EigenpalAPI
import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// `clone`: a checkout of the organization's source repository, in which plain git works too.
public enum Clone {
    /// Clones, and sets up the checkout: credential helper, certificate authority, author. A repository without any
    /// commit gets its first.
    ///
    /// - Parameters:
    ///   - directory: where to; nil takes the repository's name.
    ///   - withHooks: writes the `pre-push` hook; without it, the checkout remembers that none is wanted.
    /// - Throws: ``ToolError``; nothing is left behind then.
    public static func run(
        _ context: ToolContext, directory: String?, withHooks: Bool = true
    ) async throws(ToolError) -> CloneReport {
        if directory == nil, let checkout = try? context.openCheckout() {
            throw ToolError(
                "\(checkout.root) is a checkout already",
                details: ["name a directory to clone into another one"],
                next: "\(ToolVersion.name) pull")
        }
        let account = try context.account()
        let (source, check) = try await context.withClient(for: account) { client in
            (try await client.source.repository(), try await client.checkAuthentication())
        }
        let name = if let directory { directory } else { try directoryName(source) }
        let place = context.path(name)
        try requireVacant(place)
        let progress = CloneProgress(context.terminal)
        let interruption = Interruption()
        defer { interruption.end() }
        var transport = try context.transport(for: source.remoteUrl, account: account)
        transport.progress = { progress.show($0) }
        transport.isCancelled = { Interruption.hasHappened }
        context.terminal.detail("cloning \(source.remoteUrl) into \(place)")
        let existed = Files.kind(of: place) != nil
        try Files.makeDirectory(place)
        do {
            let repository = try Repository.clone(
                from: source.remoteUrl, into: place.string, transport: transport)
            progress.end()
            let identity = AccountIdentity(check, account)
            try configure(repository, remoteURL: source.remoteUrl, identity, account, context)
            let isNew = try repository.references(prefix: "refs/").isEmpty
            if isNew { try bootstrap(repository, place, identity, transport) }
            try GitDrivers.install(context, in: repository, root: place)
            guard let main = try repository.reference("refs/heads/main") else {
                throw ToolError("the repository at \(source.remoteUrl) has no branch main")
            }
            if !withHooks { try InstallHooks.decline(in: repository) }
            var inside = context
            inside.workingDirectory = place
            InstallHooks.installUnasked(inside, isNew: true)
            return CloneReport(
                directory: place.string, shownDirectory: name, remoteUrl: source.remoteUrl,
                repository: source.gitRepositoryPath, branch: "main", commit: main.target.hex, isNew: isNew)
        } catch {
            progress.end()
            discard(place, existed: existed)
            throw ToolError(translating: error, account: account)
        }
    }

    /// The repository's name as a directory's: one component that no shell and no program reads as anything else.
    static func directoryName(_ source: SourceRepositoryResponse) throws(ToolError) -> String {
        let name = source.gitRepositoryPath.split(separator: "/").last.map(String.init) ?? ""
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
        guard isPlain, !name.isEmpty, !name.hasPrefix("."), !name.hasPrefix("-"), name.utf8.count <= 100
        else {
            throw ToolError(
                "the repository's name cannot be a directory's: \(name)",
                next: "\(ToolVersion.name) clone DIR")
        }
        return name.hasSuffix(".git") ? String(name.dropLast(4)) : name
    }

    private static func requireVacant(_ place: FilePath) throws(ToolError) {
        switch Files.kind(of: place) {
        case nil: return
        case .directory where try Files.names(in: place).isEmpty: return
        case .directory:
            throw ToolError("\(place) exists already and is not empty", next: "\(ToolVersion.name) clone DIR")
        default:
            throw ToolError(
                "\(place) exists already and is not a directory", next: "\(ToolVersion.name) clone DIR")
        }
    }

    private static func configure(
        _ repository: Repository, remoteURL: String, _ identity: AccountIdentity, _ account: Account,
        _ context: ToolContext
    ) throws {
        for (key, value) in try GitSettings(context, account: account).connection(for: remoteURL) {
            try repository.addConfig(key, value)
        }
        try repository.setConfig("eigenpal.gitRemoteUrl", remoteURL)
        if try repository.config("user.name") == nil { try repository.setConfig("user.name", identity.name) }
        if try repository.config("user.email") == nil {
            try repository.setConfig("user.email", identity.email)
        }
    }

    /// The first commit of an empty repository, made here and pushed.
    private static func bootstrap(
        _ repository: Repository, _ place: FilePath, _ identity: AccountIdentity, _ transport: Transport
    ) throws {
        if case .unborn(let branch) = try repository.head(), branch != "main" {
            try AtomicFile.write(
                Array("ref: refs/heads/main\n".utf8), to: FilePath(repository.gitDirectory).appending("HEAD"))
        }
        let author = try repository.identity() ?? Signature(name: identity.name, email: identity.email)
        let paths = try Scaffolder.writeRoot(into: place.string)
        _ = try repository.commitPaths(
            paths, message: "chore: set up the source repository\n", author: author)
        let result = try repository.push(
            remote: "origin", refspecs: ["refs/heads/main:refs/heads/main"], transport: transport)
        if let refusal = result.rejected.first {
            throw GitError.referenceRejected(
                name: "main", reason: refusal.reason, serverMessages: result.serverMessages)
        }
        try repository.setConfig("branch.main.remote", "origin")
        try repository.setConfig("branch.main.merge", "refs/heads/main")
    }

    private static func discard(_ place: FilePath, existed: Bool) {
        guard existed else { return Files.remove(place) }
        for name in (try? Files.names(in: place)) ?? [] { Files.remove(place.appending(name)) }
    }
}

/// What `clone` answers.
public struct CloneReport: Renderable {
    /// The checkout's directory, absolute.
    public let directory: String
    /// The directory as it was typed or named.
    let shownDirectory: String
    /// The remote's URL.
    public let remoteUrl: String
    /// The repository's name at the server.
    public let repository: String
    /// The branch that is checked out.
    public let branch: String
    /// Its commit.
    public let commit: String
    /// Whether the repository was empty and got its first commit.
    public let isNew: Bool

    private enum CodingKeys: String, CodingKey {
        case directory, remoteUrl, repository, branch, commit, isNew
    }

    /// Where it is and what is checked out.
    public func lines(_ style: Style) -> [String] {
        var lines = [
            "Cloned \(repository) into \(style.name(shownDirectory)) (\(branch) at \(commit.prefix(7)))"
        ]
        if isNew { lines.append("The repository was empty: its first commit is made and pushed") }
        return lines
    }
}
