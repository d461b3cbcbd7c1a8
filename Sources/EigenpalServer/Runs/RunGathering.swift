import EigenpalAPI
import Git
import Running
import SourceFormat
import SourceRepository

/// What becomes of a run whose runner has ended: its files are gathered, its output is looked at, its end is told.
struct RunGathering: Sendable {
    let run: RunRecord
    let lockfile: Lockfile
    let result: RunnerResult
    let mask: SecretMask

    /// The bytes of the log that a run's page shows.
    private static let shownLog = 16 << 10
    /// The characters of the log that an error quotes.
    private static let quotedLog = 400

    /// Gathers what the runner left.
    func gather(
        from workspace: Workspace, into folders: RunFolders, _ repository: RepositoryAccess
    ) async throws -> RunEnding {
        let (kept, artifacts) = (folders.kept(run.id), folders.artifacts(run.id))
        let (collected, log) = try await RunExecutor.throwing {
            try folders.make(kept)
            return (
                try OutputCollector.collect(workspace, into: artifacts),
                OutputCollector.log(of: workspace, limit: Self.shownLog)
            )
        }
        let shownLog = log.map { mask.apply(to: $0) } ?? ""
        var ending = RunEnding(status: .completed)
        ending.artifacts = collected.artifacts.filter { $0.path != "output.json" }.map {
            RunStoredFile(path: $0.path, size: $0.size, contentType: $0.contentType, diskName: nil)
        }
        ending.output = try collected.output?.text
        ending.observability = try observability(collected, shownLog).text
        if let output = collected.output, output != .null {
            ending.schemaValid = try await isValid(output, repository)
        }
        if let (status, error) = failure(shownLog) {
            (ending.status, ending.error) = (status, error)
        } else if let problem = collected.outputProblem {
            (ending.status, ending.error) = (.failed, "The runner's output cannot be taken: \(problem).")
        }
        return ending
    }

    /// Why the run failed; nil where its runner did what it was to do.
    private func failure(_ log: String) -> (ExecutionStatus, String?)? {
        let message = result.message.map { ": \($0)" } ?? ""
        return switch result.stop {
        case .none where result.exitCode == 0: nil
        case .none: (.failed, "The runner ended with \(Self.end(of: result))\(lastWords(log)).")
        case .cancelled: (.cancelled, nil)
        case .timeLimit: (.failed, "The run took longer than it may\(message).")
        case .outputLimit: (.failed, "The run wrote more than it may\(message).")
        case .processLimit: (.failed, "The run had more processes than it may\(message).")
        case .serverGone: (.failed, "The server ended while this run was under way.")
        case .cannotStart: (.failed, "The runner cannot be started\(message).")
        case .supervisorLost: (.failed, "The run's supervisor was lost, and the runner with it\(message).")
        }
    }

    private static func end(of result: RunnerResult) -> String {
        if let signal = result.signal { return "signal \(signal)" }
        return "exit code \(result.exitCode ?? -1)"
    }

    /// The last line of the log, for an error to quote.
    private func lastWords(_ log: String) -> String {
        let line = log.split(whereSeparator: \.isNewline).last { $0.contains { !$0.isWhitespace } }
        guard let line else { return "" }
        return ": \(TerminalText.cleaned(String(line.suffix(Self.quotedLog))))"
    }

    private func observability(_ collected: CollectedOutput, _ log: String) -> JSONValue {
        var fields: [String: JSONValue] = [
            "stop": .string(result.stop.rawValue), "durationMs": .integer(result.durationMilliseconds),
            "log": .string(log), "survivors": .integer(Int64(result.survivors)),
            "exitCode": result.exitCode.map { .integer(Int64($0)) } ?? .null,
            "signal": result.signal.map { .integer(Int64($0)) } ?? .null,
        ]
        if !collected.skipped.isEmpty {
            fields["skipped"] = .array(
                collected.skipped.prefix(1_000).map {
                    .object(["path": .string($0.path), "reason": .string($0.reason)])
                })
        }
        return .object(fields)
    }

    /// Whether an output fits the schema that the package has; nil where it has none.
    private func isValid(_ output: JSONValue, _ repository: RepositoryAccess) async throws -> Bool? {
        let (path, commit) = (lockfile.root.packagePath, lockfile.root.commit)
        let schema = try await repository.use { repository in
            try ObjectID(hex: commit).flatMap {
                try PackageSchema.output.read(of: path, at: $0, in: repository)
            }
        }
        return schema.map { JSONSchema($0).issues(of: output).isEmpty }
    }
}

/// A schema that a package may have.
enum PackageSchema: String, Sendable {
    case input = "input-schema.json"
    case output = "output-schema.json"

    /// The schema at a commit; nil where there is none that can be read.
    func read(of path: PackagePath, at commit: ObjectID, in repository: Repository) throws -> JSONValue? {
        let files = try CommitFiles(repository: repository, commit: commit)
        guard let bytes = try files.read("\(path)/\(rawValue)", limit: FileLimit.schema) else { return nil }
        return JSONValue(bytes: bytes)
    }
}
