import Glibc
import Sealing

/// The terminal, or the pipes, that the process was started with.
public struct SystemTerminal: Terminal {
    private let isQuiet: Bool
    private let isVerbose: Bool
    private let environment: [String: String]

    /// The process's own standard streams.
    ///
    /// - Parameter environment: read for `NO_COLOR`, `TERM` and `COLUMNS`.
    public init(environment: [String: String], isQuiet: Bool = false, isVerbose: Bool = false) {
        self.environment = environment
        self.isQuiet = isQuiet
        self.isVerbose = isVerbose
    }

    /// Whether standard input is a terminal.
    public var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
    /// Whether standard output is a terminal.
    public var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    /// Whether standard error is a terminal.
    public var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether standard output is a terminal with colours, and neither `NO_COLOR` nor `TERM=dumb` is set.
    public var usesColor: Bool {
        outputIsTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    /// The columns that the terminal states, else `COLUMNS`, else 80.
    public var width: Int {
        var size = winsize()
        for descriptor in [STDOUT_FILENO, STDERR_FILENO]
        where ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 {
            return Int(size.ws_col)
        }
        return environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? 80
    }

    /// Writes to standard output. A reader that has gone ends the process without a word, as it ends others.
    ///
    /// - Throws: ``ToolError`` for anything else that keeps the bytes from being written.
    public func write(_ bytes: [UInt8]) throws(ToolError) {
        try report(StandardStream.send(bytes, to: STDOUT_FILENO))
    }

    /// Writes a secret to standard output, as ``write(_:)`` does.
    ///
    /// - Throws: ``ToolError``.
    public func write(secret: SecretPart) throws(ToolError) {
        try report(secret.withBytes { StandardStream.send($0, to: STDOUT_FILENO) })
    }

    private func report(_ failure: Int32) throws(ToolError) {
        switch failure {
        case 0: return
        case EPIPE: StandardStream.endAsBrokenPipe()
        default:
            throw ToolError(
                "the answer could not be written to standard output: \(String(cString: strerror(failure)))")
        }
    }

    /// Says a line, unless `--quiet`.
    public func note(_ line: String) {
        if !isQuiet { say(line) }
    }

    /// Says a line that begins with `warning: `.
    public func warn(_ line: String) { say("warning: \(line)") }

    /// Writes to standard error.
    public func pass(_ bytes: [UInt8]) { _ = StandardStream.send(bytes, to: STDERR_FILENO) }

    /// Says a line with `--verbose`.
    public func detail(_ line: String) {
        if isVerbose { say(line) }
    }

    /// Shows a line in place of the one before, on a terminal that can.
    public func progress(_ line: String?) {
        guard errorIsTerminal, !isQuiet, environment["TERM"] != "dumb" else { return }
        let text = line.map { String(Output.cleaned($0).prefix(max(width - 1, 1))) } ?? ""
        _ = StandardStream.send(Array("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO)
    }

    /// Asks for a line without showing it.
    ///
    /// - Throws: ``ToolError`` where standard input is no terminal.
    public func readSecret(prompt: String) throws(ToolError) -> SecretBytes {
        guard inputIsTerminal else {
            throw ToolError("\(prompt) cannot be asked for: there is no terminal", exitCode: 1)
        }
        return try HiddenPrompt.ask(prompt: prompt)
    }

    /// Reads standard input to its end.
    ///
    /// - Throws: ``ToolError`` for more than `limit` bytes.
    public func readAllInput(limit: Int) throws(ToolError) -> SecretBytes {
        try StandardStream.readAll(limit: limit)
    }

    /// Asks a question; only `y` and `yes` mean yes.
    ///
    /// - Throws: ``ToolError`` without a terminal.
    public func confirm(_ question: String) throws(ToolError) -> Bool {
        guard inputIsTerminal, errorIsTerminal else {
            throw ToolError("there is no terminal to ask at: \(question)")
        }
        _ = StandardStream.send(Array("\(Output.cleaned(question)) [y/N] ".utf8), to: STDERR_FILENO)
        let answer = readLine(strippingNewline: true)?.lowercased()
        return answer == "y" || answer == "yes"
    }

    private func say(_ line: String) {
        progress(nil)
        _ = StandardStream.send(Array("\(Output.cleaned(line))\n".utf8), to: STDERR_FILENO)
    }
}
