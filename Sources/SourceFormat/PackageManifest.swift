/// The `eigenpal.yaml` of a package.
public struct PackageManifest: Sendable, Hashable {
    /// The package's name, for people.
    public let name: String
    /// What the package is for.
    public let description: String?
    /// The model that runs the agent; only agents have one.
    public let model: String?
    /// What starts the package; only agents and workflows have any.
    public let triggers: Triggers
    /// The packages that are needed, in the order of the file; only agents and workflows have any.
    public let dependencies: [Dependency]
    /// How runs are judged; only agents and workflows have any.
    public let evaluators: Evaluators?

    /// Describes a package.
    public init(
        name: String, description: String? = nil, model: String? = nil, triggers: Triggers = Triggers(),
        dependencies: [Dependency] = [], evaluators: Evaluators? = nil
    ) {
        self.name = name
        self.description = description
        self.model = model
        self.triggers = triggers
        self.dependencies = dependencies
        self.evaluators = evaluators
    }

    /// Reads a manifest strictly.
    ///
    /// Agents may depend on agents and resources only. Workflows may depend on packages of every root.
    ///
    /// - Parameters:
    ///   - text: the file.
    ///   - path: the package it belongs to, which decides what keys it may have.
    /// - Returns: the manifest where there are no errors, and everything that was found.
    public static func parse(_ text: String, path: PackagePath) -> (PackageManifest?, [Finding]) {
        var parser = ManifestParser(path: path)
        let manifest = parser.parse(text)
        return (parser.findings.containsErrors ? nil : manifest, parser.findings)
    }

    /// Reads a manifest from the bytes of its file.
    public static func parse(bytes: [UInt8], path: PackagePath) -> (PackageManifest?, [Finding]) {
        let (text, findings) = SourceText.decoded(bytes, file: path.manifestPath)
        guard let text else { return (nil, findings) }
        return parse(text, path: path)
    }
}
