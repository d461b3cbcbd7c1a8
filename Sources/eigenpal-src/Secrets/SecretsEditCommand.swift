import ArgumentParser
import SourceTool

/// `secrets edit`.
struct SecretsEditCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Edit the secrets of a package in your editor.",
        discussion: """
            VISUAL, else EDITOR, else vi opens them as NAME=value lines, in memory and never on a disk. What you changed is \
            encrypted when the editor ends; an unchanged text changes nothing. Editors that hand the file to another process, or
            replace it by a new one (sed -i), cannot be used.

            Examples:
              eigenpal-src secrets edit
              EDITOR=nano eigenpal-src secrets edit --package agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @Flag(help: "Do not ask before all secrets are removed.") var yes = false

    func perform() async throws {
        let context = try global.context()
        let report = try await EditSecrets.run(
            context, package: place.package, isConfirmed: yes, cacheLifetime: cache.lifetime)
        try render(report, json: answer.json, in: context)
    }
}
