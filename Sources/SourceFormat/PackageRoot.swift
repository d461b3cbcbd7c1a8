/// The four folders of the repository in which packages live.
public enum PackageRoot: String, Sendable, Hashable, CaseIterable, Codable {
    /// Agents, each with an `AGENT.md`.
    case agents
    /// Workflows, each with a `workflow.yaml`.
    case workflows
    /// Skills, rules, knowledge, templates, and other resources.
    case resources
    /// Evaluators, each with an `evaluator.yaml`.
    case evaluators
}

/// What a package is, as its path says.
public enum PackageKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A package under `agents/`.
    case agent
    /// A package under `workflows/`.
    case workflow
    /// A package under `resources/skills/`.
    case skill
    /// A package under `resources/rules/`.
    case rule
    /// A package under `resources/knowledge/`.
    case knowledge
    /// A package under `resources/templates/`.
    case template
    /// Any other package under `resources/`.
    case resource
    /// A package under `evaluators/`.
    case evaluator

    /// Whether the package runs on its own: it can be synced and has triggers.
    public var isAutomation: Bool { self == .agent || self == .workflow }
}
