import SourceFormat

extension SecretValue.Source {
    /// What the options of `secrets set` say: one of `--stdin`, `--value-file`, `--env-file` and `--json-stdin`, or
    /// none.
    ///
    /// - Parameters:
    ///   - names: the names that were typed; a second one that is no name is taken for a value.
    ///   - hasArgument: whether a value was typed on the command line, which is refused.
    /// - Throws: ``ToolError`` with exit code 2.
    public init(
        readsInput: Bool, valueFile: String?, environmentFile: String? = nil, readsJSON: Bool = false,
        names: [String] = [], hasArgument: Bool = false
    ) throws(ToolError) {
        let isValue = names.dropFirst().contains { (try? SecretName(parsing: $0)) == nil }
        if hasArgument || isValue { throw SecretArgument.valueAsArgument }
        var chosen: [(option: String, source: Self)] = []
        if readsInput { chosen.append(("--stdin", .standardInput)) }
        if let valueFile { chosen.append(("--value-file", .file(valueFile))) }
        if let environmentFile { chosen.append(("--env-file", .variables(environmentFile, .dotenv))) }
        if readsJSON { chosen.append(("--json-stdin", .variables("-", .json))) }
        guard chosen.count <= 1 else {
            throw .usage(
                "\(chosen.map(\.option).joined(separator: " and ")) both say where values are: give one of them"
            )
        }
        self = chosen.first?.source ?? .prompt
    }
}
