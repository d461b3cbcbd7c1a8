extension SecretValue.Source {
    /// What the options of `secrets set` say: one of `--stdin` and `--value-file`, or neither.
    ///
    /// - Parameter hasArgument: whether a value was typed on the command line, which is refused.
    /// - Throws: ``ToolError`` with exit code 2.
    public init(readsInput: Bool, valueFile: String?, hasArgument: Bool = false) throws(ToolError) {
        if hasArgument { throw SecretArgument.valueAsArgument }
        switch (readsInput, valueFile) {
        case (true, nil): self = .standardInput
        case (false, let file?): self = .file(file)
        case (false, nil): self = .prompt
        case (true, _?): throw .usage("--stdin and --value-file both name the value: give one of them")
        }
    }
}
