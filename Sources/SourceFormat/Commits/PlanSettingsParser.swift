/// Reads the settings of the plan.
struct PlanSettingsParser {
    private static let levels = ["patch", "minor", "major", "none"]
    private var reader: FieldReader

    init(file: String) { reader = FieldReader(file: file) }

    var findings: [Finding] { reader.findings }

    /// Reads the file; what it returns holds good only where ``findings`` has no errors.
    mutating func parse(_ bytes: [UInt8]) -> PlanSettings? {
        guard let fields = reader.root(of: bytes) else { return nil }
        reader.checkKeys(
            fields, known: ["schemaVersion", "types", "tagMessage", "dependents", "exclude", "guard"])
        _ = reader.schemaVersion(in: fields)
        let types = fields["types"].map { self.types($0.value) }
        let message = fields["tagMessage"].flatMap { tagMessage($0) }
        let dependents = fields["dependents"].flatMap { self.dependents($0) }
        let excluded = fields["exclude"].map { self.excluded($0.value) }
        let allowed = fields["guard"].map { self.allowed($0.value) }
        return PlanSettings(
            types: types ?? PlanSettings.defaultTypes, tagMessage: message ?? .standard,
            dependents: dependents ?? .stay, excluded: excluded ?? [], allowed: allowed ?? [:])
    }

    /// The types of the file over those of the convention, so that one can be added without naming all.
    private mutating func types(_ value: YAMLNode) -> [String: Bump] {
        var types = PlanSettings.defaultTypes
        for pair in reader.fields(value, of: "types")?.pairs ?? [] {
            let isType = ConventionalCommit(parsing: "\(pair.key): x")?.type == pair.key
            if !isType {
                reader.report(
                    line: pair.line, "invalid_commit_type",
                    "\(TerminalText.quoted(pair.key)) is not a type of commit",
                    "Write a word in small letters, like feat")
            }
            guard let level = reader.text(pair.value, of: "a type's level") else { continue }
            guard Self.levels.contains(level) else {
                reportChoice(pair, level, Self.levels)
                continue
            }
            types[pair.key] = Bump(rawValue: level)
        }
        return types
    }

    private mutating func tagMessage(_ pair: YAMLPair) -> TagMessageTemplate? {
        guard let text = reader.text(pair.value, of: "tagMessage", lines: true) else { return nil }
        do throws(FormatError) {
            return try TagMessageTemplate(parsing: text)
        } catch {
            reader.report(error, line: pair.line)
            return nil
        }
    }

    private mutating func dependents(_ pair: YAMLPair) -> PlanSettings.Dependents? {
        guard let text = reader.text(pair.value, of: "dependents") else { return nil }
        let choice = PlanSettings.Dependents(rawValue: text)
        if choice == nil { reportChoice(pair, text, PlanSettings.Dependents.allCases.map(\.rawValue)) }
        return choice
    }

    private mutating func excluded(_ value: YAMLNode) -> [PackagePath] {
        var paths: Set<PackagePath> = []
        for item in reader.list(value, of: "exclude") ?? [] {
            guard let text = reader.text(item, of: "a package to leave out") else { continue }
            do throws(FormatError) {
                if !paths.insert(try PackagePath(parsing: text)).inserted {
                    reader.report(
                        line: item.line, "duplicate_package",
                        "\(TerminalText.quoted(text)) is in the list already", "Remove it")
                }
            } catch {
                reader.report(error, line: item.line)
            }
        }
        return paths.sorted()
    }

    /// The findings that the guard lets pass.
    private mutating func allowed(_ value: YAMLNode) -> [String: String] {
        guard let fields = reader.fields(value, of: "guard") else { return [:] }
        reader.checkKeys(fields, known: ["allow"])
        var allowed: [String: String] = [:]
        for item in fields["allow"].flatMap({ reader.list($0.value, of: "allow") }) ?? [] {
            guard let entry = reader.fields(item, of: "an allowed finding") else { continue }
            reader.checkKeys(entry, known: ["fingerprint", "reason"])
            let remedy = "Run eigenpal-src hooks allow FINGERPRINT --reason TEXT"
            guard let print = reader.required("fingerprint", in: entry, remedy),
                let reason = reader.required("reason", in: entry, remedy),
                let text = reader.text(print.value, of: "fingerprint"),
                let why = reader.text(reason.value, of: "reason", lines: true)
            else { continue }
            guard PlanSettings.isFingerprint(text) else {
                reader.report(
                    line: print.line, "invalid_fingerprint",
                    "\(TerminalText.quoted(text)) is not 16 hexadecimal digits, as a finding has them",
                    remedy)
                continue
            }
            allowed[text] = why
        }
        return allowed
    }

    private mutating func reportChoice(_ pair: YAMLPair, _ text: String, _ choices: [String]) {
        let near = choices.nearest(to: text)
        reader.report(
            line: pair.line, "invalid_value",
            "\(TerminalText.quoted(text)) is none of \(choices.joined(separator: ", "))",
            near.map { "Did you mean \($0)?" } ?? "Write one of them")
    }
}
