/// A page of workflows: the answer of `GET /api/v1/workflows`.
public struct ListWorkflowsResponse: Codable, Sendable, Hashable {
    /// The workflows of this page.
    public var data: [WorkflowSummary]
    /// How many there are on all pages.
    public var total: Int
    /// How many a page holds.
    public var limit: Int
    /// How many come before this page.
    public var offset: Int

    /// Describes a page.
    public init(data: [WorkflowSummary], total: Int, limit: Int, offset: Int) {
        self.data = data
        self.total = total
        self.limit = limit
        self.offset = offset
    }
}

/// A page of a workflow's versions: the answer of `GET /api/v1/workflows/:id/versions`.
public struct ListVersionsResponse: Codable, Sendable, Hashable {
    /// The versions of this page, highest first.
    public var data: [WorkflowVersion]
    /// How many there are on all pages.
    public var total: Int
    /// How many a page holds.
    public var limit: Int
    /// How many come before this page.
    public var offset: Int

    /// Describes a page.
    public init(data: [WorkflowVersion], total: Int, limit: Int, offset: Int) {
        self.data = data
        self.total = total
        self.limit = limit
        self.offset = offset
    }
}

/// Which workflows a list is to hold.
public enum WorkflowsListKind: String, Codable, Sendable, Hashable, CaseIterable {
    /// Blocks: workflows that are parts of others.
    case block
    /// Workflows proper.
    case workflow
}
