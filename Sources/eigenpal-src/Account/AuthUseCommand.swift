import ArgumentParser
import SourceTool

/// `auth use`.
struct AuthUseCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Choose the profile that is used where nothing else says which.",
        discussion: """
            Examples:
              eigenpal-src auth use local
            """)

    @OptionGroup var global: GlobalArguments
    @Argument(help: "The profile.")
    var name: String

    func perform() async throws {
        let context = try global.context()
        try render(try AuthUse.run(context, profile: name), json: false, in: context)
    }
}
