import SourceFormat

extension PackageValidator {
    /// What is wrong with the package's `secrets.enc.yaml`, and what looks as if it were one.
    func secretsFindings(_ path: PackagePath) -> [Finding] {
        var findings: [Finding] = []
        for name in ["secrets.enc.yml", "secrets.yaml", "secrets.yml"] {
            guard entry(at: "\(path)/\(name)")?.isFile == true else { continue }
            findings.append(
                Finding(
                    severity: .warning, file: "\(path)/\(name)", code: "misspelled_secrets",
                    message: "secrets are read from \(PackageFileName.secrets) alone, and never in plaintext",
                    remedy: name.contains(".enc.")
                        ? "Rename it: git mv \(path)/\(name) \(path.secretsPath)"
                        : "Take it out of Git, and set each one: "
                            + "eigenpal-src secrets set NAME --package \(path)"))
        }
        findings += kindFindings(of: path.secretsPath)
        switch file(at: path.secretsPath, limit: FileLimit.manifest) {
        case .missing: return findings
        case .finding(let finding): return findings + [finding]
        case .bytes(let bytes):
            let (file, problems) = SecretsFile.parse(bytes: bytes, file: path.secretsPath)
            return findings + problems + (file?.conflictFindings(file: path.secretsPath) ?? [])
        }
    }
}
