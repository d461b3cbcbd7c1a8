import SourceFormat

/// `clean`: is everything committed?
public enum CheckClean {
    /// Lists what differs from the last commit; the answer ends with exit code 1 where anything does.
    ///
    /// - Throws: ``ToolError`` where there is no checkout.
    public static func run(_ context: ToolContext) async throws(ToolError) -> CleanReport {
        CleanReport(changes: try WorkingChanges(of: try context.openCheckout()).files)
    }
}

/// What is not committed.
public struct CleanReport: Renderable {
    /// Whether everything is.
    public let isClean: Bool
    /// Each file that differs from the last commit, in order.
    public let changes: [FileChange]

    /// An answer with these changes.
    init(changes: [FileChange]) {
        isClean = changes.isEmpty
        self.changes = changes
    }

    /// 1 where something changed.
    public var exitCode: Int32 { isClean ? 0 : 1 }

    /// `clean`, or the changed files.
    public func lines(_ style: Style) -> [String] {
        isClean ? ["clean"] : changes.map { $0.line(style) }
    }
}
