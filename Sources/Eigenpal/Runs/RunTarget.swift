/// What is to run: an agent or a workflow, and which version of it.
///
/// ```swift
/// try await client.run("agents.finance.invoice@1.2.0")
/// try await client.run(.workflow("triage"), input: ["text": "Where is my order?"])
/// ```
///
/// A target without a version, or with `latest`, is the latest release.
public struct RunTarget: Sendable, Hashable, ExpressibleByStringLiteral {
    private let form: Form

    private enum Form: Sendable, Hashable {
        case text(String)
        case named(root: String, name: String, version: String?)
    }

    /// A target as text: `agents.<slug>` or `workflows.<slug>`, then `@<version>` if it is not the latest.
    public init(_ text: String) { form = .text(text) }

    /// A target as text.
    public init(stringLiteral text: String) { form = .text(text) }

    private init(form: Form) { self.form = form }

    /// An agent, by slug, id, dotted name or path below `agents/`.
    public static func agent(_ name: String, version: String? = nil) -> RunTarget {
        RunTarget(form: .named(root: "agents.", name: name, version: version))
    }

    /// A workflow, by slug, id, dotted name or path below `workflows/`.
    public static func workflow(_ name: String, version: String? = nil) -> RunTarget {
        RunTarget(form: .named(root: "workflows.", name: name, version: version))
    }

    /// The target and the version as they are sent; no version for the latest.
    ///
    /// - Throws: ``EigenpalError/invalidArgument(_:)`` for a text of another form, a name that is empty, or one that is
    ///   rooted elsewhere.
    func resolved() throws(EigenpalError) -> (name: String, version: String?) {
        switch form {
        case .text(let text):
            let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
            guard parts.count <= 2, let name = parts.first, !name.isEmpty, parts.last?.isEmpty == false else {
                throw .invalidArgument(
                    "a run target is <target> or <target>@<version>, such as agents.invoice@1.2.0; got \"\(text)\""
                )
            }
            return (name, parts.count == 2 ? Self.unlessLatest(parts[1]) : nil)
        case .named(let root, let name, let version):
            guard !name.isEmpty else { throw .invalidArgument("a run target needs a slug or an id") }
            let dotted = name.replacing("/", with: ".")
            let other = root == "agents." ? "workflows." : "agents."
            guard !dotted.hasPrefix(other) else {
                throw .invalidArgument("a target of this kind is rooted at \"\(root)\"; got \"\(name)\"")
            }
            return (dotted.hasPrefix(root) ? dotted : root + dotted, Self.unlessLatest(version))
        }
    }

    /// A version to send; nil for the latest, which is what a server takes without one.
    static func unlessLatest(_ version: String?) -> String? {
        version == "latest" || version == "" ? nil : version
    }
}
