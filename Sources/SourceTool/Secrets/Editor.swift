import SystemPackage

/// The user's editor: `VISUAL`, else `EDITOR`, else `vi`; run by the shell, as git runs it.
struct Editor {
    private let command: String
    private let shell: FilePath

    /// - Throws: ``ToolError`` where there is none.
    init(_ context: ToolContext) throws(ToolError) {
        shell = "/bin/sh"
        if let chosen = context.variable("VISUAL") ?? context.variable("EDITOR") {
            command = chosen
            return
        }
        guard context.program("vi") != nil else {
            throw ToolError(
                "there is no editor: EDITOR is not set, and vi is not on PATH",
                details: ["such as EDITOR=nano; or set single secrets"],
                next: "\(ToolVersion.name) secrets set NAME")
        }
        command = "vi"
    }

    /// Opens a file and waits until the editor ends.
    ///
    /// - Throws: ``ToolError`` where it cannot be started, or ends with another exit code than 0.
    func open(_ path: String, _ context: ToolContext) throws(ToolError) {
        let arguments = Self.arguments(of: Self.program(of: command, context))
        let child = try ChildProcess(
            shell, ["-c", "\(command) \(arguments)", command, path], environment: context.environment)
        let exitCode = child.wait()
        guard exitCode == 0 else {
            throw ToolError("the editor ended with exit code \(exitCode); nothing was changed")
        }
    }

    /// The name of the program that a command runs, links followed: Debian's `editor` may be vim, and `vi` another.
    static func program(of command: String, _ context: ToolContext) -> String {
        let word = String(command.split(separator: " ").first ?? "")
        let found = word.contains("/") ? context.path(word) : context.program(word)
        let resolved = found.flatMap { Files.resolved($0)?.lastComponent?.string }
        return resolved ?? FilePath(word).lastComponent?.string ?? word
    }

    /// What opens the file, which is the shell's `$1`, so that an editor writes no copies of it beside it: no swap
    /// files, backups, undo files, histories.
    static func arguments(of program: String) -> String {
        if isVim(program) {
            // The file is opened by a command, not as an argument: whatever the user's vimrc sets, it has been set
            // back before the text is read. What a file's own autocommands set is set back once more.
            return "-n -i NONE --cmd '\(vimSettings)' -c '\(vimSettings)' -c \"edit $1\" -c '\(vimSettings)'"
        }
        if program.hasPrefix("emacs"), !program.hasPrefix("emacsclient") {
            return
                "--eval '(setq make-backup-files nil auto-save-default nil create-lockfiles nil)' \"$@\""
        }
        return "\"$@\""
    }

    /// Whether a program is vim or neovim, in any of the builds and names in which systems install it.
    private static func isVim(_ program: String) -> Bool {
        let name = program.split(separator: ".").first.map(String.init) ?? program
        return ["vi", "vim", "nvim", "view", "rvim", "rview", "ex", "vimx"].contains(name)
    }

    // One at a time: an option that a build does not know must not keep the others from being set.
    private static let vimSettings = [
        "nobackup", "nowritebackup", "noswapfile", "noundofile", "patchmode=", "viminfo=", "viminfofile=NONE",
        "shada=", "shadafile=NONE",
    ].map { "silent! set \($0)" }.joined(separator: " | ")
}
