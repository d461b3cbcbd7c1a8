import ArgumentParser
import Glibc
import SourceTool

/// What the tool says when it ends early, and the exit code that goes with it.
enum Failure {
    /// Says what happened and the next command on standard error.
    static func report(_ error: ToolError) -> Int32 {
        say("\(ToolVersion.name): \(error.message)")
        for line in error.lines.dropFirst() { say(line) }
        return error.exitCode
    }

    /// Answers a request for help or the version on standard output, and what was typed wrongly on standard error.
    static func report(parsing error: any Error) -> Int32 {
        let text = RootCommand.fullMessage(for: error)
        guard RootCommand.exitCode(for: error) != .success else {
            let failure = StandardStream.send(Array((text + "\n").utf8), to: STDOUT_FILENO)
            return failure == 0 || failure == EPIPE ? 0 : 1
        }
        let isTitled = text.hasPrefix("Error: ")
        let lines = (isTitled ? text.dropFirst(7) : text[...]).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            say(index == 0 ? "\(ToolVersion.name): \(line)" : String(line))
        }
        return 2
    }

    private static func say(_ line: String) {
        _ = StandardStream.send(Array((Output.cleaned(line) + "\n").utf8), to: STDERR_FILENO)
    }
}
