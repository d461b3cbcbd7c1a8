import EigenpalAPI

/// Agents and workflows alike. Reached as ``EigenpalClient/automations``.
public struct AutomationsNamespace: Sendable {
    let transport: HTTPTransport

    /// Brings the server's metadata of an automation to its latest release. Nothing runs.
    ///
    /// ```swift
    /// let synced = try await client.automations.sync("agents.finance.invoice")
    /// print(synced.release.version)
    /// ```
    ///
    /// - Parameter automation: dotted name, package path, slug or id.
    /// - Throws: ``EigenpalError``; right after a push a gateway's 502, 503 or 504 is worth another try.
    @discardableResult
    public func sync(_ automation: String) async throws(EigenpalError) -> AutomationSyncResponse {
        try await transport.value(of: Request(.post, ["automations", automation, "sync"]))
    }
}
