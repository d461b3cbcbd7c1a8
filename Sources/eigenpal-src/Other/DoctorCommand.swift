import ArgumentParser
import SourceTool

/// `doctor`.
struct DoctorCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at everything a command needs, and say how to mend it.",
        discussion: """
            Exits with 1 where a check fails. Nothing is changed.

            Examples:
              eigenpal-src doctor
              eigenpal-src doctor --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(await Doctor.run(context), json: answer.json, in: context)
    }
}
