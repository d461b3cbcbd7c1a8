import EigenpalAPI
import Logging
import Running
import ServiceLifecycle

/// The workers: so many runs are under way at a time, the oldest that waits is next. The store is the queue, so that it
/// outlives the server.
actor RunPool: Service {
    private let store: SQLiteStore
    private let folders: RunFolders
    private let workers: Int
    private let executor: RunExecutor
    private let endings: RunEndings
    private let logger: Logger

    private var underWay: [String: SupervisedRun] = [:]
    private var cancelled: Set<String> = []
    private var isStopping = false
    private var arrivals = 0
    private var idle: [CheckedContinuation<Void, Never>] = []
    private var leftRuns: [RunRecord] = []
    private var leftFolders: [String] = []

    /// How long a restarted server waits for what is left of the runs before it to be gone.
    private static let patience = Duration.seconds(30)

    init(
        store: SQLiteStore, folders: RunFolders, workers: Int, executor: RunExecutor, endings: RunEndings,
        logger: Logger
    ) {
        (self.store, self.folders, self.workers) = (store, folders, workers)
        (self.executor, self.endings, self.logger) = (executor, endings, logger)
    }

    /// Works until the server stops, which stops the runners.
    func run() async throws {
        await recover()
        // A server that cannot listen is cancelled, one that is told to end shuts down gracefully.
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await carryOutRuns()
            } onGracefulShutdown: {
                Task { await self.stop() }
            }
        } onCancel: {
            Task { await self.stop() }
        }
    }

    private func carryOutRuns() async {
        await withDiscardingTaskGroup { group in
            for _ in 0..<workers { group.addTask { await self.work() } }
            if workers == 0 { group.addTask { await self.waitForStop() } }
        }
    }

    /// Notes that a run waits.
    func noteArrival() {
        arrivals += 1
        wakeAll()
    }

    /// Tells a runner to stop, if it is under way; what is stored says already that somebody asked.
    func cancel(_ run: String) {
        cancelled.insert(run)
        underWay[run]?.cancel()
    }

    private func stop() {
        isStopping = true
        for run in underWay.values { run.cancel() }
        wakeAll()
    }

    private func wakeAll() {
        let idle = idle
        self.idle = []
        for continuation in idle { continuation.resume() }
    }

    private func waitForStop() async {
        while !isStopping { await withCheckedContinuation { idle.append($0) } }
    }

    private func work() async {
        while !isStopping {
            let seen = arrivals
            switch await claim() {
            case .run(let run): await carryOut(run)
            case .nothing:
                // What arrived while the store was asked would have nobody to wake.
                guard seen == arrivals, !isStopping else { continue }
                await withCheckedContinuation { idle.append($0) }
            case .failure:
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private enum Claim { case run(RunRecord), nothing, failure }

    private func claim() async -> Claim {
        do {
            return try await store.claimRun(at: .now).map(Claim.run) ?? .nothing
        } catch {
            logger.error("no run can be taken from the store", metadata: ["error": "\(error)"])
            return .failure
        }
    }

    private func carryOut(_ run: RunRecord) async {
        logger.info("run begins", metadata: ["run": "\(run.id)", "target": "\(run.origin.slug)"])
        var ending = await executor.carryOut(run) { supervised in await self.began(run.id, supervised) }
        underWay[run.id] = nil
        if isStopping, ending.status == .cancelled, !cancelled.contains(run.id) {
            ending.status = .failed
            ending.error = Self.serverStopped
        }
        cancelled.remove(run.id)
        let last = ending
        // The store refuses a task that is cancelled, and this must be stored all the same.
        await Task { await end(run.id, last) }.value
    }

    private func began(_ id: String, _ run: SupervisedRun) async {
        underWay[id] = run
        // Somebody may have asked for the end before there was anything to stop.
        if isStopping || cancelled.contains(id) { run.cancel() }
        let record = try? await store.run(id)
        if record?.cancelRequestedAt != nil {
            cancelled.insert(id)
            run.cancel()
        }
    }

    private static let serverStopped =
        "The server was stopped while this run was under way. Start it again with a rerun."

    /// Ends a run in the store, however long the store takes to be there again.
    private func end(_ id: String, _ ending: RunEnding) async {
        while true {
            do {
                _ = try await store.endRun(id, ending, at: .now)
                break
            } catch {
                logger.error("a run's end cannot be stored", metadata: ["run": "\(id)", "error": "\(error)"])
                if isStopping { return }
                try? await Task.sleep(for: .seconds(1))
            }
        }
        logger.info("run ended", metadata: ["run": "\(id)", "status": "\(ending.status.rawValue)"])
        await endings.note(id)
    }

    /// Looks at what a server before this one left, before requests come in: runs whose files were on their way are
    /// mended or ended, and the rest is noted for ``run()``.
    func prepare() async throws(StoreError) {
        leftRuns = try await store.runsUnderWay()
        for run in leftRuns where run.status == .created { await recoverNew(run) }
        leftRuns.removeAll { $0.status == .created }
        for name in folders.names(in: "incoming") { remove(folders.incoming(name)) }
        leftFolders = folders.names(in: "workspaces").filter { !$0.hasSuffix(".lock") }
    }

    /// Ends the runs that a server before this one left under way. Their runners are gone, or about to be: each one's
    /// supervisor kills it when its server is gone, and holds a lock until that is done.
    private func recover() async {
        let deadline = ContinuousClock.now + Self.patience
        for name in Set(leftFolders + leftRuns.map(\.id)) {
            while RunLock.isHeld(workingDirectory: folders.work(name)), ContinuousClock.now < deadline {
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
        for run in leftRuns {
            // Should the supervisor have been killed along with the server, nobody has ended what the runner started.
            await RunExecutor.onDisk { _ = LeftBehind.kill(runID: run.id) }
            let wasCancelled = run.cancelRequestedAt != nil
            await end(
                run.id,
                RunEnding(
                    status: wasCancelled ? .cancelled : .failed,
                    error: wasCancelled
                        ? nil
                        : "The server ended unexpectedly while this run was under way. Start it again with a rerun."
                ))
        }
        for name in leftFolders {
            remove(folders.work(name))
            RunLock.remove(workingDirectory: folders.work(name))
        }
        (leftRuns, leftFolders) = ([], [])
    }

    /// A run whose files were on their way into its folder when the server ended.
    private func recoverNew(_ run: RunRecord) async {
        if !folders.names(in: "incoming").contains(run.id) || (try? folders.keepIncoming(run.id)) != nil {
            _ = try? await store.moveRun(run.id, from: .created, to: .pending)
        } else {
            await end(
                run.id, RunEnding(status: .failed, error: "The run's files were lost when the server ended."))
        }
    }

    private func remove(_ folder: String) {
        do { try Workspace(path: folder).remove() } catch {
            logger.warning("a run's folder stays", metadata: ["folder": "\(folder)", "error": "\(error)"])
        }
    }
}
