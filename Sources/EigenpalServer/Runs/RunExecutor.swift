import EigenpalAPI
import NIOPosix
import Running
import SourceFormat
import SourceRepository

/// Carries out one run: from its lockfile to a working folder, to a runner, to what that leaves.
struct RunExecutor: Sendable {
    let settings: RunSettings
    let store: SQLiteStore
    let folders: RunFolders
    let repository: RepositoryAccess
    let secrets: RunSecrets
    /// The program and arguments that a run's supervisor is started with.
    let supervisor: [String]
    /// The supervisor's own environment.
    let supervisorEnvironment: [String: String]

    /// Why a run failed, in words for who started it.
    struct Failure: Error {
        let message: String
        init(_ message: String) { self.message = message }
    }

    /// Carries a run out to its end.
    ///
    /// - Parameter began: called once there is something to stop.
    func carryOut(
        _ run: RunRecord, began: @Sendable (SupervisedRun) async -> Void
    ) async -> RunEnding {
        let workspace = Workspace(path: folders.work(run.id))
        let ending: RunEnding
        do {
            ending = try await carryOut(run, in: workspace, began)
        } catch let failure as Failure {
            ending = RunEnding(status: .failed, error: failure.message)
        } catch let error as RunningError {
            ending = RunEnding(status: .failed, error: Self.sentence(error))
        } catch let error as APIError {
            ending = RunEnding(
                status: .failed,
                error: error.issues.first?.message ?? "The server failed to carry this run out.")
        } catch {
            ending = RunEnding(status: .failed, error: "The server failed to carry this run out.")
        }
        await Self.onDisk { try? workspace.remove() }
        RunLock.remove(workingDirectory: workspace.path)
        return ending
    }

    private func carryOut(
        _ run: RunRecord, in workspace: Workspace, _ began: @Sendable (SupervisedRun) async -> Void
    ) async throws -> RunEnding {
        guard let detail = try await store.runDetail(run.id) else {
            throw Failure("The run's input is not there.")
        }
        let lockfile = try Lockfile.parse(detail.lockfile)
        let variables = try await secrets.variables(of: lockfile)
        let path = workspace.path
        _ = try await repository.use { try Workspace.make(at: path, lockfile: lockfile, from: $0) }
        try await give(run, detail, to: workspace)
        let job = RunnerJob(
            command: try workspace.command(runner: settings.runner),
            environment: try RunnerEnvironment.make(
                runID: run.id, target: run.target, workspace: workspace, secrets: variables,
                path: settings.path ?? RunnerEnvironment.standardPath),
            workingDirectory: workspace.path, limits: settings.limits,
            graceSeconds: Double(settings.graceSeconds))
        let supervised = try SupervisedRun.start(
            executable: supervisor, environment: supervisorEnvironment, job: job)
        await began(supervised)
        let result = await supervised.result()
        _ = try await store.moveRun(run.id, from: .running, to: .finalizing)
        return try await RunGathering(
            run: run, lockfile: lockfile, result: result, mask: SecretMask(variables.values)
        )
        .gather(from: workspace, into: folders, repository)
    }

    /// Puts the input into the working folder: files first, and the input that names them.
    private func give(_ run: RunRecord, _ detail: RunDetail, to workspace: Workspace) async throws {
        let files = try await store.inputFiles(of: run.id)
        let names = FileNames.distinct(files.map(\.filename))
        let folders = folders
        var input = try JSONValue(text: detail.input).object ?? [:]
        for (file, name) in zip(files, names) {
            try await Self.throwing {
                try folders.copy("\(folders.files(run.id))/\(file.id)", to: "\(workspace.files)/\(name)")
            }
            guard let inputName = file.inputName else { continue }
            let value = JSONValue.object([
                "fileId": .string(file.id), "filename": .string(file.filename),
                "mimeType": file.mimeType.map(JSONValue.string) ?? .null,
                "size": .integer(Int64(file.size)), "path": .string("files/\(name)"),
            ])
            if file.isListed {
                input[inputName] = .array((input[inputName]?.array ?? []) + [value])
            } else {
                input[inputName] = value
            }
        }
        try workspace.writeInput(Array(try JSONValue.object(input).text.utf8))
        for (name, text) in [("overrides.json", detail.overrides), ("metadata.json", detail.metadata)] {
            if let text { try workspace.write(Array(text.utf8), to: name) }
        }
    }

    /// An error as the sentences that a run's page shows.
    static func sentence(_ error: RunningError) -> String {
        let first = error.message.prefix(1).uppercased() + error.message.dropFirst()
        return error.next.map { "\(first). \($0)." } ?? "\(first)."
    }

    /// Runs work that waits for the disk, on threads that may.
    static func onDisk<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async {
        _ = try? await NIOThreadPool.singleton.runIfActive { work() }
    }

    /// Runs work that waits for the disk and may fail.
    static func throwing<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive { try work() }
    }
}

extension RunRecord {
    /// What was run, `agents.finance.invoice@1.2.0`.
    var target: String { "\(kind.root.rawValue).\(origin.slug)@\(origin.resolvedRef)" }
}
