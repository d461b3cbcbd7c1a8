/// A variable of a file that secrets are imported from.
public struct ImportedVariable: Sendable, Hashable {
    /// Its name, as written; it need not be a secret's.
    public let name: String
    /// Its value in UTF-8, to be wiped by whoever has it last; nil where the file names it without a value.
    public let value: [UInt8]?
    /// The line of the name, from 1.
    public let line: Int?

    /// Describes a variable.
    public init(name: String, value: [UInt8]?, line: Int?) {
        self.name = name
        self.value = value
        self.line = line
    }
}

/// Reads the files that secrets are imported from: `.env` files, and flat objects of JSON or YAML.
public enum SecretsImport {
    /// The form of a file.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// As python-dotenv reads it; see ``DotenvFile``. A name may be there twice.
        case dotenv
        /// One object of texts (RFC 8259). Numbers and booleans are refused: a program reads a variable's text,
        /// and JSON does not say which of several texts that is.
        case json
        /// One mapping of texts, read as strictly as the files of a repository. Numbers and booleans without
        /// quotes are taken as they are written. Its values pass through strings, which nothing can wipe.
        case yaml
    }

    /// The form that a file's name tells; nil where it tells none.
    public static func format(ofFileNamed path: String) -> Format? {
        let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        if name.hasSuffix(".json") { return .json }
        if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return .yaml }
        return name.hasPrefix(".env") || name.hasSuffix(".env") ? .dotenv : nil
    }

    /// Reads a file, with everything that is wrong with it. No finding holds a value.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: its path, for the findings.
    /// - Returns: the variables in the order of the file, without those that findings are about.
    public static func parse(
        bytes: [UInt8], format: Format, file: String
    ) -> ([ImportedVariable], [Finding]) {
        switch format {
        case .dotenv:
            let (entries, findings) = DotenvFile.parse(bytes: bytes, file: file)
            return (
                entries.map { ImportedVariable(name: $0.name, value: $0.value, line: $0.line) }, findings
            )
        case .json: return json(bytes, file)
        case .yaml: return yaml(bytes, file)
        }
    }

    private static func json(_ bytes: [UInt8], _ file: String) -> ([ImportedVariable], [Finding]) {
        let limit = DotenvFile.maximumSize
        if let finding = SourceText.check(bytes, file: file, limit: limit, allowsControls: true) {
            return ([], [finding])
        }
        var reader = FieldReader(file: file, quotesValues: false)
        let members: [FlatJSON.Member]
        do throws(FlatJSON.Problem) {
            members = try FlatJSON.members(of: bytes[...])
        } catch {
            reader.report(line: error.line, "json_syntax", error.message, "Write one object of JSON")
            return ([], reader.findings)
        }
        var variables: [ImportedVariable] = []
        var lines: [String: Int] = [:]
        for member in members {
            let what = shown(member.key)
            if let earlier = lines.updateValue(member.line, forKey: member.key) {
                reader.report(
                    line: member.line, "duplicate_key", "\(what) is there already, on line \(earlier)",
                    "Keep one of the two")
                continue
            }
            let kind: String
            switch member.value {
            case .string(let value):
                variables.append(ImportedVariable(name: member.key, value: value, line: member.line))
                continue
            case .number: kind = "a number"
            case .bool: kind = "true or false"
            case .null: kind = "null"
            case .nested: kind = "an object or a list"
            }
            refuse(what, kind, line: member.line, &reader)
        }
        return (variables, reader.findings)
    }

    private static func yaml(_ bytes: [UInt8], _ file: String) -> ([ImportedVariable], [Finding]) {
        var reader = FieldReader(file: file, quotesValues: false)
        guard let fields = reader.root(of: bytes) else { return ([], reader.findings) }
        var variables: [ImportedVariable] = []
        for pair in fields.pairs {
            if case .scalar(let text, let style) = pair.value.content, YAMLScalar(text, style) != .null {
                variables.append(
                    ImportedVariable(name: pair.key, value: Array(text.utf8), line: pair.line))
            } else {
                refuse(shown(pair.key), reader.kind(of: pair.value), line: pair.line, &reader)
            }
        }
        return (variables, reader.findings)
    }

    private static func refuse(_ what: String, _ kind: String, line: Int, _ reader: inout FieldReader) {
        let remedy: String
        switch kind {
        case "null", "empty": remedy = "Write a value, \"\" for an empty one, or remove the key"
        case "a number", "true or false": remedy = "Put the value in quotes"
        default: remedy = "Write each variable as a key of its own, with text"
        }
        reader.report(line: line, "wrong_type", "\(what) must be text, and is \(kind)", remedy)
    }

    /// A key for a finding. What does not read like a name may be a value in the wrong place.
    private static func shown(_ key: String) -> String {
        FieldReader.isIdentifier(key) ? key : "a value"
    }
}
