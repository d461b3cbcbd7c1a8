import ArgumentParser
import SourceTool

/// `hooks run`: what the hook calls.
struct HooksRunCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Check a push, as git's pre-push hook is told of it on standard input.",
        discussion: """
            Looks at exactly the commits that the remote does not have, in Git's objects: packages and secrets files, secrets in
            added lines and in messages, releases, files that are to stay out, secrets that wait for the server. Says nothing
            where all is well. Exit code 1 stops the push.

            Examples:
              eigenpal-src hooks run pre-push "$@"
              echo "refs/heads/main $(git rev-parse main) refs/heads/main $(git rev-parse origin/main)" |
                  eigenpal-src hooks run pre-push origin --json
            """)

    enum Hook: String, ExpressibleByArgument, CaseIterable {
        case prePush = "pre-push"
    }

    @OptionGroup var global: GlobalArguments
    @OptionGroup var form: FindingsArguments
    @Argument(help: "The hook.") var hook: Hook
    @Argument(help: ArgumentHelp("The remote's name and URL, as git passes them.", valueName: "remote"))
    var remote: [String] = []

    func perform() async throws {
        try form.check("hooks run")
        let context = try global.context()
        try renderFindings(try await PrePush.run(context, remote: remote), form, in: context)
    }
}
