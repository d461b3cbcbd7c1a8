import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

/// What editors are told, and what vim leaves behind for all that its user's settings say.
@Suite struct EditorTests {
    @Test(arguments: ["vi", "vim", "vim.tiny", "vim.basic", "vim.gtk3", "nvim", "view", "ex", "rvim"])
    func everyVimIsToldToKeepNothing(program: String) {
        let arguments = Editor.arguments(of: program)
        #expect(arguments.contains("-n -i NONE --cmd"))
        #expect(arguments.contains("silent! set noundofile"))
        #expect(!arguments.contains("$@"))
    }

    @Test func othersGetTheFile() {
        #expect(Editor.arguments(of: "nano") == "\"$@\"")
        #expect(Editor.arguments(of: "busybox") == "\"$@\"")
        #expect(Editor.arguments(of: "emacs-nox").hasSuffix(" \"$@\""))
        #expect(Editor.arguments(of: "emacsclient") == "\"$@\"")
    }

    @Test func linksAreFollowedToTheProgram() throws {
        let home = try TemporaryDirectory()
        let (vim, editor) = (home.appending("vim.tiny"), home.appending("editor"))
        try "#!/bin/sh\n".write(toFile: vim, atomically: true, encoding: .utf8)
        #expect(chmod(vim, 0o755) == 0)
        try FileManager.default.createSymbolicLink(atPath: editor, withDestinationPath: vim)
        let context = ToolContext(
            environment: ["PATH": home.path], home: .init(home.path), workingDirectory: .init(home.path),
            terminal: RecordingTerminal(), clock: { 0 }, options: GlobalOptions(), executable: "/tool")
        for command in [editor, "editor", "editor -R", "./editor"] {
            #expect(Editor.program(of: command, context) == "vim.tiny")
        }
        #expect(Editor.program(of: "no-such-editor", context) == "no-such-editor")
    }

    /// With a real vim, where there is one.
    @Test func vimLeavesNothingBehind() async throws {
        guard let vim = ["/usr/bin/vim", "/usr/bin/vi"].first(where: FileManager.default.isExecutableFile)
        else { return }
        var place = try await SecretPlace()
        try await place.secrets("import", "-", input: "A=hunter2-canary\n")
        let home = place.session.home
        for name in ["undo", "backup", "swap"] {
            try FileManager.default.createDirectory(
                atPath: "\(home)/\(name)", withIntermediateDirectories: true)
        }
        try """
        set nocompatible undofile backup writebackup swapfile updatecount=1 patchmode=.orig
        set undodir=~/undo backupdir=~/backup directory=~/swap viminfo='100,<50,s10,h,n~/.viminfo
        autocmd VimEnter * %s/canary/edited-canary/ | yank | execute 'silent !ls -A ~/swap >> ~/seen' | wq

        """.write(toFile: "\(home)/.vimrc", atomically: true, encoding: .utf8)
        let editor = "\(home)/editor"
        try FileManager.default.createSymbolicLink(atPath: editor, withDestinationPath: vim)
        place.session.variables["TERM"] = "dumb"
        for command in [vim, editor] {
            place.session.variables["EDITOR"] = command
            let edit = try await place.secrets("edit")
            #expect(edit.output.contains("Replaced A"), "\(edit.output) \(edit.errorOutput)")
        }
        // Taken while vim ran: a swap file is gone when it ends.
        #expect(try String(contentsOfFile: "\(home)/seen", encoding: .utf8) == "")
        #expect(try await place.secrets("get", "A").output == "hunter2-edited-edited-canary")
        #expect(try await place.files(holding: "hunter2").isEmpty)
        for name in ["undo", "backup", "swap"] {
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(home)/\(name)").isEmpty)
        }
        #expect(!FileManager.default.fileExists(atPath: "\(home)/.viminfo"))
        try await place.server.stop()
    }
}
