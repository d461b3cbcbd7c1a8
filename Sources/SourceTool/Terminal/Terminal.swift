import Sealing

/// Where a verb speaks and listens: standard output for the answer, standard error for the talk, standard input.
///
/// Texts given to it may come from a server or a repository: every function cleans them of control characters.
public protocol Terminal: Sendable {
    /// Whether a person types the input.
    var inputIsTerminal: Bool { get }
    /// Whether a person reads the answer.
    var outputIsTerminal: Bool { get }
    /// Whether a person reads the talk.
    var errorIsTerminal: Bool { get }
    /// Whether the answer may have colours: a terminal that knows them, and no `NO_COLOR`.
    var usesColor: Bool { get }
    /// The number of columns; 80 where there is no terminal.
    var width: Int { get }

    /// Writes bytes to standard output as they are.
    ///
    /// - Throws: ``ToolError`` when they could not be written, as on a full disk.
    func write(_ bytes: [UInt8]) throws(ToolError)
    /// Writes a secret to standard output, from guarded memory.
    ///
    /// - Throws: ``ToolError`` when it could not be written.
    func write(secret: SecretPart) throws(ToolError)
    /// Says a line on standard error, which `--quiet` drops.
    func note(_ line: String)
    /// Says a line on standard error that `--quiet` does not drop; it gets `warning: ` before it.
    func warn(_ line: String)
    /// Writes bytes of another program's to standard error as they are, whatever was asked of this one's own talk.
    func pass(_ bytes: [UInt8])
    /// Says a line on standard error that only `--verbose` shows.
    func detail(_ line: String)
    /// Shows a line that the next one takes the place of, on a terminal only; nil takes it away.
    func progress(_ line: String?)

    /// Asks for a line that is not shown while it is typed.
    ///
    /// - Throws: ``ToolError`` where no person is at the terminal.
    func readSecret(prompt: String) throws(ToolError) -> SecretBytes
    /// Reads standard input to its end.
    ///
    /// - Parameter limit: the number of bytes past which it is refused.
    /// - Throws: ``ToolError`` when there are more bytes than that, or they cannot be read.
    func readAllInput(limit: Int) throws(ToolError) -> SecretBytes
    /// Asks a question that is answered `y` or `n`; anything else is no.
    ///
    /// - Throws: ``ToolError`` where no person is at the terminal.
    func confirm(_ question: String) throws(ToolError) -> Bool
}

extension Terminal {
    /// Writes the secret's bytes as any others.
    public func write(secret: SecretPart) throws(ToolError) {
        try write(secret.withBytes { Array($0) })
    }
}
