import ArgumentParser
import SourceTool

/// `scan`.
struct ScanCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Look for secrets in files, what is staged, a history, or a pipe.",
        discussion: """
            The search of the pre-push hook, in any folder or Git repository, with no account and no network. In a repository, files
            that are ignored and not tracked are left out. Exit code 1 where a secret was found.

            Examples:
              eigenpal-src scan
              eigenpal-src scan --staged
              eigenpal-src scan --history origin/main..HEAD --sarif
              eigenpal-src scan --json >known.json; eigenpal-src scan --baseline known.json
              kubectl logs api | eigenpal-src scan --stdin
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var form: FindingsArguments
    @Flag(name: .customLong("history"), help: "Look at commits: those of the range, or all of them.")
    var isHistory = false
    @Flag(name: .customLong("staged"), help: "Look at what is staged for the next commit.")
    var isStaged = false
    @Flag(name: .customLong("stdin"), help: "Look at standard input.")
    var isInput = false
    @Option(help: ArgumentHelp("Leave out the findings of an earlier answer in JSON.", valueName: "file"))
    var baseline: String?
    @Argument(
        help: ArgumentHelp(
            "Files and folders, the current one by default; with --history a range.", valueName: "path"))
    var paths: [String] = []

    func perform() async throws {
        try form.check("scan")
        let context = try global.context()
        let report = try await ScanSecrets.run(context, try target(), baseline: baseline)
        try renderFindings(report, form, in: context)
    }

    private func target() throws -> ScanSecrets.Target {
        guard [isHistory, isStaged, isInput].count(where: \.self) <= 1 else {
            throw ToolError.usage(
                "--history, --staged and --stdin exclude each other", next: "eigenpal-src scan --help")
        }
        if isHistory {
            guard paths.count <= 1 else {
                throw ToolError.usage("--history takes one range", next: "eigenpal-src scan --history A..B")
            }
            return .history(paths.first)
        }
        guard isStaged || isInput else { return .paths(paths) }
        guard paths.isEmpty else {
            throw ToolError.usage("--staged and --stdin take no paths", next: "eigenpal-src scan --help")
        }
        return isStaged ? .staged : .input
    }
}
