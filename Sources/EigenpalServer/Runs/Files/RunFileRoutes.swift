import EigenpalAPI
import HTTPTypes
import Running

/// Adds `runs/:id/files`: what a run was given and made, and what it is given before it starts.
func addRunFileRoutes(to api: inout APIRouter) {
    api.on(.get, "runs/:id/files") { request throws(APIError) in
        let run = try await request.run()
        let store = request.services.runs.store
        let inputs = try await request.stored { try await store.inputFiles(of: run.id) }
        let artifacts = try await request.stored { try await store.artifacts(of: run.id) }
        return APIResponse(
            RunFilesResponse(
                inputs: inputs.map(RunFilesResponse.Input.init),
                outputsByStep: run.kind == .agent
                    ? ["output": .array(artifacts.filter { $0.outputName != nil }.map(entry))]
                    : steps(artifacts)))
    }
    api.on(.post, "runs/:id/files") { request throws(APIError) in
        let run = try await request.run()
        return APIResponse(
            RunFileUploadResponse(file: .init(try await request.addFile(to: run))), status: .created)
    }
    api.on(.delete, "runs/:id/files/:fileId") { request throws(APIError) in
        let run = try await request.run()
        let id = try request.parameter("fileId")
        let runs = request.services.runs
        switch try await request.stored({ try await runs.store.removeInputFile(id, of: run.id) }) {
        case nil:
            throw APIError(
                .notFound, code: "file_not_found", field: "fileId", "\(run.id) has no file \(quoted(id)).")
        case false?: throw .runStarted(run.id)
        case true?: break
        }
        await RunExecutor.onDisk { _ = unlinkFile("\(runs.folders.files(run.id))/\(id)") }
        return APIResponse(empty: .noContent)
    }
}

/// What a workflow's steps made: the first folder below `output/` is the step.
private func steps(_ artifacts: [RunStoredFile]) -> [String: JSONValue] {
    var steps: [String: [JSONValue]] = [:]
    for file in artifacts {
        guard let name = file.outputName else { continue }
        let parts = name.split(separator: "/", maxSplits: 1)
        steps[parts.count == 2 ? String(parts[0]) : "output", default: []].append(entry(file))
    }
    return steps.mapValues(JSONValue.array)
}

private func entry(_ file: RunStoredFile) -> JSONValue {
    .object([
        "name": .string(file.outputName ?? file.path), "path": .string(file.path),
        "size": .integer(Int64(file.size)), "contentType": .string(file.contentType),
    ])
}

extension APIError {
    fileprivate static func runStarted(_ id: String) -> APIError {
        APIError(
            .conflict, code: "run_started", field: "id", "\(id) has started: its files are what they are.",
            hint: "Start another run with the files that you want.")
    }
}

extension APIRequest {
    /// Takes one file, the form's field `file`, and a field `name` for the input that it is.
    fileprivate func addFile(to run: RunRecord) async throws(APIError) -> RunInputFile {
        guard !run.status.isTerminal, run.startedAt == nil else { throw .runStarted(run.id) }
        let runs = services.runs
        let ticket = Identifier.random(.file)
        let incoming = runs.folders.incoming(ticket)
        try runs.folders.make(incoming)
        do throws(APIError) {
            let file = try await oneFile(into: incoming, also: ["name"])
            if let name = file.fields["name"] { try requireNoControlCharacters(name, field: "name") }
            let record = RunInputFile(
                id: file.file.id, run: run.id, inputName: file.fields["name"], filename: file.file.filename,
                mimeType: file.file.mimeType ?? MediaType.guess(file.file.filename),
                size: file.file.size, isListed: false)
            try runs.folders.make(runs.folders.files(run.id))
            let place = "\(runs.folders.files(run.id))/\(record.id)"
            try renameFile("\(incoming)/\(record.id)", place)
            guard try await stored({ try await runs.store.addInputFile(record) }) else {
                _ = unlinkFile(place)
                throw APIError.runStarted(run.id)
            }
            await RunExecutor.onDisk { try? Workspace(path: incoming).remove() }
            return record
        } catch {
            await RunExecutor.onDisk { try? Workspace(path: incoming).remove() }
            throw error
        }
    }

    /// A form with one file, in the field `file`, and no other fields than some.
    func oneFile(
        into folder: String, also known: Set<String>
    ) async throws(APIError) -> (file: ReceivedForm.File, fields: [String: String]) {
        guard isForm else {
            throw APIError(
                .unsupportedMediaType, code: "unsupported_content_type", field: "content-type",
                "A file comes as multipart/form-data, in the field `file`.")
        }
        let settings = services.runs.settings
        let form = try await form(
            into: folder,
            FormLimits(fields: 64 << 10, file: settings.inputFileBytes, files: settings.inputFileBytes))
        for name in form.fields.keys where !known.contains(name) {
            throw APIError(
                .badRequest, code: "unknown_field", field: name, "The form's \(quoted(name)) is not known.")
        }
        guard form.files.count == 1, form.files[0].field == "file" else {
            throw APIError(
                .badRequest, code: "required", field: "file", "The form has not one file in the field `file`."
            )
        }
        return (form.files[0], form.fields)
    }
}
