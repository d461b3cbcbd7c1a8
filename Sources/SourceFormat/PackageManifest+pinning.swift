extension PackageManifest {
    /// A manifest that names other versions of what it depends on. Comments, order, quotes and every other byte are as
    /// before; a dependency that is not in it is passed over.
    ///
    /// - Parameters:
    ///   - text: the file.
    ///   - versions: the versions to name.
    /// - Throws: ``FormatError`` with the code `invalid_manifest` for a file that is not valid.
    public static func pinning(
        _ text: String, path: PackagePath, to versions: [PackagePath: SemanticVersion]
    ) throws(FormatError) -> String {
        let (manifest, findings) = parse(text, path: path)
        guard let manifest else { throw invalid(findings.first { $0.severity == .error }) }
        var reader = FieldReader(file: path.manifestPath)
        guard let value = reader.root(of: text)?["dependencies"]?.value,
            case .mapping(let pairs) = value.content
        else { return text }
        let source = LineText(text)
        var edits: [(range: Range<Int>, replacement: String)] = []
        // Each pair is one dependency in a manifest that is valid, in the same order.
        for (pair, dependency) in zip(pairs, manifest.dependencies) {
            guard let version = versions[dependency.path], version != dependency.version else { continue }
            edits.append(edit(pair.value, of: dependency, to: version, in: source))
        }
        let result = source.applying(edits)
        let wanted = manifest.dependencies.map { versions[$0.path] ?? $0.version }
        let (edited, problems) = parse(result, path: path)
        guard let edited, edited.dependencies.map(\.version) == wanted else { throw invalid(problems.first) }
        return result
    }

    private static func edit(
        _ value: YAMLNode, of dependency: Dependency, to version: SemanticVersion, in source: LineText
    ) -> (range: Range<Int>, replacement: String) {
        let old = Array("\(dependency.version)".utf8)
        var end = value.range.upperBound
        if case .scalar(_, let style) = value.content, style == .singleQuoted || style == .doubleQuoted {
            end -= 1
        }
        let start = end - old.count
        if start >= value.range.lowerBound, source.bytes[start..<end].elementsEqual(old) {
            return (start..<end, "\(version)")
        }
        // Written with escapes, or over lines: written anew.
        guard case .scalar(let text, _) = value.content, text.hasPrefix("workspace:") else {
            return (value.range, "\"\(version)\"")
        }
        return (value.range, "\"\(dependency.name)@\(version)\"")
    }

    private static func invalid(_ finding: Finding?) -> FormatError {
        FormatError(
            code: "invalid_manifest",
            message: finding.map { "line \($0.line ?? 1): \($0.message)" } ?? "the manifest cannot be edited",
            remedy: finding?.remedy)
    }
}
