import Git
import SystemPackage

/// Where git looks for a checkout's `pre-push` hook, and what is there.
struct HookPlace {
    /// What a hook of ours says in its second line.
    static let mark = "# Made by eigenpal-src hooks install"
    /// Where a hook that was here before is kept.
    static let keptName = "pre-push.before-eigenpal"

    /// The directory.
    let directory: FilePath
    /// `core.hooksPath`, where that is set: then the directory belongs to somebody else.
    let configured: String?

    /// The hook itself.
    var hook: FilePath { directory.appending("pre-push") }
    /// The hook that was here before.
    var kept: FilePath { directory.appending(Self.keptName) }

    /// - Throws: ``ToolError`` where the checkout's configuration cannot be read.
    init(of checkout: Checkout) throws(ToolError) {
        let repository = try checkout.repository
        let path = try attempt { try repository.config("core.hooksPath") }
        configured = path
        directory =
            path.map { checkout.root.pushing(FilePath($0)).lexicallyNormalized() }
            ?? FilePath(repository.commonDirectory).appending("hooks")
    }

    /// Whether the hook is ours.
    ///
    /// - Throws: ``ToolError`` for a hook that cannot be read.
    func isOurs() throws(ToolError) -> Bool {
        guard Files.kind(of: hook) == .file else { return false }
        let text = String(decoding: try Files.read(hook, limit: 1 << 20) ?? [], as: UTF8.self)
        return text.split(separator: "\n", maxSplits: 2).dropFirst().first?.hasPrefix(Self.mark) == true
    }

    /// The hook's text.
    ///
    /// - Parameters:
    ///   - tool: the program to run.
    ///   - isStrict: stops the push where the program is gone.
    static func text(running tool: String, isStrict: Bool) -> String {
        """
        #!/bin/sh
        \(mark); eigenpal-src hooks uninstall takes it away.
        # A hook that was here before runs first, and its verdict counts.
        pushed=$(cat)
        tell() { [ -z "$pushed" ] || printf '%s\\n' "$pushed"; }
        kept="$(dirname "$0")/\(keptName)"
        if [ -x "$kept" ]; then
            tell | "$kept" "$@" || exit $?
        fi
        tool=\(CredentialHelper.quoted(tool))
        if [ ! -x "$tool" ]; then
            tool=$(command -v eigenpal-src) || {
                echo "pre-push: eigenpal-src is gone, so nothing was checked; install it again, or remove $0" >&2
                exit \(isStrict ? 1 : 0)
            }
        fi
        tell | "$tool" hooks run pre-push "$@"

        """
    }
}
