import SourceFormat

/// `lockfile diff`: where the checkout and the server resolve a package reference differently.
public enum CompareLockfiles {
    /// Resolves a reference twice.
    ///
    /// - Parameter argument: `PACKAGE[@REF]`; nil is the latest release of the package around.
    /// - Throws: ``ToolError`` where neither side resolves it, or the server cannot be asked.
    public static func run(
        _ context: ToolContext, reference argument: String? = nil
    ) async throws(ToolError) -> LockfileComparison {
        let reference = try PreviewLockfile.resolve(argument, context)
        let checkout = try context.openCheckout()
        let here = Result { () throws(ToolError) in try PreviewLockfile.here(reference, in: checkout) }
        let server: Result<Lockfile, ToolError>
        do throws(ToolError) {
            server = .success(try await PreviewLockfile.onServer(reference, context))
        } catch {
            // What does not resolve here either has one reason; a server that is not reached has another.
            guard case .success = here, error.message.hasPrefix("packageRef: ") else { throw error }
            server = .failure(error)
        }
        return LockfileComparison(reference: reference.description, here: here, server: server)
    }
}

/// Two lockfiles of one reference side by side.
public struct LockfileComparison: Renderable {
    /// A place in the graph where they differ.
    public struct Difference: Sendable, Hashable, Encodable {
        /// The packages on the way, the one that was asked for first.
        public let way: [String]
        /// What the checkout has there: the version and the commit; nil for nothing.
        public let here: String?
        /// What the server has there.
        public let server: String?
    }

    /// The reference.
    public let reference: String
    /// Whether the two are the same, byte for byte.
    public let isEqual: Bool
    /// Where they differ, in the order of the graph.
    public let differences: [Difference]
    /// Why the checkout does not resolve it; nil where it does.
    public let problemHere: String?
    /// Why the server does not.
    public let problemOnServer: String?

    init(reference: String, here: Result<Lockfile, ToolError>, server: Result<Lockfile, ToolError>) {
        self.reference = reference
        let (ours, theirs) = (try? here.get(), try? server.get())
        isEqual = ours != nil && ours?.text == theirs?.text
        if case .failure(let error) = here { problemHere = error.message } else { problemHere = nil }
        if case .failure(let error) = server {
            problemOnServer = error.message
        } else {
            problemOnServer = nil
        }
        guard let ours, let theirs else {
            differences = []
            return
        }
        var found: [Difference] = []
        Self.compare(ours.root, theirs.root, way: [], into: &found)
        differences = found
    }

    private static func compare(
        _ here: LockNode?, _ server: LockNode?, way: [String], into found: inout [Difference]
    ) {
        guard here != server, let path = here?.packagePath ?? server?.packagePath else { return }
        let way = way + [path.description]
        let (ours, theirs) = (here.map(words), server.map(words))
        if ours != theirs { found.append(Difference(way: way, here: ours, server: theirs)) }
        guard let here, let server else { return }
        let others = Dictionary(server.dependencies.map { ($0.packagePath, $0) }) { first, _ in first }
        for node in here.dependencies { compare(node, others[node.packagePath], way: way, into: &found) }
        let known = Set(here.dependencies.map(\.packagePath))
        for node in server.dependencies where !known.contains(node.packagePath) {
            compare(nil, node, way: way, into: &found)
        }
    }

    private static func words(_ node: LockNode) -> String {
        node.resolvedRef == node.commit ? node.commit : "\(node.resolvedRef) \(node.commit.prefix(12))"
    }

    /// 1 where they differ.
    public var exitCode: Int32 { isEqual ? 0 : 1 }

    /// A line for each place, and the verdict.
    public func lines(_ style: Style) -> [String] {
        if isEqual { return ["\(reference): the checkout and the server agree"] }
        var lines: [String] = []
        if let problemHere { lines.append("only the server resolves \(reference): \(problemHere)") }
        if let problemOnServer { lines.append("only the checkout resolves \(reference): \(problemOnServer)") }
        for difference in differences {
            lines.append(style.name(difference.way.joined(separator: " → ")))
            lines.append("  here    \(difference.here ?? "nothing")")
            lines.append("  server  \(difference.server ?? "nothing")")
        }
        return lines + ["next: eigenpal-src pull"]
    }
}
