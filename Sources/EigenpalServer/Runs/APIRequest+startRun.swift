import EigenpalAPI
import HTTPTypes
import Running
import SourceFormat

extension APIRequest {
    /// Starts a run, as the body says.
    func startRun() async throws(APIError) -> RunRecord {
        try await requireRoom()
        let limits = FormLimits(
            fields: services.configuration.limits.bodyBytes, file: services.runs.settings.inputFileBytes,
            files: services.runs.settings.inputBytes)
        return try await withIdentifier { id throws(APIError) in
            guard isForm else { return try await make(id, RunStart(try await body(RunStartBody.self))) }
            let incoming = services.runs.folders.incoming(id)
            try services.runs.folders.make(incoming)
            return try await make(id, try RunStart(try await form(into: incoming, limits)))
        }
    }

    /// Finds an identifier for a run, and takes away what came in for it should it not come to be.
    private func withIdentifier(
        _ make: (String) async throws(APIError) -> RunRecord
    ) async throws(APIError) -> RunRecord {
        let id = Identifier.random(.run)
        do {
            return try await make(id)
        } catch {
            let folders = services.runs.folders
            await RunExecutor.onDisk { try? Workspace(path: folders.incoming(id)).remove() }
            throw error
        }
    }

    /// Starts a run from what another one was given.
    func rerun(_ old: RunRecord) async throws(APIError) -> RunRecord {
        try await requireRoom()
        let store = services.runs.store
        let detail = try await stored { try await store.runDetail(old.id) }
        guard let detail, let input = (try? JSONValue(text: detail.input))?.object else {
            throw .http(.internalServerError)
        }
        let path: PackagePath
        do { path = try PackagePath(parsing: "\(old.kind.root.rawValue).\(old.origin.slug)") } catch {
            throw APIError(error, field: "id")
        }
        let version = try query.text("version") ?? "latest"
        let target: RunTarget
        if version == "original" {
            guard let pinned = try? Lockfile.parse(detail.lockfile) else { throw .http(.internalServerError) }
            let reference: PackageReference
            do {
                reference = PackageReference(
                    path: path, version: try VersionReference(parsing: old.origin.requestedRef))
            } catch {
                throw APIError(error, field: "version")
            }
            target = try await resolve(reference, pinned: pinned)
        } else {
            target = try await resolveTarget(path.dottedName, version: version)
        }
        var start = RunStart(RunStartBody(target: path.dottedName, input: input))
        start.overrides = detail.overrides.flatMap { try? JSONValue(text: $0) }
        start.metadata = detail.metadata.flatMap { try? JSONValue(text: $0) }
        let files = try await stored { try await store.inputFiles(of: old.id) }
        for (name, group) in Dictionary(grouping: files, by: { $0.inputName ?? "" }) where !name.isEmpty {
            let references = group.map { FileReference(fileId: $0.id) }
            start.references[name] =
                group.contains(where: \.isListed) ? .many(references) : .one(references[0])
        }
        let again = start
        return try await withIdentifier { id throws(APIError) in
            try await make(id, again, target: target, repeats: old)
        }
    }

    /// Makes a run and lets the workers know.
    private func make(
        _ id: String, _ start: RunStart, target resolved: RunTarget? = nil, repeats old: RunRecord? = nil
    ) async throws(APIError) -> RunRecord {
        let target: RunTarget
        if let resolved {
            target = resolved
        } else {
            target = try await resolveTarget(start.target, version: try query.text("version"))
        }
        try start.requireFit(target.inputSchema)
        let files = try await files(of: start, for: id)
        let metadata = start.metadata?.object
        var run = RunRecord(
            id: id, sequence: 0, kind: target.kind, origin: target.origin,
            status: files.isEmpty ? .pending : .created, createdAt: .now,
            trigger: old == nil ? "api" : "rerun", actor: RunActor(id: identity.keyID, name: identity.name),
            batchID: metadata?["batchId"]?.string, exampleID: metadata?["exampleId"]?.string,
            annotation: metadata?["annotation"]?.string, retryNumber: old.map { $0.retryNumber + 1 } ?? 0,
            previousRun: old?.id)
        let detail: RunDetail
        do {
            detail = RunDetail(
                input: try JSONValue.object(start.input).text, metadata: try start.metadata?.text,
                overrides: try start.overrides?.text, lockfile: target.lockfile.text,
                definition: target.definition)
        } catch {
            throw .http(.internalServerError)
        }
        let (new, runs) = (run, services.runs)
        run = try await stored { try await runs.store.insert(new, detail, files: files) }
        if !files.isEmpty {
            // Workers take what is pending alone: the files are in their place before.
            try runs.folders.keepIncoming(id)
            _ = try await stored { try await runs.store.moveRun(id, from: .created, to: .pending) }
            run.status = .pending
        }
        await runs.pool.noteArrival()
        return run
    }

    /// The files of a run that is to be, those that the server has already copied among them.
    private func files(of start: RunStart, for id: String) async throws(APIError) -> [RunInputFile] {
        let counts = Dictionary(grouping: start.files, by: \.field).mapValues(\.count)
        var files = start.files.map { file in
            RunInputFile(
                id: file.id, run: id, inputName: String(file.field.dropFirst(RunStart.filePrefix.count)),
                filename: file.filename, mimeType: file.mimeType ?? MediaType.guess(file.filename),
                size: file.size, isListed: (counts[file.field] ?? 0) > 1)
        }
        guard start.references.values.contains(where: { !$0.all.isEmpty }) else { return files }
        let folders = services.runs.folders
        try folders.make(folders.incoming(id))
        for (name, references) in start.references.sorted(by: { $0.key < $1.key }) {
            for reference in references.all {
                let old = try await stored { try await services.runs.store.inputFile(reference.fileId) }
                guard let old else {
                    throw APIError(
                        .badRequest, code: "file_not_found", field: "files.\(name)",
                        "There is no file \(quoted(reference.fileId)).")
                }
                let new = Identifier.random(.file)
                do {
                    try await RunExecutor.throwing {
                        try folders.copy(
                            "\(folders.files(old.run))/\(old.id)", to: "\(folders.incoming(id))/\(new)")
                    }
                } catch {
                    throw APIError(anyOf: error)
                }
                var isListed = false
                if case .many = references { isListed = true }
                files.append(
                    RunInputFile(
                        id: new, run: id, inputName: name,
                        filename: reference.filename.map(FileNames.base) ?? old.filename,
                        mimeType: reference.mimeType ?? old.mimeType, size: old.size, isListed: isListed))
            }
        }
        return files
    }

    /// Refuses a run where too many wait already.
    private func requireRoom() async throws(APIError) {
        let waiting = try await stored { try await services.runs.store.waitingRuns() }
        guard waiting < services.runs.settings.queue else {
            throw APIError(
                .tooManyRequests, code: "queue_full", "\(waiting) runs wait already.",
                hint: "Try again when some have ended.", headers: [.retryAfter: "10"])
        }
    }

    /// How long the request wants to wait for a run's end.
    func waitForCompletion() throws(APIError) -> Int {
        try query.integer("wait_for_completion", in: 0...600, default: 0)
    }

    /// The answer to a start: the run as it is once it has ended, or the time is over.
    func answer(toStartOf run: RunRecord, waiting seconds: Int) async throws(APIError) -> APIResponse {
        guard seconds > 0 else { return APIResponse(RunAccepted(run), status: .accepted) }
        let runs = services.runs
        await runs.endings.wait(for: run.id, atMost: .seconds(seconds)) {
            (try? await runs.store.run(run.id))?.status.isTerminal ?? true
        }
        let now = try await stored { try await runs.store.run(run.id) } ?? run
        guard now.status.isTerminal else { return APIResponse(RunAccepted(now), status: .accepted) }
        return APIResponse(try await page(of: now, []))
    }
}
