import EigenpalAPI
import HTTPTypes
import HummingbirdCore
import Running

/// Adds `runs/:id/expected`: what is expected of a run, from its own output or from elsewhere.
func addExpectedRoutes(to api: inout APIRouter) {
    api.on(.get, "runs/:id/expected") { request throws(APIError) in
        let run = try await request.run()
        let store = request.services.runs.store
        let files = try await request.stored { try await store.expectedFiles(of: run.id) }
        let output = try await request.stored { try await store.runDetail(run.id) }?.expectedOutput
        return APIResponse(
            RunExpectedResponse(
                output: Nullable(output.flatMap { try? JSONValue(text: $0) }),
                files: files.map(RunExpectedFile.init)))
    }
    api.on(.post, "runs/:id/expected") { request throws(APIError) in
        let run = try await request.run()
        return APIResponse(try await request.expect(of: run), status: .created)
    }
    api.on(.get, "runs/:id/expected/:filename") { request throws(APIError) in
        let run = try await request.run()
        let name = try request.parameter("filename")
        let runs = request.services.runs
        let files = try await request.stored { try await runs.store.expectedFiles(of: run.id) }
        guard let file = files.first(where: { $0.path == name }) else { throw .notExpected(name, run) }
        return try await FileDownload(
            path: "\(runs.folders.expected(run.id))/\(file.diskName ?? "")",
            filename: FileNames.base(of: name)
        ).response(to: request)
    }
    api.on(.patch, "runs/:id/expected/:filename") { request throws(APIError) in
        let run = try await request.run()
        let name = try request.parameter("filename")
        let new = try request.expectedName(try await request.body(RunExpectedRenameBody.self).name, "name")
        let file: RunStoredFile?
        do throws(StoreError) {
            file = try await request.services.runs.store.renameExpectedFile(
                name, to: new, of: run.id, contentType: MediaType.guess(new))
        } catch .conflict {
            throw APIError(
                .conflict, code: "name_taken", field: "name", "\(run.id) expects \(quoted(new)) already.",
                hint: "Delete that one first.")
        } catch {
            throw APIError(error)
        }
        guard let file else { throw .notExpected(name, run) }
        return APIResponse(RunExpectedFileResponse(file: RunExpectedFile(file)))
    }
    api.on(.delete, "runs/:id/expected/:filename") { request throws(APIError) in
        let run = try await request.run()
        let name = try request.parameter("filename")
        let runs = request.services.runs
        let file = try await request.stored { try await runs.store.removeExpectedFile(name, of: run.id) }
        guard let file else { throw .notExpected(name, run) }
        await RunExecutor.onDisk { _ = unlinkFile("\(runs.folders.expected(run.id))/\(file.diskName ?? "")") }
        return APIResponse(empty: .noContent)
    }
}

extension APIError {
    fileprivate static func notExpected(_ name: String, _ run: RunRecord) -> APIError {
        APIError(
            .notFound, code: "expected_not_found", field: "filename",
            "\(run.id) expects no file \(quoted(name)).")
    }
}

extension APIRequest {
    /// Takes what is to be expected: a file that comes along, one that the run made, or, without a body, all that it made.
    fileprivate func expect(of run: RunRecord) async throws(APIError) -> RunExpectedFileResponse {
        if isForm { return try await expectUpload(of: run) }
        let made = try await stored { try await services.runs.store.artifacts(of: run.id) }
        let outputs = made.outputs
        guard hasBody else {
            _ = try await stored {
                try await services.runs.store.updateRunDetail(run.id) { $0.expectedOutput = $0.output }
            }
            let files = try await copy(outputs.map { ($0.file, $0.name) }, of: run)
            return RunExpectedFileResponse(files: files)
        }
        let body = try await body(RunExpectedCopyBody.self)
        guard let output = outputs.named(body.outputFileName) else {
            throw APIError(
                .notFound, code: "artifact_not_found", field: "outputFileName",
                "\(run.id) made no file \(quoted(body.outputFileName)).",
                hint: "GET /api/v1/runs/\(run.id)/artifacts lists what it did.")
        }
        let name = try expectedName(body.expectedName ?? output.name, "expectedName")
        return RunExpectedFileResponse(file: try await copy([(output.file, name)], of: run).first)
    }

    private var hasBody: Bool {
        request.headers[.transferEncoding] != nil
            || (request.headers[.contentLength].flatMap { Int($0) } ?? 0) > 0
    }

    private func expectUpload(of run: RunRecord) async throws(APIError) -> RunExpectedFileResponse {
        let runs = services.runs
        let incoming = runs.folders.incoming(Identifier.random(.file))
        try runs.folders.make(incoming)
        do {
            let (file, fields) = try await oneFile(into: incoming, also: ["name"])
            let name = try expectedName(fields["name"] ?? file.filename, "name")
            try runs.folders.make(runs.folders.expected(run.id))
            try renameFile("\(incoming)/\(file.id)", "\(runs.folders.expected(run.id))/\(file.id)")
            let record = RunStoredFile(
                path: name, size: file.size, contentType: MediaType.guess(name), diskName: file.id)
            try await put([record], of: run)
            await RunExecutor.onDisk { try? Workspace(path: incoming).remove() }
            return RunExpectedFileResponse(file: RunExpectedFile(record))
        } catch {
            await RunExecutor.onDisk { try? Workspace(path: incoming).remove() }
            throw error
        }
    }

    /// Copies what a run made to what is expected of it.
    private func copy(
        _ files: [(file: RunStoredFile, name: String)], of run: RunRecord
    ) async throws(APIError) -> [RunExpectedFile] {
        let folders = services.runs.folders
        try folders.make(folders.expected(run.id))
        var records: [RunStoredFile] = []
        for (file, name) in files {
            let id = Identifier.random(.file)
            do {
                try await RunExecutor.throwing {
                    try folders.copy(
                        "\(folders.artifacts(run.id))/\(file.path)", to: "\(folders.expected(run.id))/\(id)")
                }
            } catch {
                throw APIError(anyOf: error)
            }
            records.append(
                RunStoredFile(
                    path: name, size: file.size, contentType: MediaType.guess(name), diskName: id))
        }
        try await put(records, of: run)
        return records.map(RunExpectedFile.init)
    }

    private func put(_ records: [RunStoredFile], of run: RunRecord) async throws(APIError) {
        let runs = services.runs
        let replaced = try await stored { try await runs.store.putExpectedFiles(records, of: run.id) }
        await RunExecutor.onDisk {
            for name in replaced { _ = unlinkFile("\(runs.folders.expected(run.id))/\(name)") }
        }
    }

    /// A name for an expected file, checked.
    func expectedName(_ name: String, _ field: String) throws(APIError) -> String {
        guard FileNames.isSafePath(name) else {
            throw APIError(
                .badRequest, code: "invalid_path", field: field,
                "\(quoted(name)) is no name for a file: parts with / between, none of them empty, . or `..`.")
        }
        return name
    }
}
