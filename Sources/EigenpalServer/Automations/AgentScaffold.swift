import EigenpalAPI
import Git
import HTTPTypes
import SourceFormat
import SourceRepository

/// Puts an agent's package on `main`, or finds it there and adds what is missing. The caller holds the push lock.
struct AgentScaffold {
    let creation: AgentCreation
    let repository: Repository
    let author: Signature

    private var path: PackagePath { creation.path }

    /// Makes the commit that is needed.
    ///
    /// - Returns: nil for a package made from nothing, else how it was recovered.
    /// - Throws: 400 with the validator's findings when the package is there and cannot be mended by adding files.
    func make() throws -> CreateAgentResponse.RecoveryKind? {
        let source = try SourceReader(repository)
        guard let main = source.main, let folder = try main.entry(at: path.description) else {
            _ = try Scaffolder.commit(creation.package, in: repository, author: author)
            return nil
        }
        guard folder.isDirectory else {
            throw APIError(SourceRepositoryError.notADirectory(path: path.description))
        }
        if try source.isOnMain(path), findings(in: main).isEmpty { return .existing }
        let missing = try missingFiles(from: main)
        guard !missing.isEmpty else { throw refusal(findings(in: main)) }
        try complete(main, with: missing)
        return .minimalScaffold
    }

    private func missingFiles(from main: CommitFiles) throws -> [Templates.File] {
        let files = Templates.files(
            for: .agent, path: path, name: creation.name, description: creation.metadata.description)
        return try files.filter { try main.entry(at: "\(path)/\($0.path)") == nil }
    }

    /// Commits the missing files, and moves `main` only if that makes the package valid.
    private func complete(_ main: CommitFiles, with missing: [Templates.File]) throws {
        var changes: [String: TreeChange] = [:]
        for file in missing {
            changes["\(path)/\(file.path)"] = .blob(
                try repository.createBlob(Array(file.contents.utf8)), executable: file.isExecutable)
        }
        let tree = try repository.writeTree(basedOn: main.tree, changes: changes)
        let commit = try repository.createCommit(
            tree: tree, parents: [main.commit], author: author, committer: author,
            message: "fix(\(path.dottedName)): add the files the agent lacked\n")
        let remaining = findings(in: try CommitFiles(repository: repository, commit: commit))
        guard remaining.isEmpty else { throw refusal(remaining) }
        try repository.setReference(
            "refs/heads/main", to: commit, expecting: main.commit,
            message: "commit: recover \(path.dottedName)")
    }

    private func findings(in files: CommitFiles) -> [Finding] {
        PackageValidator(files: files).validate(path).filter { $0.severity == .error }
    }

    private func refusal(_ findings: [Finding]) -> APIError {
        APIError(
            .badRequest,
            issues: findings.map { finding in
                let line = finding.line.map { "Line \($0): " } ?? ""
                return APIError.Issue(
                    field: finding.file, code: finding.code, message: line + finding.message)
            }, hint: "The package \(path) is on main and is not valid: mend it there first.")
    }
}
