import ArgumentParser
import SourceTool

/// `hooks install`.
struct HooksInstallCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Write the checkout's pre-push hook, and set up Git's drivers for secrets.",
        discussion: """
            A hook that is there already is kept and runs first; its verdict counts. Where lefthook, husky or pre-commit
            runs the hooks, or core.hooksPath leads elsewhere, the lines to add there are said instead. All worktrees
            share the hook.

            Examples:
              eigenpal-src hooks install
              eigenpal-src hooks install --strict
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(name: .customLong("strict"), help: "Stop pushes where the tool is gone.") var isStrict = false

    func perform() async throws {
        let context = try global.context()
        try render(
            try await InstallHooks.install(context, isStrict: isStrict), json: answer.json, in: context)
    }
}
