import ArgumentParser
import CProcess
import Glibc
import SourceTool

/// The tool's start: a lone `--version` is answered, and a run of `run --local` supervised, before anything else is set up.
@main
enum Main {
    static func main() async {
        if CommandLine.argc == 2, CommandLine.arguments[1] == "--version" {
            exit(Failure.answer(ToolVersion.current + "\n"))
        }
        if CommandLine.arguments.dropFirst().elementsEqual([RunLocally.supervisorArgument]) {
            exit(RunLocally.supervise())
        }
        eigenpal_keep_memory()
        // A server that hangs up, or a reader that is gone, is an error to report, not a signal to die of.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(separated(Array(CommandLine.arguments.dropFirst()))))
    }

    /// The arguments as the parser understands them.
    private static func separated(_ arguments: [String]) -> [String] {
        Passthrough.separated(VersionOption.separated(WaitValue.separated(arguments)))
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        do {
            if let exitCode = try await QuickVerbs.run(arguments) { return exitCode }
            var command = try CommandLineParser.parse(arguments)
            if let command = command as? any ToolCommand {
                try await command.perform()
            } else if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let error as ToolError {
            return Failure.report(error)
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            return Failure.report(parsing: error)
        }
    }
}
