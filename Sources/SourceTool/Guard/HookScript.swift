/// The `pre-push` hook that `hooks install` writes: POSIX shell, and as few processes as can be, for every push waits
/// for it.
enum HookScript {
    /// What a hook of ours says in its second line.
    static let mark = "# Made by eigenpal-src hooks install"
    /// Where a hook that was here before is kept, beside ours.
    static let keptName = "pre-push.before-eigenpal"
    /// What any hook that asks this tool before a push says.
    static let call = "\(ToolVersion.name) hooks run pre-push"

    /// The hook's text.
    ///
    /// - Parameters:
    ///   - tool: the program to run.
    ///   - isStrict: stops the push where the program is gone.
    static func text(running tool: String, isStrict: Bool) -> String {
        """
        #!/bin/sh
        \(mark); eigenpal-src hooks uninstall takes it away.
        case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
        \(toolPrefix)\(CredentialHelper.quoted(tool))
        [ -x "$tool" ] || tool=$(command -v eigenpal-src) || tool=
        missing() {
            printf '%s\\n' "pre-push: eigenpal-src is not installed, so \(isStrict ? "nothing may be pushed" : "nothing was checked"); run ./scripts/install in its source, or remove $0" >&2
            exit \(isStrict ? 1 : 0)
        }
        # A hook that was here before runs first, with what git says, and its verdict counts.
        if [ -x "$here/\(keptName)" ]; then
            pushed=$(cat)
            tell() { [ -z "$pushed" ] || printf '%s\\n' "$pushed"; }
            tell | "$here/\(keptName)" "$@" || exit $?
            [ -n "$tool" ] || missing
            tell | "$tool" hooks run pre-push "$@"
            exit $?
        fi
        [ -n "$tool" ] || missing
        exec "$tool" hooks run pre-push "$@"

        """
    }

    /// Whether a hook's text is ours.
    static func isOurs(_ text: String) -> Bool {
        text.split(separator: "\n", maxSplits: 2).dropFirst().first?.hasPrefix(mark) == true
    }

    /// The program that a hook of ours runs.
    static func tool(in text: String) -> String? {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(toolPrefix) }) else {
            return nil
        }
        let word = line.dropFirst(toolPrefix.count)
        guard word.hasPrefix("'"), word.hasSuffix("'") else { return String(word) }
        return String(word.dropFirst().dropLast()).replacing("'\\''", with: "'")
    }

    /// Whether a text has this tool asked before a push, in a line that is no comment.
    static func calls(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            !line.drop(while: \.isWhitespace).hasPrefix("#") && line.contains(call)
        }
    }

    private static let toolPrefix = "tool="
}
