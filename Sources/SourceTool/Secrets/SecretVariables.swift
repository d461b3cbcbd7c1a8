import Sealing
import SourceFormat

/// Several secrets in one text: a `.env` file, a JSON object or a YAML mapping. All of them are good, or none is taken.
enum SecretVariables {
    /// The most bytes that are read: 1 MiB.
    static let maximumSize = 1 << 20

    /// Reads a file of variables; every problem is said at once.
    ///
    /// - Parameters:
    ///   - file: its path as typed; `-` is standard input.
    ///   - format: nil guesses it from the file's name.
    ///   - prefix: what is put before each name.
    ///   - interpolates: whether `${NAME}` in a `.env` file stands for another variable's value.
    /// - Throws: ``ToolError``.
    static func read(
        _ file: String, as format: SecretsImport.Format?, prefix: String = "", interpolates: Bool = false,
        _ context: ToolContext
    ) throws(ToolError) -> [SecretWriter.Item] {
        let shown = file == "-" ? "standard input" : file
        var bytes = try bytes(of: file, context)
        defer { wipe(&bytes) }
        return try items(
            in: bytes, format ?? SecretsImport.format(ofFileNamed: file) ?? .dotenv, shown: shown,
            prefix: prefix,
            interpolates: interpolates, context)
    }

    /// The variables of a text that was read; see ``read(_:as:prefix:interpolates:_:)``.
    ///
    /// - Parameter allowsNone: whether a text without any is taken.
    static func items(
        in bytes: [UInt8], _ format: SecretsImport.Format, shown: String, prefix: String = "",
        interpolates: Bool = false, allowsNone: Bool = false, _ context: ToolContext
    ) throws(ToolError) -> [SecretWriter.Item] {
        guard !interpolates || format == .dotenv else {
            throw .usage("--interpolate is for the format dotenv, and \(shown) is \(format.rawValue)")
        }
        var (variables, findings) = SecretsImport.parse(bytes: bytes, format: format, file: shown)
        var problems = findings.filter { $0.severity == .error }.map(\.description)
        if interpolates, problems.isEmpty {
            let entries = DotenvFile.parse(bytes: bytes, file: shown).0
            variables = try attempt {
                try DotenvFile.interpolated(entries, environment: context.environment).map { entry in
                    ImportedVariable(name: entry.name, value: entry.value, line: entry.line)
                }
            }
        }
        var taken: [(name: SecretName, index: Int)] = []
        var places: [SecretName: Int] = [:]
        for index in variables.indices {
            let variable = variables[index]
            let place = variable.line.map { "\(shown):\($0)" } ?? shown
            do throws(FormatError) {
                let name = try SecretName(parsing: prefix + variable.name)
                guard let value = variable.value else {
                    problems.append("\(place): \(name) has no value: write \(name)=…")
                    continue
                }
                if let problem = value.withUnsafeBytes({ SecretValue.problem(with: $0) }) {
                    problems.append("\(place): the value of \(name) \(problem)")
                    continue
                }
                if let earlier = places[name] {
                    context.terminal.warn(
                        "\(place): \(name) is there more than once, and the last one counts")
                    taken[earlier].index = index
                } else {
                    places[name] = taken.count
                    taken.append((name, index))
                }
            } catch {
                problems.append("\(place): \(error.description)")
            }
        }
        var values = taken.map { variables[$0.index].value ?? [] }
        variables = []
        guard problems.isEmpty else {
            for index in values.indices { wipe(&values[index]) }
            throw ToolError("\(shown) cannot be imported; nothing was sent or written", details: problems)
        }
        guard allowsNone || !taken.isEmpty else { throw ToolError("\(shown) holds no variable") }
        return zip(taken, try GuardedValues.gather(&values)).map { .init(name: $0.name, value: $1) }
    }

    private static func bytes(of file: String, _ context: ToolContext) throws(ToolError) -> [UInt8] {
        if file == "-" {
            return try context.terminal.readAllInput(limit: maximumSize).withBytes { Array($0) }
        }
        let path = context.path(file)
        guard let bytes = try Files.read(path, limit: maximumSize, takesPipes: true) else {
            throw ToolError("\(path): there is no such file")
        }
        return bytes
    }
}
