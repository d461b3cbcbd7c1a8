/// A file that is a YAML mapping and whose keys are the business of others: `workflow.yaml`, `evaluator.yaml`.
public enum YAMLMapping {
    // Files that others read may use all of YAML; that these are not read here makes them no mistakes.
    private static let foreign: Set<String> = ["yaml_alias", "yaml_anchor", "yaml_directive", "yaml_tag"]

    /// What keeps a file from being one: bytes that are no text, YAML that does not parse, a key that stands
    /// twice in one mapping, no content, or content that is no mapping.
    public static func findings(bytes: [UInt8], file: String) -> [Finding] {
        let (text, findings) = SourceText.decoded(bytes, file: file)
        guard let text else { return findings }
        var reader = FieldReader(file: file)
        _ = reader.root(of: text)
        return findings + reader.findings.filter { !foreign.contains($0.code) }
    }
}
