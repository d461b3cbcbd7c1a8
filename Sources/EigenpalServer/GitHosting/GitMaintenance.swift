import Logging
import ServiceLifecycle
import Subprocess

/// Keeps repositories packed: git's own housekeeping after pushes, one repository at a time.
///
/// `receive-pack` would do it itself, holding the push lock meanwhile (see ``GitHooks``), and its client waiting.
struct GitMaintenance: Sendable {
    private let logger: Logger
    private let pushes: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    /// Housekeeping with nothing to do yet.
    init(logger: Logger) {
        self.logger = logger
        // Of the pushes that come in while it is busy one is enough to go on with.
        (pushes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Notes that an organization's repository was pushed to.
    func notePush(to organization: String) { continuation.yield(organization) }

    /// Works until the server stops, which ends a git that is under way.
    func run(_ hosting: GitHosting) async {
        await cancelWhenGracefulShutdown {
            for await organization in pushes { await tidy(hosting.housekeeping(organization)) }
        }
    }

    /// Lets git look whether there is enough to do, and do it.
    private func tidy(_ configuration: Subprocess.Configuration) async {
        do {
            let result = try await Subprocess.run(
                configuration, output: .discarded, error: .string(limit: 64 << 10))
            guard !result.terminationStatus.isSuccess else { return }
            logger.notice("git gc failed", metadata: ["stderr": "\(result.standardError.prefix(500))"])
        } catch {
            logger.notice("git gc did not run", metadata: ["error": "\(error)"])
        }
    }
}

extension GitHosting: Service {
    /// Keeps the repositories packed until the server stops.
    public func run() async throws { await maintenance.run(self) }
}
