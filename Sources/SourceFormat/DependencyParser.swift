/// Reads the dependencies of a manifest, in both of their forms:
/// `"workspace:resources.skills.ocr": "1.2.0"`, and the older `ocr: "workspace:resources.skills.ocr@1.2.0"`.
struct DependencyParser {
    private static let scheme = "workspace:"

    private let path: PackagePath
    private(set) var reader: FieldReader
    private(set) var dependencies: [Dependency] = []
    private var lines: [PackagePath: Int] = [:]

    init(path: PackagePath, reader: FieldReader) {
        self.path = path
        self.reader = reader
    }

    /// Reads one entry.
    mutating func add(_ pair: YAMLPair) {
        let isCurrentForm = pair.key.utf8.starts(with: Self.scheme.utf8)
        guard case .scalar(let text, let style) = pair.value.content,
            case .string(let value) = YAMLScalar(text, style)
        else {
            let kind = reader.kind(of: pair.value)
            reader.report(
                line: pair.line, "wrong_type",
                "the dependency \(TerminalText.quoted(pair.key)) must be text, and is \(kind)",
                "Write an exact version in quotes, like \"1.2.0\"")
            return
        }
        if isCurrentForm {
            add(name: pair.key.dropFirst(Self.scheme.count), version: value[...], line: pair.line)
        } else if value.utf8.starts(with: Self.scheme.utf8) {
            let parts = value.dropFirst(Self.scheme.count).split(
                separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                return refuse(
                    pair, "names no version", "Write \"workspace:\(parts[0])\": \"<X.Y.Z>\"",
                    line: pair.value.line)
            }
            add(name: parts[0], version: parts[1], line: pair.line)
        } else if let dependency = PackagePath(reading: pair.key) {
            refuse(
                pair, "has no workspace: before it",
                "Write \"workspace:\(dependency.dottedName)\": \"<X.Y.Z>\"",
                line: pair.line)
        } else {
            refuse(
                pair, "names no package", "Write \"workspace:<dotted name>\": \"<X.Y.Z>\"", line: pair.line)
        }
    }

    private mutating func refuse(_ pair: YAMLPair, _ why: String, _ remedy: String?, line: Int) {
        reader.report(
            line: line, "invalid_dependency", "the dependency \(TerminalText.quoted(pair.key)) \(why)", remedy
        )
    }

    private mutating func add(name: Substring, version text: Substring, line: Int) {
        var dependency: PackagePath?
        do throws(FormatError) {
            let path = try PackagePath(parsing: name)
            dependency = path
            if name.utf8.contains(0x2F) {
                reader.report(
                    line: line, "invalid_dependency", "a dependency is named with dots, not slashes",
                    "Write workspace:\(path.dottedName)")
            }
        } catch {
            reader.report(error, line: line)
        }
        var version: SemanticVersion?
        do throws(FormatError) {
            version = try SemanticVersion(parsing: text)
        } catch {
            let isReference = (try? VersionReference(parsing: text)) != nil
            reader.report(
                line: line, "invalid_version",
                isReference
                    ? "\(TerminalText.quoted(text)) is not an exact version, and a dependency needs one"
                    : error.message,
                error.remedy ?? "Write the version of a release, like 1.2.0")
        }
        guard let dependency else { return }
        check(dependency, line: line)
        if let version { dependencies.append(Dependency(path: dependency, version: version, line: line)) }
    }

    private mutating func check(_ dependency: PackagePath, line: Int) {
        if dependency == path {
            reader.report(
                line: line, "dependency_cycle", "\(path.dottedName) depends on itself", "Remove the line")
        }
        if path.kind == .agent, dependency.root != .agents, dependency.root != .resources {
            reader.report(
                line: line, "dependency_kind",
                "an agent can depend on agents and resources, and \(dependency.dottedName) is neither",
                "Remove the line")
        }
        if let earlier = lines.updateValue(line, forKey: dependency) {
            reader.report(
                line: line, "duplicate_dependency",
                "\(dependency.dottedName) is a dependency already, on line \(earlier)", "Keep one of the two")
        }
    }
}
