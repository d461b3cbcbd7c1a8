import SourceTool

/// The verbs that scripts and prompts call again and again, in their plainest form: read here in microseconds, where the
/// parser takes longer than the verb's own work.
///
/// Whatever is not exactly this form goes to the parser, which knows the rest, the errors and the help.
enum QuickVerbs {
    /// Does what plain arguments ask for.
    ///
    /// - Returns: the exit code; nil where the arguments are not of the plain form.
    static func run(_ arguments: [String]) async throws(ToolError) -> Int32? {
        if arguments.starts(with: ["secrets", "run"]) {
            return try await runWithSecrets(arguments.dropFirst(2))
        }
        if arguments.starts(with: ["secrets", "list"]) {
            return try await listSecrets(arguments.dropFirst(2))
        }
        if arguments.starts(with: ["secrets", "import"]) {
            return try await importSecrets(arguments.dropFirst(2))
        }
        if arguments.starts(with: ["release", "plan"]) {
            return try await planReleases(arguments.dropFirst(2))
        }
        if arguments.first == "releases" { return try await listReleases(arguments.dropFirst()) }
        if arguments.starts(with: ["deps", "tree"]) {
            return try await showDependencies(arguments.dropFirst(2))
        }
        if arguments.starts(with: ["lockfile", "preview"]) {
            return try await previewLockfile(arguments.dropFirst(2))
        }
        return nil
    }

    private static func runWithSecrets(_ arguments: ArraySlice<String>) async throws(ToolError) -> Int32? {
        guard let end = arguments.firstIndex(of: "--"), end + 1 < arguments.endIndex,
            let packages = values(of: "--package", in: arguments[..<end])
        else { return nil }
        try await RunWithSecrets.run(
            try ToolContext.current(options: GlobalOptions()),
            .init(command: Array(arguments[(end + 1)...]), packages: packages))
        return 0
    }

    private static func listSecrets(_ arguments: ArraySlice<String>) async throws(ToolError) -> Int32? {
        let rest = arguments.filter { $0 != "--json" }
        guard let packages = values(of: "--package", in: rest[...]), packages.count <= 1 else { return nil }
        let context = try ToolContext.current(options: GlobalOptions())
        return try render(
            try await ListSecrets.run(context, package: packages.first), arguments, in: context)
    }

    private static func importSecrets(
        _ arguments: ArraySlice<String>
    ) async throws(ToolError)
        -> Int32?
    {
        var rest = arguments.filter { $0 != "--json" }
        guard let file = rest.first, isPlain(file) else { return nil }
        rest.removeFirst()
        guard let packages = values(of: "--package", in: rest[...]), packages.count <= 1 else {
            return nil
        }
        let context = try ToolContext.current(options: GlobalOptions())
        return try render(
            try await ImportSecrets.run(context, .init(file: file, package: packages.first)), arguments,
            in: context)
    }

    private static func planReleases(
        _ arguments: ArraySlice<String>
    ) async throws(ToolError)
        -> Int32?
    {
        guard arguments.filter({ $0 != "--json" }) == ["--all"] else { return nil }
        let context = try ToolContext.current(options: GlobalOptions())
        return try render(
            try await PlanReleases.run(context, .init(isAll: true)), arguments, in: context)
    }

    /// Words behind `releases` that are no package.
    private static let subcommands = ["list", "show", "help"]

    private static func listReleases(_ arguments: ArraySlice<String>) async throws(ToolError) -> Int32? {
        let rest = arguments.filter { $0 != "--json" }
        guard rest.count <= 1, rest.first.map({ isPlain($0) && !subcommands.contains($0) }) ?? true
        else { return nil }
        let context = try ToolContext.current(options: GlobalOptions())
        return try render(try await ListReleases.run(context, package: rest.first), arguments, in: context)
    }

    private static func showDependencies(
        _ arguments: ArraySlice<String>
    ) async throws(ToolError)
        -> Int32?
    {
        let rest = arguments.filter { $0 != "--json" }
        guard rest.count <= 1, rest.first.map(isPlain) ?? true else { return nil }
        let context = try ToolContext.current(options: GlobalOptions())
        return try render(
            try await ShowDependencies.run(context, package: rest.first), arguments, in: context)
    }

    private static func previewLockfile(
        _ arguments: ArraySlice<String>
    ) async throws(ToolError)
        -> Int32?
    {
        // In JSON it is the file itself, which the command writes.
        guard arguments.count <= 1, arguments.first.map(isPlain) ?? true else { return nil }
        let context = try ToolContext.current(options: GlobalOptions())
        return try render(
            try await PreviewLockfile.run(context, reference: arguments.first), [], in: context)
    }

    private static func render(
        _ answer: some Renderable, _ arguments: ArraySlice<String>, in context: ToolContext
    ) throws(ToolError) -> Int32 {
        try Output.render(answer, json: arguments.contains("--json"), in: context)
        return answer.exitCode
    }

    /// The values of an option that may be repeated; nil where there is anything else.
    private static func values(of option: String, in arguments: ArraySlice<String>) -> [String]? {
        var values: [String] = []
        var rest = arguments
        while let word = rest.popFirst() {
            guard word == option, let value = rest.popFirst(), isPlain(value) else { return nil }
            values.append(value)
        }
        return values
    }

    private static func isPlain(_ word: String) -> Bool { !word.isEmpty && !word.hasPrefix("-") }
}
