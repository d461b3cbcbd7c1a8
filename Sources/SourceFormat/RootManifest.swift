/// The `eigenpal.yaml` at the root of a repository.
public struct RootManifest: Sendable, Hashable {
    /// The version of the repository's layout that this code writes.
    public static let currentVersion = SemanticVersion(major: 1, minor: 0, patch: 0)
    /// The file as a new repository gets it.
    public static var currentText: String {
        Templates.rootFiles.first { $0.path == PackageFileName.manifest }?.contents ?? ""
    }

    /// The version of the file's own form, 1.
    public let schemaVersion: Int
    /// The version of the repository's layout, `1.0.0`.
    public let eigenpalVersion: String

    /// Describes a repository.
    public init(schemaVersion: Int = 1, eigenpalVersion: String = currentVersion.description) {
        self.schemaVersion = schemaVersion
        self.eigenpalVersion = eigenpalVersion
    }

    /// Reads the manifest strictly.
    ///
    /// - Returns: the manifest where there are no errors, and everything that was found.
    public static func parse(
        _ text: String, file: String = PackageFileName.manifest
    ) -> (RootManifest?, [Finding]) {
        var reader = FieldReader(file: file)
        guard let fields = reader.root(of: text) else { return (nil, reader.findings) }
        reader.checkKeys(fields, known: ["schemaVersion", "eigenpalVersion"]) { key in
            ["name", "description"].contains(key)
                ? "the manifest at the root of the repository has no key \(TerminalText.quoted(key))" : nil
        }
        let schemaVersion = reader.schemaVersion(in: fields)
        let pair = reader.required(
            "eigenpalVersion", in: fields, "Add the line eigenpalVersion: \(currentVersion)")
        var version: SemanticVersion?
        if let pair, let text = reader.text(pair.value, of: "eigenpalVersion") {
            do throws(FormatError) {
                version = try SemanticVersion(parsing: text)
            } catch {
                reader.report(error, line: pair.line)
            }
        }
        guard let schemaVersion, let version, !reader.findings.containsErrors else {
            return (nil, reader.findings)
        }
        return (
            RootManifest(schemaVersion: schemaVersion, eigenpalVersion: version.description), reader.findings
        )
    }

    /// Reads the manifest from the bytes of its file.
    public static func parse(
        bytes: [UInt8], file: String = PackageFileName.manifest
    ) -> (RootManifest?, [Finding]) {
        let (text, findings) = SourceText.decoded(bytes, file: file)
        guard let text else { return (nil, findings) }
        return parse(text, file: file)
    }
}
