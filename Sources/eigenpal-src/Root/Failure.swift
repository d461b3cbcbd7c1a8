import ArgumentParser
import Glibc
import SourceTool

/// What the tool says when it ends early, and the exit code that goes with it.
enum Failure {
    /// Says what happened and the next command on standard error.
    static func report(_ error: ToolError) -> Int32 {
        for (index, line) in error.lines.enumerated() {
            say(index == 0 ? "\(ToolVersion.name): \(line)" : line)
        }
        return error.exitCode
    }

    /// Answers a request for help or the version on standard output, and what was typed wrongly on standard error.
    static func report(parsing error: any Error) -> Int32 {
        let text = VersionOption.typed(RootCommand.fullMessage(for: error))
        guard RootCommand.exitCode(for: error) != .success else {
            return answer(text.withoutGlobalOptions + "\n")
        }
        let lines = VersionOption.typed(RootCommand.message(for: error)).split(separator: "\n").map(
            String.init)
        return report(
            ToolError(
                (lines.first ?? "what was typed is not understood").withoutTypedValue.loweringItsFirstLetter,
                details: Array(lines.dropFirst()), next: helpCommand(in: text), exitCode: 2))
    }

    /// Writes to standard output.
    ///
    /// - Returns: the exit code.
    static func answer(_ text: String) -> Int32 {
        let failure = StandardStream.send(Array(text.utf8), to: STDOUT_FILENO)
        if failure == 0 { return 0 }
        if failure == EPIPE { StandardStream.endAsBrokenPipe() }
        return report(
            ToolError(
                "the answer could not be written to standard output: \(String(cString: strerror(failure)))"))
    }

    /// The command that the parser names at the end of its message, `See '…' for more information.`
    private static func helpCommand(in text: String) -> String? {
        guard let line = text.split(separator: "\n").last, line.contains("See '") else { return nil }
        let quoted = line.split(separator: "'", omittingEmptySubsequences: false)
        return quoted.count > 2 ? String(quoted[1]) : nil
    }

    private static func say(_ line: String) {
        _ = StandardStream.send(Array((Output.cleaned(line.withoutKeys) + "\n").utf8), to: STDERR_FILENO)
    }
}

extension String {
    /// The message of an option that takes no value, without the value that it was given: it may be a secret.
    fileprivate var withoutTypedValue: String {
        guard let range = firstRange(of: "value, but '") else { return self }
        return String(self[..<range.lowerBound]) + "value"
    }

    /// The text with every API key in it masked: one may have been typed where a name belongs.
    fileprivate var withoutKeys: String {
        replacing(#/\bep_[A-Za-z0-9_\-]{16,}/#) { Account.masked(String($0.output)) }
    }

    /// `Unknown option` as it stands after the tool's name; `EIGENPAL_…` and other words in capitals stay.
    fileprivate var loweringItsFirstLetter: String {
        guard let first, dropFirst().first?.isLowercase == true else { return self }
        return first.lowercased() + dropFirst()
    }

    /// Help whose usage line says `[options]` for the options that every verb has.
    fileprivate var withoutGlobalOptions: String {
        replacing(
            "[--profile <name>] [--base-url <url>] [--ca-file <file>] [--insecure] [--quiet] [--verbose] [-C <dir>]",
            with: "[options]")
    }
}
