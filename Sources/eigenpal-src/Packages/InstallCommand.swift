import ArgumentParser
import SourceTool

/// `install`.
struct InstallCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Put what a package needs into its eigenpal_modules folder.",
        discussion: """
            A package of the working tree gets its dependencies, as its manifest names them, and .eigenpal/eigenpal.lock. A
            release, PACKAGE@REF, goes into a folder of its own with all that it needs. No network is needed: the files
            come from the checkout's Git objects. Links, names that lead out of a folder, and names that differ in case
            only are refused.

            Examples:
              eigenpal-src install agents/invoice
              eigenpal-src install agents/invoice --frozen
              eigenpal-src install agents/invoice@1.x --out ../invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(name: .customLong("out"), help: ArgumentHelp("The folder for a release.", valueName: "dir"))
    var out: String?
    @Flag(
        name: .customLong("frozen"),
        help: "Take the lockfile that is there; fail where the manifest names something else by now.")
    var isFrozen = false
    @Argument(
        help: ArgumentHelp(
            "The package, and with --out what of it; the one you stand in by default.",
            valueName: "package[@ref]"))
    var reference: String?

    func perform() async throws {
        let context = try global.context()
        let report = try await InstallPackage.run(
            context, .init(reference: reference, out: out, isFrozen: isFrozen))
        try render(report, json: answer.json, in: context)
    }
}
