import ArgumentParser
import SourceTool

/// `hooks allow`.
struct HooksAllowCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "allow", abstract: "Let a finding pass from now on, and write down why.",
        discussion: """
            The fingerprint is told with each finding; it stays the same while rule, value and file do. What is allowed is kept in
            .eigenpal-src.yaml, and counts once it is committed. A single line is allowed with the words eigenpal-src:allow on it.

            Examples:
              eigenpal-src hooks allow 0123456789abcdef \\
                  --reason "a key of the sandbox, which is public"
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("Why it may pass.", valueName: "text"))
    var reason: String
    @Argument(help: "The finding's fingerprint.") var fingerprint: String

    func perform() async throws {
        let context = try global.context()
        try render(
            try await AllowFinding.run(context, fingerprint: fingerprint, reason: reason),
            json: answer.json, in: context)
    }
}
