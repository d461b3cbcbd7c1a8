import SourceFormat

extension PackageValidator {
    /// What is wrong with the root's own files.
    func rootFindings() -> [Finding] {
        rootManifestFindings() + ignoreFindings()
    }

    private func rootManifestFindings() -> [Finding] {
        let name = PackageFileName.manifest
        let isMisnamed = entry(at: PackageFileName.misspelledManifest) != nil
        let findings =
            kindFindings(of: name) + (isMisnamed ? [misnamed(PackageFileName.misspelledManifest)] : [])
        switch file(at: name, limit: FileLimit.manifest) {
        case .finding(let finding): return findings + [finding]
        case .bytes(let bytes): return findings + RootManifest.parse(bytes: bytes, file: name).1
        case .missing where !findings.isEmpty: return findings
        case .missing:
            return [
                Finding(
                    file: name, code: "missing_file", message: "the repository has no \(name) at its root",
                    remedy: "Run: eigenpal-src upgrade")
            ]
        }
    }

    private func ignoreFindings() -> [Finding] {
        let name = ".gitignore"
        switch file(at: name, limit: FileLimit.ignore) {
        case .finding(let finding): return [finding]
        case .missing:
            let wrong = kindFindings(of: name)
            guard wrong.isEmpty else { return wrong }
            return [
                Finding(
                    file: name, code: "missing_file", message: "the repository has no \(name) at its root",
                    remedy: "Add one with the lines .eigenpal/ and eigenpal_modules/")
            ]
        case .bytes(let bytes):
            let (text, findings) = SourceText.decoded(bytes, file: name, limit: FileLimit.ignore)
            guard let text else { return findings }
            return findings + missingPatterns(in: text, file: name)
        }
    }

    private func missingPatterns(in text: String, file: String) -> [Finding] {
        let lines = Set(text.split(whereSeparator: \.isNewline).map(withoutTrailingSpace))
        return [".eigenpal", PackageFileName.modules].compactMap { name in
            // A slash at the front would hold at the root alone, and packages have these folders at any depth.
            let patterns = [name, "\(name)/", "**/\(name)", "**/\(name)/"]
            if patterns.contains(where: { lines.contains($0[...]) }) { return nil }
            return Finding(
                file: file, code: "missing_ignore_pattern",
                message: "\(name)/ is not ignored, so that what is kept there could be committed",
                remedy: "Add the line \(name)/")
        }
    }

    private func withoutTrailingSpace(_ line: Substring) -> Substring {
        var line = line
        while let last = line.last, last.isWhitespace { line.removeLast() }
        return line
    }
}
