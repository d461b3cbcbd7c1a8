import Glibc
import Running
import Synchronization

/// A runner under supervision on a thread of its own: the system ends the runner with the thread that started it, so that
/// must be one that lives as long.
final class SupervisedThread: Sendable {
    private let job: RunnerJob
    private let contents = Mutex<RunnerResult?>(nil)

    private init(_ job: RunnerJob) { self.job = job }

    /// How the run ended; nil while it goes on.
    var result: RunnerResult? { contents.withLock { $0 } }

    /// Starts a runner.
    ///
    /// - Throws: ``ToolError`` where there is no thread.
    static func start(_ job: RunnerJob) throws(ToolError) -> SupervisedThread {
        let run = SupervisedThread(job)
        let box = Unmanaged.passRetained(run)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<SupervisedThread>.fromOpaque(argument).takeRetainedValue().carryOut()
                return nil
            }, box.toOpaque())
        guard failure == 0 else {
            box.release()
            throw ToolError("there is no thread for the runner: \(String(cString: strerror(failure)))")
        }
        pthread_detach(thread)
        return run
    }

    private func carryOut() {
        let result = Supervisor.run(job) { Interruption.hasHappened }
        contents.withLock { $0 = result }
    }
}
