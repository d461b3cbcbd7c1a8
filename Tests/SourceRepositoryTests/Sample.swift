import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

/// Files of a small, valid repository for tests to break.
enum Sample {
    static let root = [
        "eigenpal.yaml": "schemaVersion: 1\neigenpalVersion: 1.0.0\n",
        ".gitignore": ".eigenpal/\neigenpal_modules/\n",
        ".gitattributes": "secrets.enc.yaml merge=eigenpal-secrets diff=eigenpal-secrets\n",
    ]

    /// A valid package of any kind, with dependencies where its kind may have them.
    static func package(_ path: String, dependencies: [String: String] = [:]) -> [String: String] {
        var manifest = "schemaVersion: 1\nname: Sample\n"
        if !dependencies.isEmpty {
            manifest += "dependencies:\n"
            for (name, version) in dependencies.sorted(by: { $0.key < $1.key }) {
                manifest += "  \"workspace:\(name)\": \"\(version)\"\n"
            }
        }
        var files = ["\(path)/eigenpal.yaml": manifest]
        switch packagePath(path).kind {
        case .agent: files["\(path)/AGENT.md"] = "# Agent\n"
        case .workflow: files["\(path)/workflow.yaml"] = "name: Sample\nsteps: []\n"
        case .evaluator: files["\(path)/evaluator.yaml"] = "type: sample\n"
        case .skill: files["\(path)/SKILL.md"] = "# Skill\n"
        case .rule, .knowledge: files["\(path)/notes.md"] = "# Notes\n"
        case .template: files["\(path)/letter.docx"] = "not read\n"
        case .resource: break
        }
        return files
    }

    static func packagePath(_ text: String) -> PackagePath {
        try! PackagePath(parsing: text)
    }

    static func version(_ text: String) -> SemanticVersion {
        try! SemanticVersion(parsing: text)
    }
}

/// A short form for tests.
func packagePath(_ text: String) -> PackagePath { Sample.packagePath(text) }

extension RepositoryBuilder {
    /// Opens it with the code under test.
    func open() throws -> Repository { try Repository(open: path) }

    /// The commit that is checked out.
    func head() async throws -> ObjectID {
        try #require(ObjectID(hex: try await git("rev-parse", "HEAD")))
    }

    /// A repository with the sample's root and some more files, committed.
    static func sample(_ files: [String: String]...) async throws -> RepositoryBuilder {
        let builder = try await RepositoryBuilder()
        for files in files { try builder.write(files) }
        try await builder.commit("begin", files: Sample.root)
        return builder
    }
}
