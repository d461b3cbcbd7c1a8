import EigenpalAPI

extension AgentsNamespace {
    /// Lists an agent's source files.
    ///
    /// ```swift
    /// for file in try await client.agents.listFiles("invoice").files { print(file.path, file.size) }
    /// ```
    ///
    /// - Parameters:
    ///   - agent: id, slug, dotted name or package path.
    ///   - prefix: what the files' paths inside the package begin with; all where nil.
    ///   - ref: a branch, tag or commit; `main` where nil.
    /// - Throws: ``EigenpalError``.
    public func listFiles(
        _ agent: String, prefix: String? = nil, ref: String? = nil
    ) async throws(EigenpalError) -> AgentFilesResponse {
        let query = Query().adding("prefix", prefix).adding("ref", ref)
        return try await transport.value(of: Request(.get, ["agents", agent, "files"], query: query))
    }

    /// Reads one of an agent's source files.
    ///
    /// ```swift
    /// let text = try await client.agents.file("finance.invoice", path: "AGENT.md").content
    /// ```
    ///
    /// - Parameters:
    ///   - agent: id, slug, dotted name or package path.
    ///   - path: the path inside the package, such as `AGENT.md`.
    ///   - ref: a branch, tag or commit; `main` where nil.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where there is no such file.
    public func file(
        _ agent: String, path: String, ref: String? = nil
    ) async throws(EigenpalError) -> AgentFileResponse {
        let query = Query().adding("path", path).adding("ref", ref)
        return try await transport.value(of: Request(.get, ["agents", agent, "files"], query: query))
    }

    /// Uploads one file; the server refuses it, because an agent's source is in Git.
    ///
    /// - Throws: ``EigenpalError/conflict(_:)``, or another ``EigenpalError``.
    @available(*, deprecated, message: "an agent's source is in Git: commit and push instead")
    @discardableResult
    public func putFile(
        _ agent: String, path: String, contentBase64: String
    ) async throws(EigenpalError) -> JSONValue {
        let request = Request(.put, ["agents", agent, "files"], query: Query().adding("path", path))
        return try await transport.value(
            of: request.sending(AgentsFilesPutBody(contentBase64: contentBase64)))
    }

    /// Uploads files; the server refuses it, because an agent's source is in Git.
    ///
    /// - Throws: ``EigenpalError/conflict(_:)``, or another ``EigenpalError``.
    @available(*, deprecated, message: "an agent's source is in Git: commit and push instead")
    @discardableResult
    public func uploadFiles(
        _ agent: String, files: [[String: JSONValue]]
    ) async throws(EigenpalError) -> JSONValue {
        let request = Request(.post, ["agents", agent, "files"])
        return try await transport.value(of: request.sending(AgentsFilesUploadBatchBody(files: files)))
    }
}
