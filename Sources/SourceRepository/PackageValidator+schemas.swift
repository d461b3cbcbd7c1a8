import SourceFormat

extension PackageValidator {
    /// What is wrong with an agent's `input-schema.json` and `output-schema.json`, where it has them.
    func schemaFindings(_ path: PackagePath) -> [Finding] {
        [PackageFileName.inputSchema, PackageFileName.outputSchema].flatMap { name -> [Finding] in
            let path = "\(path)/\(name)"
            switch file(at: path, limit: FileLimit.schema) {
            case .missing: return kindFindings(of: path)
            case .finding(let finding): return [finding]
            case .bytes(let bytes):
                let (text, findings) = SourceText.decoded(bytes, file: path, limit: FileLimit.schema)
                return findings + (text.map { JSONSchemaCheck.findings(Array($0.utf8), file: path) } ?? [])
            }
        }
    }
}
