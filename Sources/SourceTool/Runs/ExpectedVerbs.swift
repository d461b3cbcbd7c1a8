import Eigenpal
import EigenpalAPI

/// `runs expected`: what is expected of runs.
public enum ExpectedVerbs {
    /// Lists what is expected of a run.
    ///
    /// - Throws: ``ToolError`` where there is no such run.
    public static func list(
        _ context: ToolContext, run: String
    ) async throws(ToolError) -> Answer<RunExpectedResponse> {
        let answer = try await context.withRun(run) { client, id in try await client.runs.expected.list(id) }
        return Answer(answer) { style in
            let output = answer.output.value.map { $0 == .null ? [] : JSONText.lines($0) } ?? []
            let files = lines(answer.files ?? [], style)
            if output.isEmpty, files.isEmpty { return ["Nothing is expected of it"] }
            return (output.isEmpty ? [] : [style.bold("Output")] + output.map { "  \($0)" })
                + (files.isEmpty ? [] : [style.bold("Files")] + files.map { "  \($0)" })
        }
    }

    /// Expects a file: one of this machine, or one that the run made.
    ///
    /// - Throws: ``ToolError`` with exit code 2 where neither is named, or both are.
    public static func add(
        _ context: ToolContext, run: String, file: String?, fromOutput: String?, name: String?
    ) async throws(ToolError) -> Answer<RunExpectedFileResponse> {
        let answer: RunExpectedFileResponse
        switch (file, fromOutput) {
        case (let file?, nil):
            let upload = try RunFileVerbs.upload(file, context)
            answer = try await context.withRun(run) { client, id in
                let bar = TransferBar(upload.name, context.terminal)
                defer { bar.end() }
                return try await client.runs.expected.upload(id, upload, name: name, progress: bar.progress)
            }
        case (nil, let output?):
            let short = output.hasPrefix("output/") ? String(output.dropFirst(7)) : output
            answer = try await context.withRun(run) { client, id in
                try await client.runs.expected.copyOutput(id, outputFileName: short, expectedName: name)
            }
        default: throw .usage("name a FILE, or one that the run made by --from-output NAME")
        }
        return Answer(answer) { _ in ["Expected: \(names(answer))"] }
    }

    /// Downloads an expected file, going on where an earlier download broke off.
    ///
    /// - Returns: nil where standard output got the file itself.
    /// - Throws: ``ToolError`` for a place that is taken.
    public static func download(
        _ context: ToolContext, run: String, name: String, out: String?, isForced: Bool
    ) async throws(ToolError) -> DownloadReport? {
        try await context.withRun(run) { client, id -> DownloadReport? in
            if out == "-" {
                for try await bytes in try await client.runs.expected.stream(id, filename: name).body {
                    try context.terminal.write(bytes)
                }
                return nil
            }
            let place = try DownloadPlan.place(ofSingle: name, out: out, isForced: isForced, context)
            let file = try await context.fetch(name, to: place) { place, progress in
                try await client.runs.expected.download(id, filename: name, to: place, progress: progress)
            }
            return DownloadReport(files: [file])
        }
    }

    /// Gives an expected file another name.
    ///
    /// - Throws: ``ToolError``.
    public static func rename(
        _ context: ToolContext, run: String, name: String, to newName: String
    ) async throws(ToolError) -> Answer<RunExpectedFileResponse> {
        let answer = try await context.withRun(run) { client, id in
            try await client.runs.expected.rename(id, filename: name, name: newName)
        }
        return Answer(answer) { _ in ["Expected: \(names(answer))"] }
    }

    /// Expects a file no longer.
    ///
    /// - Throws: ``ToolError``.
    public static func delete(
        _ context: ToolContext, run: String, name: String
    ) async throws(ToolError) -> Answer<Removal> {
        try await context.withRun(run) { client, id in
            try await client.runs.expected.delete(id, filename: name)
        }
        return Removal.answer(name)
    }

    private static func names(_ answer: RunExpectedFileResponse) -> String {
        let files = answer.files ?? answer.file.map { [$0] } ?? []
        return files.isEmpty ? "nothing" : files.map(\.name).joined(separator: ", ")
    }

    private static func lines(_ files: [RunExpectedFile], _ style: Style) -> [String] {
        FittedTable(
            header: [],
            rows: files.map { file in
                [
                    file.name, file.size.value.map { TimeText.size(Int64($0)) } ?? "",
                    file.contentType.value ?? "",
                ]
            }, flexible: [2]
        ).lines(style, indent: 2)
    }
}
