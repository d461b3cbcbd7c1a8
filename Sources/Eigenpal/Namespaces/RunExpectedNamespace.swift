import EigenpalAPI

/// What is expected of runs: an output, and files. Reached as ``RunsNamespace/expected``.
public struct RunExpectedNamespace: Sendable {
    let transport: HTTPTransport

    /// Gets what is expected of a run.
    ///
    /// ```swift
    /// let names = try await client.runs.expected.list("run_7").files?.map(\.name) ?? []
    /// ```
    ///
    /// - Parameter run: its id.
    /// - Throws: ``EigenpalError``.
    public func list(_ run: String) async throws(EigenpalError) -> RunExpectedResponse {
        try await transport.value(of: Request(.get, ["runs", run, "expected"]))
    }

    /// Makes a file that a run made one that is expected of it.
    ///
    /// ```swift
    /// try await client.runs.expected.copyOutput("run_7", outputFileName: "answer.json")
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - outputFileName: the file's path below `output/`.
    ///   - expectedName: the name to expect it by; its own where nil.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where the run made no such file.
    @discardableResult
    public func copyOutput(
        _ run: String, outputFileName: String, expectedName: String? = nil
    ) async throws(EigenpalError) -> RunExpectedFileResponse {
        let body = RunExpectedCopyBody(outputFileName: outputFileName, expectedName: expectedName)
        return try await transport.value(of: Request(.post, ["runs", run, "expected"]).sending(body))
    }

    /// Uploads a file that is expected of a run.
    ///
    /// ```swift
    /// try await client.runs.expected.upload("run_7", .file(path: "answer.json"))
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - file: the file.
    ///   - name: the name to expect it by; the file's own where nil.
    ///   - progress: told how much was sent, in bytes.
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func upload(
        _ run: String, _ file: FileUpload, name: String? = nil, progress: TransferProgress? = nil
    ) async throws(EigenpalError) -> RunExpectedFileResponse {
        let form = MultipartForm(
            fields: name.map { [("name", $0)] } ?? [], files: [("file", file)], progress: progress)
        return try await transport.value(of: try Request(.post, ["runs", run, "expected"]).sending(form))
    }

    /// Downloads an expected file into memory.
    ///
    /// ```swift
    /// let bytes = try await client.runs.expected.download("run_7", filename: "answer.json")
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - filename: the expected file's name.
    ///   - limit: how many bytes it may have; ``ClientConfiguration/maximumResponseSize`` where nil.
    /// - Throws: ``EigenpalError``; ``EigenpalError/responseTooLarge(baseURL:limit:)`` for what is larger:
    ///   ``download(_:filename:to:progress:)`` takes it.
    public func download(
        _ run: String, filename: String, limit: Int? = nil
    ) async throws(EigenpalError) -> [UInt8] {
        try await expected(run, filename).bytes(limit: limit)
    }

    /// Downloads an expected file into a file, going on where an earlier call broke off.
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - filename: the expected file's name.
    ///   - file: where it is to be; what is there is replaced.
    ///   - progress: told how many bytes have come.
    /// - Returns: the size in bytes.
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func download(
        _ run: String, filename: String, to file: String, progress: TransferProgress? = nil
    ) async throws(EigenpalError) -> Int64 {
        try await expected(run, filename).write(to: file, progress: progress)
    }

    /// Downloads an expected file as it arrives.
    ///
    /// - Throws: ``EigenpalError``, also for every status outside 2xx.
    public func stream(_ run: String, filename: String) async throws(EigenpalError) -> ResponseStream {
        try await expected(run, filename).stream()
    }

    /// Gives an expected file another name.
    ///
    /// ```swift
    /// try await client.runs.expected.rename("run_7", filename: "answer.json", name: "result.json")
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - filename: the expected file's name.
    ///   - name: the new name.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where there is no such file.
    @discardableResult
    public func rename(
        _ run: String, filename: String, name: String
    ) async throws(EigenpalError) -> RunExpectedFileResponse {
        let request = Request(.patch, ["runs", run, "expected", filename])
        return try await transport.value(of: request.sending(RunExpectedRenameBody(name: name)))
    }

    /// Takes an expected file away.
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - filename: the expected file's name.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where there is no such file.
    public func delete(_ run: String, filename: String) async throws(EigenpalError) {
        try await transport.success(of: Request(.delete, ["runs", run, "expected", filename]))
    }

    private func expected(_ run: String, _ filename: String) -> FileDownload {
        FileDownload(transport: transport, request: Request(.get, ["runs", run, "expected", filename]))
    }
}
