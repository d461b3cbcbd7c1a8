import EigenpalAPI
import HTTPTypes
import Hummingbird

/// Adds what a run left behind: the list, each file, all of them as a ZIP archive.
func addArtifactRoutes(to api: inout APIRouter) {
    api.on(.get, "runs/:id/artifacts") { request throws(APIError) in
        let run = try await request.run()
        let store = request.services.runs.store
        let files = try await request.stored { try await store.artifacts(of: run.id) }
        return APIResponse(RunArtifactsResponse(artifacts: files.map(RunArtifact.init)))
    }
    api.on(.get, "runs/:id/artifacts/**") { request throws(APIError) in
        let run = try await request.run()
        let path = try request.catchAll()
        let file = try await request.artifact(path, of: run)
        return try await FileDownload(
            path: "\(request.services.runs.folders.artifacts(run.id))/\(file.path)",
            filename: FileNames.base(of: file.path)
        ).response(to: request)
    }
    api.on(.get, "runs/:id/files-zip") { request throws(APIError) in
        let run = try await request.run()
        let store = request.services.runs.store
        let folder = request.services.runs.folders.artifacts(run.id)
        let all = try await request.stored { try await store.artifacts(of: run.id) }
        let wanted = try request.zipSelection(among: all)
        let archive = ZipStream(
            entries: wanted.map {
                .init(name: $0.name, path: "\(folder)/\($0.file.path)", size: $0.file.size)
            })
        return APIResponse(
            ResponseBody { writer in try await archive.write(to: AnswerWriter(writer)) },
            headers: [
                .contentType: "application/octet-stream", .cacheControl: "no-store",
                .contentDisposition: FileDownload.attachment("\(run.id).zip"),
                .xContentTypeOptions: "nosniff",
            ])
    }
}

extension APIRequest {
    /// What the path has behind its last fixed part, decoded part by part.
    func catchAll() throws(APIError) -> String {
        var parts: [String] = []
        for part in context.parameters.getCatchAll() {
            guard let text = percentDecoded(part[...]) else {
                throw APIError(
                    .badRequest, code: "invalid_encoding", field: "path",
                    "The path is not percent-encoded UTF-8.")
            }
            parts.append(text)
        }
        let path = parts.joined(separator: "/")
        guard FileNames.isSafePath(path) else {
            throw APIError(
                .badRequest, code: "invalid_path", field: "path",
                "\(quoted(path)) is no path of a file: parts with / between, none of them empty, . or `..`.")
        }
        return path
    }

    /// What a run left behind at a path.
    func artifact(_ path: String, of run: RunRecord) async throws(APIError) -> RunStoredFile {
        let files = try await stored { try await services.runs.store.artifacts(of: run.id) }
        guard let file = files.first(where: { $0.path == path }) else {
            throw APIError(
                .notFound, code: "artifact_not_found", field: "path",
                "\(run.id) left no \(quoted(path)) behind.",
                hint: "GET /api/v1/runs/\(run.id)/artifacts lists what it did.")
        }
        return file
    }

    /// The files that `files` names, with commas between, by their paths below `output/`; without it, all that are there.
    fileprivate func zipSelection(
        among all: [RunStoredFile]
    ) throws(APIError) -> [(name: String, file: RunStoredFile)] {
        let outputs = all.outputs
        guard let text = try query.text("files") else { return outputs }
        var selection: [(name: String, file: RunStoredFile)] = []
        for name in text.split(separator: ",").map(String.init) {
            guard let found = outputs.named(name) else {
                throw APIError(
                    .notFound, code: "artifact_not_found", field: "files",
                    "The run made no file \(quoted(name)).")
            }
            if !selection.contains(where: { $0.name == found.name }) { selection.append(found) }
        }
        return selection
    }
}
