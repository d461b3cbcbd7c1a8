import EigenpalAPI

/// What runs left behind: what they made, under `output/`, and what tells of their work, at the root.
///
/// Reached as ``RunsNamespace/artifacts``.
public struct RunArtifactsNamespace: Sendable {
    let transport: HTTPTransport

    /// Lists what a run left behind.
    ///
    /// ```swift
    /// for artifact in try await client.runs.artifacts.list("run_7").artifacts {
    ///     print(artifact.path, artifact.size.value ?? 0)
    /// }
    /// ```
    ///
    /// - Parameter run: its id.
    /// - Throws: ``EigenpalError``.
    public func list(_ run: String) async throws(EigenpalError) -> RunArtifactsResponse {
        try await transport.value(of: Request(.get, ["runs", run, "artifacts"]))
    }

    /// Downloads an artifact into memory.
    ///
    /// ```swift
    /// let trace = try await client.runs.artifacts.download("run_7", path: "trace.jsonl")
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - path: the artifact's path, such as `output/answer.json`.
    ///   - limit: how many bytes it may have; ``ClientConfiguration/maximumResponseSize`` where nil.
    /// - Throws: ``EigenpalError``; ``EigenpalError/responseTooLarge(baseURL:limit:)`` for what is larger:
    ///   ``download(_:path:to:progress:)`` takes it.
    public func download(
        _ run: String, path: String, limit: Int? = nil
    ) async throws(EigenpalError) -> [UInt8] {
        try await artifact(run, path).bytes(limit: limit)
    }

    /// Downloads an artifact into a file.
    ///
    /// ```swift
    /// try await client.runs.artifacts.download("run_7", path: "output/report.pdf", to: "report.pdf")
    /// ```
    ///
    /// What has come is kept beside the file, as `.report.pdf.part`, until all of it is there; a later call goes on
    /// where an earlier one broke off, if the server's file is still the same.
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - path: the artifact's path, such as `output/report.pdf`.
    ///   - file: where it is to be; what is there is replaced.
    ///   - progress: told how many bytes have come.
    /// - Returns: the size in bytes.
    /// - Throws: ``EigenpalError``; ``EigenpalError/file(path:reason:)`` where it cannot be written.
    @discardableResult
    public func download(
        _ run: String, path: String, to file: String, progress: TransferProgress? = nil
    ) async throws(EigenpalError) -> Int64 {
        try await artifact(run, path).write(to: file, progress: progress)
    }

    /// Downloads an artifact as it arrives.
    ///
    /// ```swift
    /// for try await bytes in try await client.runs.artifacts.stream("run_7", path: "output/all.csv").body {
    ///     parser.feed(bytes)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - path: the artifact's path.
    /// - Throws: ``EigenpalError``, also for every status outside 2xx.
    public func stream(_ run: String, path: String) async throws(EigenpalError) -> ResponseStream {
        try await artifact(run, path).stream()
    }

    /// Downloads a run's output files as one ZIP archive into memory.
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - files: the files' names, with commas between; all where nil.
    ///   - token: a token that stands for the right to these files.
    ///   - limit: how many bytes it may have; ``ClientConfiguration/maximumResponseSize`` where nil.
    /// - Throws: ``EigenpalError``; ``EigenpalError/responseTooLarge(baseURL:limit:)`` for what is larger:
    ///   ``downloadZip(_:files:token:to:progress:)`` takes it.
    public func downloadZip(
        _ run: String, files: String? = nil, token: String? = nil, limit: Int? = nil
    ) async throws(EigenpalError) -> [UInt8] {
        try await archive(run, files, token).bytes(limit: limit)
    }

    /// Downloads a run's output files as one ZIP archive into a file.
    ///
    /// ```swift
    /// try await client.runs.artifacts.downloadZip("run_7", to: "run_7.zip")
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - files: the files' names, with commas between; all where nil.
    ///   - token: a token that stands for the right to these files.
    ///   - file: where it is to be; what is there is replaced.
    ///   - progress: told how many bytes have come.
    /// - Returns: the size in bytes.
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func downloadZip(
        _ run: String, files: String? = nil, token: String? = nil, to file: String,
        progress: TransferProgress? = nil
    ) async throws(EigenpalError) -> Int64 {
        try await archive(run, files, token).write(to: file, progress: progress)
    }

    /// Downloads a run's output files as one ZIP archive, as it arrives.
    ///
    /// - Parameters: as in ``downloadZip(_:files:token:limit:)``.
    /// - Throws: ``EigenpalError``, also for every status outside 2xx.
    public func streamZip(
        _ run: String, files: String? = nil, token: String? = nil
    ) async throws(EigenpalError) -> ResponseStream {
        try await archive(run, files, token).stream()
    }

    private func artifact(_ run: String, _ path: String) -> FileDownload {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        return FileDownload(
            transport: transport, request: Request(.get, ["runs", run, "artifacts"] + segments))
    }

    private func archive(_ run: String, _ files: String?, _ token: String?) -> FileDownload {
        let query = Query().adding("files", files).adding("token", token)
        return FileDownload(
            transport: transport, request: Request(.get, ["runs", run, "files-zip"], query: query))
    }
}
