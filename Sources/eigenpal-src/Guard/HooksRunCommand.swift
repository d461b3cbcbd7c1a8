import ArgumentParser
import SourceTool

/// `hooks run`: what the hook calls.
struct HooksRunCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Check a push, as git's pre-push hook is told of it on standard input.",
        discussion: """
            Exit code 1 stops the push.

            Examples:
              eigenpal-src hooks run pre-push "$@"
            """)

    enum Hook: String, ExpressibleByArgument, CaseIterable {
        case prePush = "pre-push"
    }

    @OptionGroup var global: GlobalArguments
    @Argument(help: "The hook.") var hook: Hook
    @Argument(help: ArgumentHelp("The remote's name and URL, as git passes them.", valueName: "remote"))
    var remote: [String] = []

    func perform() async throws {
        try await PrePush.run(try global.context())
    }
}
