import ArgumentParser
import SourceTool

/// `secrets merge-driver`.
struct SecretsMergeDriverCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge-driver", abstract: "Merge two versions of a secrets file, for Git.",
        discussion: """
            Git runs this as a merge driver, see gitattributes(5); clone and init set it up.

            Examples:
              git config merge.eigenpal-secrets.driver 'eigenpal-src secrets merge-driver %O %A %B %L %P'
            """, shouldDisplay: false)

    @OptionGroup var global: GlobalArguments
    @Argument(help: "The common ancestor's file.") var base: String
    @Argument(help: "Our file; the result goes there.") var ours: String
    @Argument(help: "Their file.") var theirs: String
    @Argument(help: "The size of conflict markers.") var markerSize: String
    @Argument(help: "The file's path in the repository.") var path: String

    func perform() async throws {
        let context = try global.context()
        let exitCode = try await MergeSecrets.run(
            context, base: base, ours: ours, theirs: theirs, markerSize: markerSize, path: path)
        if exitCode != 0 { throw ExitCode(exitCode) }
    }
}
