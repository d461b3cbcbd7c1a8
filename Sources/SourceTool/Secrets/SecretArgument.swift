import SourceFormat

/// The name of a secret, as it was typed.
enum SecretArgument {
    /// Reads a name, and refuses `NAME=VALUE` without repeating it: what follows the sign may be a secret.
    ///
    /// - Parameter isSetting: whether a value is set, and the sign means that one was typed.
    /// - Throws: ``ToolError`` with exit code 2.
    static func parse(_ text: String, isSetting: Bool = false) throws(ToolError) -> SecretName {
        if text.contains("=") {
            throw isSetting
                ? valueAsArgument
                : .usage(
                    "a secret is named without \"=\" and what follows it",
                    next: "\(ToolVersion.name) secrets list")
        }
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
