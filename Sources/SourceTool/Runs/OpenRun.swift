import Eigenpal

/// `runs open`: the address of a run's page.
public enum OpenRun {
    /// A run's page.
    public struct Page: Renderable {
        /// The run's id.
        public let id: String
        /// The page's address.
        public let url: String

        /// The address.
        public func lines(_ style: Style) -> [String] { [url] }
    }

    /// Names the page and, on a terminal, has the desktop's browser open it.
    ///
    /// - Throws: ``ToolError`` where there is no such run.
    public static func run(
        _ context: ToolContext, run: String, opens: Bool = true
    ) async throws(ToolError) -> Page {
        let account = try context.account()
        let id = try await context.withRun(run) { client, id in try await client.runs.get(id).id }
        let page = Page(id: try RunReference.id(id), url: "\(account.baseURL)/runs/\(id)")
        if opens, context.terminal.outputIsTerminal { browse(page.url, context) }
        return page
    }

    private static func browse(_ url: String, _ context: ToolContext) {
        let display = context.variable("DISPLAY") ?? context.variable("WAYLAND_DISPLAY")
        guard display != nil, let program = context.program("xdg-open") else { return }
        // It is not waited for: some browsers take its place and live on.
        _ = try? ChildProcess(
            program, [url], environment: context.environment, input: .discarded, output: .discarded,
            error: .discarded, hasOwnGroup: true)
    }
}
