import Eigenpal
import EigenpalAPI
import SystemPackage

/// `runs files`: the files that runs were given, and those they made.
public enum RunFileVerbs {
    /// Lists a run's files.
    ///
    /// - Throws: ``ToolError`` where there is no such run.
    public static func list(
        _ context: ToolContext, run: String
    ) async throws(ToolError) -> Answer<RunFilesResponse> {
        let answer = try await context.withRun(run) { client, id in try await client.runs.files.list(id) }
        return Answer(answer) { style in
            var rows = answer.inputs.map { file in
                [
                    "input", file.inputName.value ?? "", file.filename ?? "",
                    file.size.value.map { TimeText.size(Int64($0)) } ?? "", file.id ?? "",
                ]
            }
            for (step, files) in answer.outputsByStep.sorted(by: { $0.key < $1.key }) {
                for file in files.array ?? [] {
                    let name = (file["filename"] ?? file["name"] ?? file["path"])?.string ?? ""
                    let size = file["size"]?.integer.map { TimeText.size($0) } ?? ""
                    rows.append(["output", step, name, size, file["id"]?.string ?? ""])
                }
            }
            guard !rows.isEmpty else { return ["It has no files"] }
            return FittedTable(
                header: ["KIND", "FOR", "NAME", "SIZE", "ID"], rows: rows, flexible: [1, 2]
            ).lines(style)
        }
    }

    /// Gives a file to a run that has not been started yet.
    ///
    /// - Throws: ``ToolError`` where the run takes none any more, or there is no such file.
    public static func upload(
        _ context: ToolContext, run: String, file: String
    ) async throws(ToolError) -> Answer<RunFileUploadResponse> {
        let upload = try upload(file, context)
        let answer = try await context.withRun(run) { client, id in
            let bar = TransferBar(upload.name, context.terminal)
            defer { bar.end() }
            return try await client.runs.files.upload(id, upload, progress: bar.progress)
        }
        return Answer(answer) { _ in
            ["Uploaded \(answer.file?.filename ?? upload.name)" + (answer.file?.id.map { " as \($0)" } ?? "")]
        }
    }

    /// Takes a file away from a run that has not been started yet.
    ///
    /// - Throws: ``ToolError``.
    public static func delete(
        _ context: ToolContext, run: String, file: String
    ) async throws(ToolError) -> Answer<Removal> {
        try await context.withRun(run) { client, id in try await client.runs.files.delete(id, file: file) }
        return Removal.answer(file)
    }

    /// A file of this machine, to be sent.
    static func upload(_ typed: String, _ context: ToolContext) throws(ToolError) -> FileUpload {
        let path = context.path(typed)
        switch Files.kind(of: Files.resolved(path) ?? path) {
        case .file: return .file(path: path.string)
        case nil: throw ToolError("there is no file \(path)")
        default: throw ToolError("\(path) is not a file")
        }
    }
}

/// Something that was taken away.
public struct Removal: Sendable, Encodable {
    /// What it was called.
    public let removed: String

    static func answer(_ name: String) -> Answer<Removal> {
        Answer(Removal(removed: name)) { _ in ["Removed \(name)"] }
    }
}
