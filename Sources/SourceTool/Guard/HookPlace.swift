import Git
import Glibc
import SystemPackage

/// Where git looks for a checkout's `pre-push` hook, and what is there.
struct HookPlace {
    /// The directory, which all worktrees of a repository share.
    let directory: FilePath
    /// `core.hooksPath`, where that leads away from the repository's own hooks: then the directory belongs to somebody
    /// else.
    let configured: String?

    /// The hook itself.
    var hook: FilePath { directory.appending("pre-push") }
    /// The hook that was here before.
    var kept: FilePath { directory.appending(HookScript.keptName) }

    /// - Throws: ``ToolError`` where the checkout's configuration cannot be read.
    init(of checkout: Checkout) throws(ToolError) {
        let repository = try checkout.repository
        let own = FilePath(repository.commonDirectory).appending("hooks")
        guard let path = try attempt({ try repository.config("core.hooksPath") }) else {
            (directory, configured) = (own, nil)
            return
        }
        let named = checkout.root.pushing(Self.expanded(path)).lexicallyNormalized()
        let isOwn = named == own || (Files.resolved(named).map { $0 == Files.resolved(own) } ?? false)
        (directory, configured) = (isOwn ? own : named, isOwn ? nil : path)
    }

    /// Git takes `~/` in a path of its configuration for the home directory.
    private static func expanded(_ path: String) -> FilePath {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return FilePath(path) }
        return FilePath(String(cString: home)).appending(String(path.dropFirst(2)))
    }

    /// Whether the hook is ours.
    ///
    /// - Throws: ``ToolError`` for a hook that cannot be read.
    func isOurs() throws(ToolError) -> Bool {
        guard Files.kind(of: hook) == .file else { return false }
        return HookScript.isOurs(try Self.text(of: hook) ?? "")
    }

    /// A hook's or a configuration's text; nil where there is none.
    static func text(of file: FilePath) throws(ToolError) -> String? {
        // A directory of that name is no hook, and nothing that git would run.
        guard let resolved = Files.resolved(file), Files.kind(of: resolved) == .file else { return nil }
        return try Files.read(file, limit: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
    }
}
