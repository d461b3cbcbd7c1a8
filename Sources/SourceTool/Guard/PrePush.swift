import Sealing
import SourceFormat

/// The check before a push: what is not ready to be pushed stops it.
public enum PrePush {
    /// The most bytes that git may tell of a push.
    private static let limit = 16 << 20

    /// Reads on standard input what git tells its `pre-push` hook, a line for each reference: its name and commit here,
    /// its name and commit there.
    ///
    /// - Throws: ``ToolError`` that stops the push.
    public static func run(_ context: ToolContext) async throws(ToolError) {
        let input = try context.terminal.readAllInput(limit: limit).text ?? "not text"
        let updates = input.split(separator: "\n").map { $0.split(separator: " ") }
        guard updates.allSatisfy({ $0.count == 4 }) else {
            throw .usage("what a push brings is told on standard input, as git tells its pre-push hook")
        }
        // What is deleted brings nothing.
        guard updates.contains(where: { $0[1].contains { $0 != "0" } }) else { return }
        try check(try context.openCheckout())
    }

    /// Refuses a push while secrets of packages in the checkout wait for the server.
    static func check(_ checkout: Checkout) throws(ToolError) {
        let pending = PendingSecrets.names(in: checkout)
        guard !pending.isEmpty else { return }
        throw ToolError(
            "\(count(pending.count, "secret")) \(pending.count == 1 ? "waits" : "wait") to be pushed, and what uses \(pending.count == 1 ? "it" : "them") would go without; nothing was pushed",
            details: pending.map { "\($0.package)  \($0.name)" }, next: "eigenpal-src secrets push")
    }

    /// The same before a push of this tool's own, which runs no hooks, where the checkout has the hook.
    static func checkWhereInstalled(_ checkout: Checkout) throws(ToolError) {
        if try HookPlace(of: checkout).isOurs() { try check(checkout) }
    }
}
