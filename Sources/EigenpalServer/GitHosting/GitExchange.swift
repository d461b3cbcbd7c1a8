import Logging
import NIOCore
import SourceFormat
import Subprocess

/// One request's conversation between a client and a git process, streamed in both directions at once.
///
/// Whoever ends first ends the other. A git process that ends early has the rest of the request's body read and dropped,
/// so that the client gets to read the answer. A client that goes away has the git process that works for it stopped, and
/// everything that it started: a fetch by a signal; a push by the end of its input, for a `receive-pack` that gets a
/// signal leaves its quarantine behind. Git takes no push whose pack is cut off, and one that it has in full it may as
/// well finish.
struct GitExchange: Sendable {
    /// The service that is asked.
    let service: GitService
    /// How git is run.
    let configuration: Subprocess.Configuration
    /// What the answer begins with, before git's own output.
    let preamble: [UInt8]
    /// What git reads; nil for nothing.
    let body: GitRequestBody?
    /// How long one write to the client may take.
    let stallLimit: Duration
    /// The client's connection.
    let channel: any Channel
    /// The log, with the request's name in it.
    let logger: Logger
    /// Called when git has done its work.
    let onSuccess: @Sendable () -> Void

    /// The request was answered, and the connection cannot be used again.
    struct ConnectionSpent: Error {}

    /// How long a stopping server lets a push come to its own end before it terminates it.
    private static let grace = Duration.seconds(3)

    private enum Event: Sendable {
        case bodyEnded(GitRequestBody.End)
        case errorOutput(String)
        case watchEnded(isStalled: Bool)
    }

    private struct Outcome: Sendable {
        var bodyEnd = GitRequestBody.End.whole
        var sentBytes = 0
        var errorOutput = ""
        var status = TerminationStatus.exited(0)
    }

    /// Runs git and streams its output as the answer's body.
    ///
    /// - Throws: when the client goes away, when the server stops, or when the connection must be closed after the
    ///   answer. The caller closes the connection then.
    func answer(into writer: AnswerWriter) async throws {
        if !preamble.isEmpty { try await writer.write(ByteBuffer(bytes: preamble)) }
        let outcome: Outcome
        do {
            outcome = try await Self.shielded(for: service == .receivePack ? Self.grace : .zero) {
                try await converse(writer)
            }
            if outcome.status.isSuccess { onSuccess() }
            if case .signaled = outcome.status, outcome.bodyEnd == .whole {
                // What was sent may look whole to a careless client: only a cut connection says that it is not.
                throw ConnectionSpent()
            }
        } catch let error as SubprocessError {
            logger.error(
                "git did not run", metadata: ["service": "\(service.rawValue)", "error": "\(error)"])
            try await fail("The server could not run git.", writer)
            throw ConnectionSpent()
        }
        if case .refused(let reason) = outcome.bodyEnd {
            try await fail(reason, writer)
            throw ConnectionSpent()
        }
        if outcome.sentBytes == 0 {
            try await fail("The server's git refused this request.", writer, finishes: false)
        }
        try await writer.finish()
    }

    /// Runs work that a cancellation reaches only after a while. When the server stops, the request's body ends with its
    /// connection, and that gives a push its end; see above.
    private static func shielded(
        for grace: Duration, _ work: @Sendable @escaping () async throws -> Outcome
    ) async throws -> Outcome {
        let task = Task { try await work() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: grace)
                task.cancel()
            }
        }
    }

    /// Runs git from its beginning to its end.
    private func converse(_ writer: AnswerWriter) async throws -> Outcome {
        let result = try await run(
            configuration, input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            try await converse(execution, writer)
        }
        var outcome = result.closureResult
        outcome.status = result.terminationStatus
        note(outcome)
        return outcome
    }

    private func converse(
        _ execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>,
        _ writer: AnswerWriter
    ) async throws -> Outcome {
        let stalls = StallWatch(limit: stallLimit)
        return try await withThrowingTaskGroup(of: Event.self) { group in
            group.addTask { .bodyEnded(try await feed(execution)) }
            group.addTask { .errorOutput(await Self.beginning(of: execution.standardError)) }
            group.addTask { .watchEnded(isStalled: await stalls.watch(channel)) }

            var outcome = Outcome()
            var loss: (any Error)?
            for try await piece in execution.standardOutput where loss == nil {
                outcome.sentBytes += piece.count
                let buffer = piece.withUnsafeBytes { ByteBuffer(bytes: $0) }
                stalls.writeBegins()
                do {
                    try await writer.write(buffer)
                } catch {
                    if service == .uploadPack { throw error }
                    loss = error
                }
                stalls.writeEnds()
            }
            // A read that was cancelled ends like one at the end of the output; half an answer is not an answer.
            try Task.checkCancellation()
            if let loss { throw loss }

            var remaining = 2
            while remaining > 0, let event = try await group.next() {
                switch event {
                case .bodyEnded(let end): outcome.bodyEnd = end
                case .errorOutput(let text): outcome.errorOutput = text
                case .watchEnded: continue
                }
                remaining -= 1
            }
            group.cancelAll()
            return outcome
        }
    }

    /// Gives git the request's body, and an end to it.
    private func feed(
        _ execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>
    ) async throws -> GitRequestBody.End {
        let input = execution.standardInputWriter
        guard let body else {
            try await input.finish()
            return .whole
        }
        do {
            let end = try await body.copy(to: input)
            if case .refused = end { await stop(execution) }
            try await input.finish()
            return end
        } catch {
            await stop(execution)
            logger.debug("client gone", metadata: ["service": "\(service.rawValue)", "error": "\(error)"])
            throw error
        }
    }

    private func stop(_ execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>) async {
        if service == .uploadPack { try? execution.send(signal: .terminate, toProcessGroup: true) }
        try? await execution.standardInputWriter.finish()
    }

    /// The beginning of an output; the rest is read and dropped.
    private static func beginning(of output: SubprocessOutputSequence) async -> String {
        var bytes: [UInt8] = []
        do {
            for try await piece in output where bytes.count < 2048 {
                piece.withUnsafeBytes { bytes += $0.prefix(2048 - bytes.count) }
            }
        } catch {
            // What was read so far is worth having.
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func fail(
        _ message: String, _ writer: AnswerWriter, finishes: Bool = true
    ) async throws {
        try await writer.write(ByteBuffer(bytes: PacketLine.failure(service, message)))
        if finishes { try await writer.finish() }
    }

    private func note(_ outcome: Outcome) {
        let words = outcome.errorOutput.split(whereSeparator: \.isNewline).joined(separator: "; ")
        logger.log(
            level: outcome.status.isSuccess ? .debug : .info, "git ended",
            metadata: [
                "service": "\(service.rawValue)", "status": "\(outcome.status)",
                "sent": "\(outcome.sentBytes)",
                "stderr": "\(TerminalText.cleaned(words))",
            ])
    }
}
