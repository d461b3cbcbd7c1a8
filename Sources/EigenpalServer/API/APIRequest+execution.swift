import EigenpalAPI
import HTTPTypes
import SourceFormat

extension APIRequest {
    /// Refuses a single secret to whoever does not name a run that is under way and needs it.
    func requireExecution(of plan: SecretDecryption) async throws(APIError) {
        guard let execution = plan.execution else { return }
        let store = services.runs.store
        let run = try await stored { try await store.run(execution.id) }
        guard let run else {
            throw Self.refusal(
                "execution_not_found", "executionId", "No run of this organization has this id.")
        }
        guard !run.status.isTerminal else {
            throw Self.refusal(
                "execution_finished", "executionId", "\(run.id) has ended, and needs no secret any more.")
        }
        let text = try await stored { try await store.runDetail(run.id) }?.lockfile
        guard let lockfile = text.flatMap({ try? Lockfile.parse($0) }) else {
            throw .http(.internalServerError)
        }
        for secret in plan.secrets {
            let path = secret.binding.sourcePath
            let nodes = lockfile.root.packages.filter { $0.packagePath.secretsPath == path }
            guard !nodes.isEmpty else {
                throw Self.refusal(
                    "not_in_lockfile", "sourcePath", "\(path) belongs to no package that \(run.id) runs.")
            }
            guard let commit = execution.commit else { continue }
            guard nodes.contains(where: { $0.commit == commit }) else {
                throw Self.refusal(
                    "not_in_lockfile", "sourceCommit", "\(run.id) does not run \(path) at \(quoted(commit)).")
            }
        }
    }

    private static func refusal(_ code: String, _ field: String, _ message: String) -> APIError {
        APIError(
            .forbidden, code: code, field: field, message,
            hint: "Send `secrets`, a batch of one, to decrypt for local use.")
    }
}
