import ArgumentParser
import Glibc
import SourceTool

/// `completions`.
struct CompletionsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completion script of a shell.",
        discussion: """
            Examples:
              eigenpal-src completions bash \\
                  >~/.local/share/bash-completion/completions/eigenpal-src
              eigenpal-src completions zsh >"${fpath[1]}/_eigenpal-src"
              eigenpal-src completions fish >~/.config/fish/completions/eigenpal-src.fish
            """)

    /// A shell that has a script.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish
    }

    @OptionGroup var global: GlobalArguments
    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func perform() async throws {
        let script =
            switch shell {
            case .bash: RootCommand.completionScript(for: .bash)
            case .zsh: RootCommand.completionScript(for: .zsh)
            case .fish: RootCommand.completionScript(for: .fish)
            }
        try global.context().terminal.write(Array((script + "\n").utf8))
    }
}
