import EigenpalAPI

extension RunsNamespace {
    /// Lists runs, the newest first, a page at a time.
    ///
    /// ```swift
    /// let page = try await client.runs.list(type: .agent, status: [.failed, .rejected], limit: 20)
    /// for run in page.runs { print(run.id, run.timing.createdAt) }
    /// ```
    ///
    /// - Parameters:
    ///   - type: runs of agents, or of workflows.
    ///   - source: the automation: id, slug or dotted name.
    ///   - status: how far they have come, any of these.
    ///   - trigger: what started them, such as `api`.
    ///   - triggeredBy: who started them: an id.
    ///   - sourceRef: the version or reference that they run.
    ///   - batchId: the batch that they belong to.
    ///   - exampleId: the example that they were held against.
    ///   - exampleIdContains: a part of that example's id.
    ///   - from: made at this moment or later; moments are ISO 8601 in UTC, `2026-07-14T09:30:00Z`.
    ///   - to: made at this moment or before.
    ///   - createdAfter: made after this moment.
    ///   - createdBefore: made before this moment.
    ///   - completedAfter: ended after this moment.
    ///   - completedBefore: ended before this moment.
    ///   - ids: these runs alone.
    ///   - cursor: the page to answer with: the one before it says its ``RunsListResponse/nextCursor``.
    ///   - offset: how many come before the page.
    ///   - limit: how many a page holds; the server's default where nil.
    /// - Throws: ``EigenpalError``.
    public func list(
        type: RunType? = nil, source: String? = nil, status: [ExecutionStatus] = [], trigger: String? = nil,
        triggeredBy: String? = nil, sourceRef: String? = nil, batchId: String? = nil,
        exampleId: String? = nil, exampleIdContains: String? = nil, from: String? = nil, to: String? = nil,
        createdAfter: String? = nil, createdBefore: String? = nil, completedAfter: String? = nil,
        completedBefore: String? = nil, ids: [String] = [], cursor: String? = nil, offset: Int? = nil,
        limit: Int? = nil
    ) async throws(EigenpalError) -> RunsListResponse {
        let query = RunsQuery(
            type: type, source: source, status: status, trigger: trigger, triggeredBy: triggeredBy,
            sourceRef: sourceRef, batchId: batchId, exampleId: exampleId,
            exampleIdContains: exampleIdContains, from: from, to: to, createdAfter: createdAfter,
            createdBefore: createdBefore, completedAfter: completedAfter, completedBefore: completedBefore,
            ids: ids)
        return try await transport.value(of: query.request(cursor: cursor, offset: offset, limit: limit))
    }

    /// All runs, the newest first, fetched a page at a time as they are asked for.
    ///
    /// ```swift
    /// for try await run in client.runs.all(source: "agents.finance.invoice", status: [.failed]) {
    ///     print(run.id)
    /// }
    /// ```
    ///
    /// - Parameters: as in ``list(type:source:status:trigger:triggeredBy:sourceRef:batchId:exampleId:exampleIdContains:from:to:createdAfter:createdBefore:completedAfter:completedBefore:ids:cursor:offset:limit:)``,
    ///   and `pageSize`: how many are fetched at once, the server's default where nil.
    public func all(
        type: RunType? = nil, source: String? = nil, status: [ExecutionStatus] = [], trigger: String? = nil,
        triggeredBy: String? = nil, sourceRef: String? = nil, batchId: String? = nil,
        exampleId: String? = nil, exampleIdContains: String? = nil, from: String? = nil, to: String? = nil,
        createdAfter: String? = nil, createdBefore: String? = nil, completedAfter: String? = nil,
        completedBefore: String? = nil, ids: [String] = [], pageSize: Int? = nil
    ) -> PagedSequence<RunListItem> {
        let query = RunsQuery(
            type: type, source: source, status: status, trigger: trigger, triggeredBy: triggeredBy,
            sourceRef: sourceRef, batchId: batchId, exampleId: exampleId,
            exampleIdContains: exampleIdContains, from: from, to: to, createdAfter: createdAfter,
            createdBefore: createdBefore, completedAfter: completedAfter, completedBefore: completedBefore,
            ids: ids)
        let transport = transport
        return PagedSequence { position throws(EigenpalError) in
            let request = query.request(cursor: position.cursor, offset: nil, limit: pageSize)
            let page: RunsListResponse = try await transport.value(of: request)
            guard let cursor = page.nextCursor.value, !cursor.isEmpty else {
                return PagedSequence.Page(elements: page.runs)
            }
            // A server that answers with the page's own cursor would be asked for it for ever.
            guard cursor != position.cursor else {
                throw .decoding(
                    EigenpalError.Failure(
                        request: request.summary,
                        message: "\(transport.baseURL) names the same page as the next one"))
            }
            return PagedSequence.Page(elements: page.runs, next: PagePosition(cursor: cursor))
        }
    }
}
