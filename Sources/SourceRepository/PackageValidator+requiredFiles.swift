import SourceFormat

extension PackageValidator {
    /// What a package of its kind must hold and does not.
    func requiredFileFindings(_ path: PackagePath) -> [Finding] {
        switch path.kind {
        case .agent: requiredFile(PackageFileName.agent, of: path, holds: "what the agent is told")
        case .skill: requiredFile(PackageFileName.skill, of: path, holds: "what the skill teaches")
        case .workflow: definition(PackageFileName.workflow, of: path, holds: "the workflow's steps")
        case .evaluator: definition(PackageFileName.evaluator, of: path, holds: "what the evaluator checks")
        case .rule, .knowledge: requiredSort([".md"], of: path, called: "Markdown file (.md)")
        case .template: requiredSort([".docx", ".xlsx"], of: path, called: "document (.docx or .xlsx)")
        case .resource: []
        }
    }

    private func requiredFile(_ name: String, of path: PackagePath, holds content: String) -> [Finding] {
        let file = "\(path)/\(name)"
        do throws(SourceRepositoryError) {
            if try files.entry(at: file) == nil { return [missing(name, of: path, holds: content)] }
        } catch {
            return [unreadable(file, error)]
        }
        return kindFindings(of: file)
    }

    private func missing(_ name: String, of path: PackagePath, holds content: String) -> Finding {
        let entries = (try? files.entries(in: path.description)) ?? []
        let stem = name.prefix { $0 != "." }
        let similar = entries.first { entry in
            entry.isFile && (entry.name.lowercased() == name.lowercased() || entry.name == "\(stem).yml")
        }
        return Finding(
            file: "\(path)/\(name)", code: "missing_file",
            message: "the \(path.kind.rawValue) has no \(name)",
            remedy: similar.map { "Rename it: git mv \(path)/\($0.name) \(path)/\(name)" }
                ?? "Add one with \(content)")
    }

    private func definition(_ name: String, of path: PackagePath, holds content: String) -> [Finding] {
        let findings = requiredFile(name, of: path, holds: content)
        guard findings.isEmpty else { return findings }
        let path = "\(path)/\(name)"
        switch file(at: path, limit: FileLimit.definition) {
        case .missing: return []
        case .finding(let finding): return [finding]
        case .bytes(let bytes):
            return YAMLMapping.findings(bytes: bytes, file: path)
        }
    }

    private func requiredSort(_ endings: [String], of path: PackagePath, called name: String) -> [Finding] {
        do throws(SourceRepositoryError) {
            if try holdsFile(in: path.description, ending: endings, depth: 0) { return [] }
        } catch {
            return [unreadable(path.description, error)]
        }
        return [
            Finding(
                file: path.description, code: "missing_file",
                message: "the \(path.kind.rawValue) has no \(name)", remedy: "Add one to \(path)/")
        ]
    }

    /// Whether a folder holds a file of a sort at any depth, the folders of other packages left out.
    private func holdsFile(
        in directory: String, ending endings: [String], depth: Int
    ) throws(SourceRepositoryError) -> Bool {
        let entries = try files.entries(in: directory).filter { !$0.name.hasPrefix(".") }
        if depth > 0, entries.contains(where: { $0.name == PackageFileName.manifest }) { return false }
        for entry in entries where entry.isFile {
            if endings.contains(where: { entry.name.lowercased().hasSuffix($0) }) { return true }
        }
        guard depth < PackageSurvey.maximumDepth else { return false }
        for entry in entries where entry.isDirectory && !PackageSurvey.passedOver.contains(entry.name) {
            if try holdsFile(in: joined(directory, entry.name), ending: endings, depth: depth + 1) {
                return true
            }
        }
        return false
    }
}
