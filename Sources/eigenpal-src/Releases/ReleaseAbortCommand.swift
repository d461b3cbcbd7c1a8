import ArgumentParser
import SourceTool

/// `release abort`.
struct ReleaseAbortCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "abort", abstract: "Give up a release that was cut off before it reached the server.",
        discussion: """
            The server is asked first. What it has is released, and never goes away: finish that with "release resume".

            Examples:
              eigenpal-src release abort
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await FinishRelease.abort(context), json: answer.json, in: context)
    }
}
