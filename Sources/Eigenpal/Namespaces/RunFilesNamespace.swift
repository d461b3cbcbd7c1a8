import EigenpalAPI

/// The files that runs were given, and those they made. Reached as ``RunsNamespace/files``.
public struct RunFilesNamespace: Sendable {
    let transport: HTTPTransport

    /// Lists a run's files.
    ///
    /// ```swift
    /// for file in try await client.runs.files.list("run_7").inputs { print(file.filename ?? "") }
    /// ```
    ///
    /// - Parameter run: its id.
    /// - Throws: ``EigenpalError``.
    public func list(_ run: String) async throws(EigenpalError) -> RunFilesResponse {
        try await transport.value(of: Request(.get, ["runs", run, "files"]))
    }

    /// Gives a file to a run that has not been started yet.
    ///
    /// ```swift
    /// try await client.runs.files.upload("run_7", .file(path: "contract.pdf")) { sent, total in
    ///     print("\(sent) of \(total ?? 0) bytes")
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - file: the file; it is read from the disk while it is sent.
    ///   - progress: told how much was sent, in bytes.
    /// - Throws: ``EigenpalError``; ``EigenpalError/file(path:reason:)`` where it cannot be read.
    @discardableResult
    public func upload(
        _ run: String, _ file: FileUpload, progress: TransferProgress? = nil
    ) async throws(EigenpalError) -> RunFileUploadResponse {
        let form = MultipartForm(files: [("file", file)], progress: progress)
        return try await transport.value(of: try Request(.post, ["runs", run, "files"]).sending(form))
    }

    /// Takes a file away that a run was given.
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - file: the file's id.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where there is no such file.
    public func delete(_ run: String, file: String) async throws(EigenpalError) {
        try await transport.success(of: Request(.delete, ["runs", run, "files", file]))
    }
}

/// How a run's output differs from what is expected of it. Reached as ``RunsNamespace/comparison``.
public struct RunComparisonNamespace: Sendable {
    let transport: HTTPTransport

    /// Compares a run with what is expected of it, on the server.
    ///
    /// ```swift
    /// print(try await client.runs.comparison.get("run_7").status ?? "unknown")
    /// ```
    ///
    /// - Parameter run: its id.
    /// - Throws: ``EigenpalError``.
    public func get(_ run: String) async throws(EigenpalError) -> RunComparisonResponse {
        try await transport.value(of: Request(.get, ["runs", run, "comparison"]))
    }
}

/// What runs told of their work. Reached as ``RunsNamespace/trace``.
public struct RunTraceNamespace: Sendable {
    let transport: HTTPTransport

    /// Gets the events of a run.
    ///
    /// ```swift
    /// for event in try await client.runs.trace.get("run_7").events { print(event) }
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - offset: the `nextOffset` of an earlier answer, for what has come since; nil for everything.
    /// - Throws: ``EigenpalError``.
    public func get(_ run: String, offset: Int? = nil) async throws(EigenpalError) -> RunTraceResponse {
        try await transport.value(
            of: Request(.get, ["runs", run, "trace"], query: Query().adding("offset", offset)))
    }
}
