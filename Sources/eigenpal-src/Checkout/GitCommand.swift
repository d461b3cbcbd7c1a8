import ArgumentParser
import SourceTool

/// `git`.
struct GitCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "git", abstract: "Run git with this account's API key and name.",
        discussion: """
            Everything after "git" is git's own. Git asks this tool for the key, and gets it for the account's \
            server only.

            Examples:
              eigenpal-src git -- log --oneline
              eigenpal-src --profile local git -- push origin my-branch
            """)

    @OptionGroup var global: GlobalArguments
    @Argument(parsing: .postTerminator, help: "Git's arguments.")
    var arguments: [String] = []

    func perform() async throws {
        try await PlainGit.run(try global.context(), arguments)
    }
}
