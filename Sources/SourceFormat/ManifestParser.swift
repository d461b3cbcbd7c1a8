/// Reads the manifest of one package.
struct ManifestParser {
    private static let commonKeys = ["schemaVersion", "name", "description"]
    private static let automationKeys = ["triggers", "dependencies", "evaluators"]

    private let path: PackagePath
    private var reader: FieldReader

    init(path: PackagePath) {
        self.path = path
        reader = FieldReader(file: path.manifestPath)
    }

    var findings: [Finding] { reader.findings }

    /// Reads the file; what it returns holds good only where ``findings`` has no errors.
    mutating func parse(_ text: String) -> PackageManifest? {
        guard let fields = reader.root(of: text) else { return nil }
        checkKeys(fields)
        _ = reader.schemaVersion(in: fields)
        let name = reader.required("name", in: fields, "Add the line name: <the package's name>")
            .flatMap { reader.text($0.value, of: "name") }
        let description = fields["description"].flatMap {
            reader.text($0.value, of: "description", lines: true, allowsEmpty: true)
        }
        guard path.kind.isAutomation else {
            return name.map { PackageManifest(name: $0, description: description) }
        }
        let model = path.kind == .agent ? fields["model"].flatMap { reader.text($0.value, of: "model") } : nil
        let triggers = fields["triggers"].map { self.triggers($0.value) } ?? Triggers()
        let dependencies = fields["dependencies"].map { self.dependencies($0.value) } ?? []
        let evaluators = fields["evaluators"].flatMap {
            path.kind == .agent ? weightedEvaluators($0.value) : namedEvaluators($0.value)
        }
        return name.map {
            PackageManifest(
                name: $0, description: description, model: model, triggers: triggers,
                dependencies: dependencies, evaluators: evaluators)
        }
    }

    private mutating func checkKeys(_ fields: FieldReader.Fields) {
        let known: [String]
        switch path.kind {
        case .agent: known = Self.commonKeys + ["model"] + Self.automationKeys
        case .workflow: known = Self.commonKeys + Self.automationKeys
        default: known = Self.commonKeys
        }
        reader.checkKeys(fields, known: known) { key in
            switch key {
            case "model": "only agents have the key \"model\""
            case "triggers", "dependencies", "evaluators": "only agents and workflows have the key \"\(key)\""
            case "eigenpalVersion": "only the manifest at the root of the repository has the key \"\(key)\""
            case "version": "a manifest has no key \"version\": a release's version is in its tag"
            default: nil
            }
        }
    }

    // MARK: Triggers

    private mutating func triggers(_ value: YAMLNode) -> Triggers {
        guard let fields = reader.fields(value, of: "triggers") else { return Triggers() }
        reader.checkKeys(fields, known: ["api", "email"])
        let api = fields["api"].flatMap { reader.bool($0.value, of: "triggers.api") }
        return Triggers(api: api, email: fields["email"].flatMap { email($0.value) })
    }

    private mutating func email(_ value: YAMLNode) -> Triggers.Email? {
        guard let fields = reader.fields(value, of: "triggers.email") else { return nil }
        reader.checkKeys(fields, known: ["enabled", "aliases"])
        let enabled = reader.required("enabled", in: fields, "Add the line enabled: true")
            .flatMap { reader.bool($0.value, of: "triggers.email.enabled") }
        let aliases = reader.required("aliases", in: fields, "Add the line aliases: []")
            .flatMap { names($0.value, of: "triggers.email.aliases", each: "an alias") }
        guard let enabled, let aliases else { return nil }
        return Triggers.Email(isEnabled: enabled, aliases: aliases)
    }

    /// A list of different texts.
    private mutating func names(_ value: YAMLNode, of what: String, each: String) -> [String]? {
        guard let items = reader.list(value, of: what) else { return nil }
        var names: [String] = []
        var lines: [String: Int] = [:]
        for item in items {
            guard let name = reader.text(item, of: each) else { continue }
            if let earlier = lines[name] {
                reader.report(
                    .warning, line: item.line, "duplicate_item",
                    "\(TerminalText.quoted(name)) is in \(what) already, on line \(earlier)",
                    "Keep one of the two")
            }
            lines[name] = item.line
            names.append(name)
        }
        return names
    }

    // MARK: Evaluators

    private mutating func namedEvaluators(_ value: YAMLNode) -> Evaluators? {
        names(value, of: "evaluators", each: "an evaluator").map(Evaluators.named)
    }

    private mutating func weightedEvaluators(_ value: YAMLNode) -> Evaluators? {
        guard let fields = reader.fields(value, of: "evaluators") else { return nil }
        reader.checkKeys(fields, known: ["passThreshold", "items"])
        var threshold = Evaluators.defaultPassThreshold
        if let pair = fields["passThreshold"],
            let number = reader.number(pair.value, of: "evaluators.passThreshold")
        {
            if !(0...1).contains(number) {
                reader.report(
                    line: pair.line, "out_of_range", "evaluators.passThreshold must be from 0 to 1",
                    "Write a number like \(Evaluators.defaultPassThreshold)")
            }
            threshold = number
        }
        guard let pair = reader.required("items", in: fields, "Add the line items: []"),
            let nodes = reader.list(pair.value, of: "evaluators.items")
        else { return nil }
        return .weighted(passThreshold: threshold, items: nodes.compactMap { item($0) })
    }

    private mutating func item(_ value: YAMLNode) -> Evaluators.Item? {
        guard let fields = reader.fields(value, of: "an item of evaluators") else { return nil }
        reader.checkKeys(fields, known: ["use", "version", "weight"])
        let use = reader.required("use", in: fields, "Add use: <the evaluator's name>").flatMap {
            reader.text($0.value, of: "use")
        }
        var version: VersionReference?
        if let pair = fields["version"], let text = reader.text(pair.value, of: "version") {
            do throws(FormatError) {
                version = try VersionReference(parsing: text)
            } catch {
                reader.report(error, line: pair.line)
            }
        }
        var weight: Double?
        if let pair = reader.required("weight", in: fields, "Add weight: 1") {
            weight = reader.number(pair.value, of: "weight")
            if let number = weight, number < 0 {
                reader.report(
                    line: pair.line, "out_of_range", "weight must be 0 or more", "Write a number like 1")
            }
        }
        guard let use, let weight else { return nil }
        return Evaluators.Item(use: use, version: version, weight: weight, line: value.line)
    }

    // MARK: Dependencies

    private mutating func dependencies(_ value: YAMLNode) -> [Dependency] {
        guard let fields = reader.fields(value, of: "dependencies") else { return [] }
        var parser = DependencyParser(path: path, reader: reader)
        for pair in fields.pairs { parser.add(pair) }
        reader = parser.reader
        return parser.dependencies
    }
}
