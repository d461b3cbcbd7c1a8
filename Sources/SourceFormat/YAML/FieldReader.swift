/// Takes the values that a file must have out of its YAML, and takes down everything that is not as it must
/// be.
struct FieldReader {
    /// The keys of one mapping.
    struct Fields {
        let pairs: [YAMLPair]
        /// The line to name where a key is missing; nil for the file.
        let line: Int?
        /// Whether mistakes may have hidden keys.
        let isPartial: Bool

        subscript(key: String) -> YAMLPair? {
            for index in pairs.indices where pairs[index].key == key { return pairs[index] }
            return nil
        }
    }

    /// The most findings about one file.
    static let maximumFindings = 100

    let file: String
    /// Whether findings may quote values of the file.
    let quotesValues: Bool
    private var collected: [Finding] = []

    init(file: String, quotesValues: Bool = true) {
        self.file = file
        self.quotesValues = quotesValues
    }

    /// What was found, in the order of the lines; what concerns the whole file last.
    var findings: [Finding] {
        collected.enumerated()
            .sorted { ($0.element.line ?? .max, $0.offset) < ($1.element.line ?? .max, $1.offset) }
            .map(\.element)
    }

    mutating func report(
        _ severity: Finding.Severity = .error, line: Int?, _ code: String, _ message: String,
        _ remedy: String? = nil
    ) {
        add(
            Finding(
                severity: severity, file: file, line: line, code: code, message: message, remedy: remedy))
    }

    mutating func report(_ error: FormatError, line: Int?) {
        add(Finding(error, file: file, line: line))
    }

    private mutating func add(_ finding: Finding) {
        if collected.count < Self.maximumFindings {
            collected.append(finding)
        } else if collected.count == Self.maximumFindings {
            collected.append(
                Finding(
                    file: file, code: "too_many_findings",
                    message: "there is more, and no more of it is listed"))
        }
    }

    /// Reads a whole file, which must be a mapping.
    ///
    /// - Returns: its keys; nil where there is nothing to go on with.
    mutating func root(of text: String) -> Fields? { root(of: Array(text.utf8)) }

    /// Reads a whole file from its bytes, which must be a mapping.
    ///
    /// - Returns: its keys; nil where there is nothing to go on with.
    mutating func root(of bytes: [UInt8]) -> Fields? {
        if let finding = SourceText.check(bytes, file: file, limit: SourceText.maximumSize) {
            collected.append(finding)
            return nil
        }
        if let line = ConflictMarks.line(in: bytes) {
            report(
                line: line, "merge_conflict", "the file holds an unresolved merge conflict",
                "Keep one side, and remove the lines <<<<<<<, ======= and >>>>>>>")
            return nil
        }
        let document = YAMLReader.read(bytes)
        for problem in document.problems {
            var message = problem.message
            if let key = problem.key,
                quotesValues || SealedValue.fieldNames.contains(key) || SecretName.isName(key.utf8)
            {
                message = "\(TerminalText.quoted(key)): \(message)"
            }
            report(line: problem.line, problem.code, message, problem.remedy)
        }
        guard let root = document.root else {
            if document.problems.isEmpty {
                report(line: nil, "empty_file", "the file is empty", "Write its keys, or remove it")
            }
            return nil
        }
        guard case .mapping(let pairs) = root.content else {
            if document.problems.isEmpty {
                report(
                    line: root.line, "not_a_mapping", "the file must be a mapping, and is \(kind(of: root))",
                    "Write it as lines of the form key: value")
            }
            return nil
        }
        return Fields(pairs: pairs, line: nil, isPartial: document.isPartial)
    }

    /// The keys of a mapping; nil, and a finding, where the value is something else.
    mutating func fields(_ value: YAMLNode, of what: String) -> Fields? {
        guard case .mapping(let pairs) = value.content else {
            reportType(value, what, "a mapping")
            return nil
        }
        return Fields(pairs: pairs, line: value.line, isPartial: false)
    }

    /// Finds the keys that do not belong.
    ///
    /// - Parameters:
    ///   - known: the keys that belong.
    ///   - suggested: the keys to name in a remedy; those that belong where nil.
    ///   - elsewhere: what to say of keys that belong to other files.
    mutating func checkKeys(
        _ fields: Fields, known: [String], suggested: [String]? = nil,
        elsewhere: (String) -> String? = { _ in nil }
    ) {
        let suggested = suggested ?? known
        for pair in fields.pairs where !known.contains(pair.key) {
            let unknown =
                quotesValues
                ? "there is no key \(TerminalText.quoted(pair.key)) here" : "there is no such key here"
            let message = elsewhere(pair.key) ?? unknown
            let near = suggested.nearest(to: pair.key)
            report(
                line: pair.line, "unknown_key", message,
                near.map { "Did you mean \($0)?" }
                    ?? "Remove it; the keys here are \(suggested.joined(separator: ", "))")
        }
    }

    /// The pair of a key that must be there.
    mutating func required(_ key: String, in fields: Fields, _ remedy: String? = nil) -> YAMLPair? {
        if let pair = fields[key] { return pair }
        if !fields.isPartial {
            report(line: fields.line, "missing_key", "the key \"\(key)\" is missing", remedy)
        }
        return nil
    }

    /// Text.
    ///
    /// - Parameters:
    ///   - value: the value.
    ///   - what: its name, for findings.
    ///   - lines: whether it may have several.
    ///   - allowsEmpty: whether it may say nothing.
    mutating func text(
        _ value: YAMLNode, of what: String, lines: Bool = false, allowsEmpty: Bool = false
    ) -> String? {
        guard case .scalar(let text, let style) = value.content, YAMLScalar.isText(text, style) else {
            reportType(value, what, "text")
            return nil
        }
        if !allowsEmpty, text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }) {
            report(line: value.line, "empty_value", "\(what) is empty", "Write a value")
            return nil
        }
        let isClean =
            Self.isPlain(text)
            || text.unicodeScalars.allSatisfy { scalar in
                scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
                    || (lines && (scalar.value == 0x0A || scalar.value == 0x09))
            }
        if !isClean {
            report(
                line: value.line, "control_character", "\(what) holds a control character or a line break",
                "Write it on one line")
            return nil
        }
        return text
    }

    /// Whether text is visible ASCII and spaces only.
    private static func isPlain(_ text: String) -> Bool {
        for byte in text.utf8 where byte < 0x20 || byte >= 0x7F { return false }
        return true
    }

    mutating func bool(_ value: YAMLNode, of what: String) -> Bool? {
        if case .scalar(let text, let style) = value.content, case .bool(let bool) = YAMLScalar(text, style) {
            return bool
        }
        reportType(value, what, "true or false")
        return nil
    }

    /// A number that is neither infinite nor none.
    mutating func number(_ value: YAMLNode, of what: String) -> Double? {
        if case .scalar(let text, let style) = value.content {
            switch YAMLScalar(text, style) {
            case .integer(let integer): return Double(integer)
            case .float(let float) where float.isFinite: return float
            default: break
            }
        }
        reportType(value, what, "a number")
        return nil
    }

    mutating func list(_ value: YAMLNode, of what: String) -> [YAMLNode]? {
        if case .sequence(let items) = value.content { return items }
        reportType(value, what, "a list")
        return nil
    }

    /// The key `schemaVersion`, which must be the number 1.
    mutating func schemaVersion(in fields: Fields) -> Int? {
        guard let pair = required("schemaVersion", in: fields, "Add the line schemaVersion: 1") else {
            return nil
        }
        guard case .scalar(let text, let style) = pair.value.content,
            case .integer(let version) = YAMLScalar(text, style)
        else {
            reportType(pair.value, "schemaVersion", "the whole number 1")
            return nil
        }
        guard version == 1 else {
            report(
                line: pair.line, "unsupported_version",
                quotesValues ? "schemaVersion \(version) is not known" : "this schemaVersion is not known",
                version > 1 ? "Use a newer eigenpal-src, or write schemaVersion: 1" : "Write schemaVersion: 1"
            )
            return nil
        }
        return version
    }

    mutating func reportType(_ value: YAMLNode, _ what: String, _ wanted: String) {
        let remedy: String
        if kind(of: value) == "empty" || kind(of: value) == "null" {
            remedy = "Write a value, or remove the key"
        } else if case .scalar(let text, .plain) = value.content, wanted == "text" {
            remedy =
                quotesValues
                ? "Put it in quotes: \(TerminalText.quoted(text, limit: 40))" : "Put it in quotes"
        } else {
            switch wanted {
            case "text": remedy = "Write text, in quotes if it looks like something else"
            case "true or false": remedy = "Write true or false, without quotes"
            case "a list": remedy = "Write its items below it, each behind a hyphen and a space"
            case "a mapping": remedy = "Write its keys below it, indented"
            default: remedy = "Write \(wanted), without quotes"
            }
        }
        report(line: value.line, "wrong_type", "\(what) must be \(wanted), and is \(kind(of: value))", remedy)
    }

    /// What a value is, for people.
    func kind(of value: YAMLNode) -> String {
        switch value.content {
        case .empty: "empty"
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let text, let style):
            switch YAMLScalar(text, style) {
            case .null: "null"
            case .bool: "true or false"
            case .integer, .float: "a number"
            case .string: "text"
            }
        }
    }

    /// Whether text reads like a name rather than a value.
    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64, !(0x30...0x39).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x2D: true
            default: false
            }
        }
    }
}
