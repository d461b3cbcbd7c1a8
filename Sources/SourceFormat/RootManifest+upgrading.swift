extension RootManifest {
    /// What raising a manifest to the current form gives.
    public struct Upgrade: Sendable, Hashable {
        /// The file afterwards; comments and every other line are as before.
        public let text: String
        /// What changed, a sentence each; empty where nothing had to.
        public let changes: [String]
    }

    /// Raises a manifest to the current form: adds what is missing, raises an older `eigenpalVersion`.
    ///
    /// - Parameter text: the file; nil where there is none.
    /// - Throws: ``FormatError`` with the code `invalid_manifest` for a file that is wrong in another way, and
    ///   `unsupported_version` for one that is newer than this code.
    public static func upgraded(_ text: String?) throws(FormatError) -> Upgrade {
        guard let text, text.utf8.contains(where: { $0 > 0x20 }) else {
            return Upgrade(text: currentText, changes: ["The file is new"])
        }
        if case (_?, let findings) = parse(text), findings.isEmpty, try !isOlder(text) {
            return Upgrade(text: text, changes: [])
        }
        let source = LineText(text)
        var edits: [(range: Range<Int>, replacement: String)] = []
        var changes: [String] = []
        let pairs = try pairs(of: text)
        let schema = pairs.first { $0.key == "schemaVersion" }
        if let schema, try !isCurrentSchema(schema.value) {
            edits.append((schema.value.range, schema.value.range.isEmpty ? " 1" : "1"))
            changes.append("schemaVersion is 1")
        }
        let layout = pairs.first { $0.key == "eigenpalVersion" }
        if let layout, let change = try versionChange(layout.value) {
            let space = layout.value.range.isEmpty ? " " : ""
            edits.append((layout.value.range, "\(space)\(currentVersion)"))
            changes.append(change)
        }
        var missing: [String] = []
        if schema == nil { missing.append("schemaVersion: 1") }
        if layout == nil { missing.append("eigenpalVersion: \(currentVersion)") }
        if !missing.isEmpty {
            let place =
                schema.map { source.nextLine($0.end) } ?? pairs.first.map {
                    source.lineStart($0.keyRange.lowerBound)
                } ?? source.start
            edits.append(source.inserting(missing, at: place))
            changes += missing.map { "\($0) is added" }
        }
        let result = source.applying(edits)
        // What is still wrong was wrong before, on the line that the reader of the message sees.
        if let finding = parse(result).1.first {
            throw refusal(parse(text).1.first { $0.code == finding.code } ?? finding)
        }
        return Upgrade(text: result, changes: changes)
    }

    private static func isOlder(_ text: String) throws(FormatError) -> Bool {
        guard let pair = try pairs(of: text).first(where: { $0.key == "eigenpalVersion" }) else {
            return true
        }
        return try versionChange(pair.value) != nil
    }

    private static func pairs(of text: String) throws(FormatError) -> [YAMLPair] {
        var reader = FieldReader(file: PackageFileName.manifest)
        let fields = reader.root(of: text)
        // A file of comments alone.
        if reader.findings.first?.code == "empty_file" { return [] }
        guard let fields, !reader.findings.containsErrors, fields.pairs.allSatisfy({ $0.column == 0 }) else {
            throw refusal(
                reader.findings.first
                    ?? Finding(file: "", line: 1, code: "", message: "the file is not lines of key: value"))
        }
        return fields.pairs
    }

    private static func refusal(_ finding: Finding) -> FormatError {
        FormatError(
            code: "invalid_manifest", message: "line \(finding.line ?? 1): \(finding.message)",
            remedy: finding.remedy)
    }

    private static func isCurrentSchema(_ value: YAMLNode) throws(FormatError) -> Bool {
        guard case .scalar(let text, let style) = value.content else { return false }
        if case .integer(let version) = YAMLScalar(text, style) {
            if version > 1 { throw tooNew("schemaVersion \(version)") }
            return version == 1
        }
        return false
    }

    /// What to say of a version that is not the current one; nil where it is.
    private static func versionChange(_ value: YAMLNode) throws(FormatError) -> String? {
        guard case .scalar(let text, let style) = value.content,
            case .string(let text) = YAMLScalar(text, style),
            let version = SemanticVersion(reading: text.utf8)
        else { return "eigenpalVersion is \(currentVersion)" }
        if version > currentVersion { throw tooNew("eigenpalVersion \(version)") }
        return version < currentVersion ? "eigenpalVersion is \(currentVersion), and was \(version)" : nil
    }

    private static func tooNew(_ what: String) -> FormatError {
        FormatError(
            code: "unsupported_version", message: "\(what) is newer than what this program knows",
            remedy: "Install a newer eigenpal-src")
    }
}
