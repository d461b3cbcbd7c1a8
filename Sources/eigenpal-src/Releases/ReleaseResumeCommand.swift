import ArgumentParser
import SourceTool

/// `release resume`.
struct ReleaseResumeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Finish a release that was cut off, exactly as it was planned.",
        discussion: """
            What is done already is left alone: nothing is released twice, under another version or at another commit.

            Examples:
              eigenpal-src release resume
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await FinishRelease.resume(context), json: answer.json, in: context)
    }
}
