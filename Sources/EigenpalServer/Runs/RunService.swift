import EigenpalAPI
import Logging
import ServiceLifecycle

/// The organization's runs: what is stored of them, where their files are, and the workers that carry them out.
final class RunService: Sendable {
    /// How they are run.
    let settings: RunSettings
    /// What is stored of them.
    let store: SQLiteStore
    /// Where their files are.
    let folders: RunFolders
    /// Who carries them out.
    let pool: RunPool
    /// Who waits for the end of one.
    let endings = RunEndings()

    init(
        settings: RunSettings, store: SQLiteStore, folders: RunFolders, executor: RunExecutor, logger: Logger
    ) {
        (self.settings, self.store, self.folders) = (settings, store, folders)
        pool = RunPool(
            store: store, folders: folders, workers: settings.workers, executor: executor, endings: endings,
            logger: logger)
    }
}

/// Who waits for the end of a run.
actor RunEndings {
    private var waiting: [String: [UInt64: CheckedContinuation<Void, Never>]] = [:]
    private var next: UInt64 = 0

    /// Wakes whoever waits for a run.
    func note(_ run: String) {
        for continuation in (waiting.removeValue(forKey: run) ?? [:]).values { continuation.resume() }
    }

    /// Waits until a run ends, or the time is over, or the waiting task is cancelled.
    ///
    /// - Parameter isOver: asked once, after the wait has begun, so that an end before it is not missed.
    func wait(
        for run: String, atMost time: Duration, unless isOver: @escaping @Sendable () async -> Bool
    ) async {
        next += 1
        let ticket = next
        let alarm = Task {
            try? await Task.sleep(for: time)
            self.wake(run, ticket)
        }
        let check = Task { if await isOver() { self.wake(run, ticket) } }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    waiting[run, default: [:]][ticket] = continuation
                }
            }
        } onCancel: {
            Task { await self.wake(run, ticket) }
        }
        alarm.cancel()
        check.cancel()
    }

    private func wake(_ run: String, _ ticket: UInt64) {
        waiting[run]?.removeValue(forKey: ticket)?.resume()
        if waiting[run]?.isEmpty == true { waiting[run] = nil }
    }
}
