import SourceFormat
import SourceRepository

extension SourceReader {
    /// A workflow's `workflow.yaml` in a release, or on `main` before the first; nil where it is not a text of
    /// reasonable size.
    func definition(of path: PackagePath, in release: Release?) throws -> String? {
        let files = try release.map { try CommitFiles(repository: repository, commit: $0.commit) } ?? main
        guard let files else { return nil }
        do {
            return try files.read("\(path)/workflow.yaml", limit: FileLimit.definition)
                .flatMap { String(validating: $0, as: UTF8.self) }
        } catch {
            guard case .tooLarge = error else { throw error }
            return nil
        }
    }
}
