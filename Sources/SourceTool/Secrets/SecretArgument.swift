import SourceFormat

/// The name of a secret, as it was typed.
enum SecretArgument {
    /// Reads a name, and refuses `NAME=VALUE` without repeating it: what follows the sign is a secret by now.
    ///
    /// - Throws: ``ToolError`` with exit code 2.
    static func parse(_ text: String) throws(ToolError) -> SecretName {
        if text.contains("=") { throw valueAsArgument }
        return try attempt(exitCode: 2) { try SecretName(parsing: text) }
    }

    /// Why no value is taken from the command line.
    static let valueAsArgument = ToolError(
        "a secret's value is not taken from the command line",
        details: [
            "other programs can read the arguments of this one, and the shell keeps them in its history",
            "treat the value you typed as known to others: make a new one where it matters",
        ],
        next: "eigenpal-src secrets set NAME",
        exitCode: 2)
}
