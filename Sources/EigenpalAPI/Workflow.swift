/// A workflow as a list tells of it.
public struct WorkflowSummary: Codable, Sendable, Hashable {
    /// Its id.
    public var id: String
    /// When the server first knew it, as ``APIDate`` writes it.
    public var createdAt: String
    /// Its name, for people; null where no version is published.
    public var name: Nullable<String>
    /// The version of its latest release; null where there is none.
    public var version: Nullable<String>
    /// Whether a request to the API may start its runs.
    public var apiEnabled: Bool?
    /// What may start its runs.
    public var triggers: AutomationTriggers?
    /// When its metadata changed last, as ``APIDate`` writes it.
    public var updatedAt: String?

    /// Describes a workflow.
    public init(
        id: String, createdAt: String, name: Nullable<String> = .absent, version: Nullable<String> = .absent,
        apiEnabled: Bool? = nil, triggers: AutomationTriggers? = nil, updatedAt: String? = nil
    ) {
        self.id = id
        self.createdAt = createdAt
        self.name = name
        self.version = version
        self.apiEnabled = apiEnabled
        self.triggers = triggers
        self.updatedAt = updatedAt
    }
}

/// A workflow with its text: the answer of `GET /api/v1/workflows/:id-or-slug`.
public struct WorkflowDetail: Codable, Sendable, Hashable {
    /// Its id.
    public var id: String
    /// When the server first knew it, as ``APIDate`` writes it.
    public var createdAt: String
    /// Its name, for people; null where no version is published.
    public var name: Nullable<String>
    /// The version of its latest release; null where there is none.
    public var version: Nullable<String>
    /// Whether a request to the API may start its runs.
    public var apiEnabled: Bool?
    /// What may start its runs.
    public var triggers: AutomationTriggers?
    /// When its metadata changed last, as ``APIDate`` writes it.
    public var updatedAt: String?
    /// The text of its `workflow.yaml` at that version; null where there is none.
    public var yamlContent: Nullable<String>

    /// Describes a workflow.
    public init(
        id: String, createdAt: String, name: Nullable<String> = .absent, version: Nullable<String> = .absent,
        apiEnabled: Bool? = nil, triggers: AutomationTriggers? = nil, updatedAt: String? = nil,
        yamlContent: Nullable<String> = .absent
    ) {
        self.id = id
        self.createdAt = createdAt
        self.name = name
        self.version = version
        self.apiEnabled = apiEnabled
        self.triggers = triggers
        self.updatedAt = updatedAt
        self.yamlContent = yamlContent
    }
}

/// One version of a workflow.
public struct WorkflowVersion: Codable, Sendable, Hashable {
    /// The version's id.
    public var id: String
    /// The workflow's id.
    public var workflowId: String
    /// The version, `X.Y.Z`.
    public var version: Nullable<String>
    /// The text of `workflow.yaml` at this version.
    public var yamlContent: String?
    /// Whether it is the highest version.
    public var isCurrent: Bool?
    /// When it was tagged, as ``APIDate`` writes it.
    public var createdAt: String?

    /// Describes a version.
    public init(
        id: String, workflowId: String, version: Nullable<String> = .absent, yamlContent: String? = nil,
        isCurrent: Bool? = nil, createdAt: String? = nil
    ) {
        self.id = id
        self.workflowId = workflowId
        self.version = version
        self.yamlContent = yamlContent
        self.isCurrent = isCurrent
        self.createdAt = createdAt
    }
}
