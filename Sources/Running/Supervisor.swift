import CProcess
import Glibc

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs a package's runner within bounds, and leaves nothing of it behind.
///
/// The supervisor is the parent of everything that the runner starts, also of what made itself independent, and ends all
/// of it when the runner ends, is stopped, or the server goes away.
public enum Supervisor {
    /// The body of the program that the server, or the tool, starts for each run: reads one ``RunnerJob`` as a line of
    /// JSON from standard input, and writes one ``RunnerResult`` to standard output.
    ///
    /// A further line `cancel`, or SIGTERM, has the runner stopped; the end of standard input means that whoever
    /// started it has gone. Until it returns the lock beside the working folder is held; see ``RunLock``.
    ///
    /// - Returns: the exit code: 0 where there is a result.
    public static func serve() -> Int32 {
        eigenpal_forbid_core_dumps()
        Termination.listen()
        var control = RunControl()
        guard let line = control.readJob() else { return 2 }
        let result: RunnerResult
        do throws(RunningError) {
            guard let job = try? JSONDecoder().decode(RunnerJob.self, from: Data(line)) else {
                throw RunningError("the job cannot be read")
            }
            guard let lock = try RunLock(workingDirectory: job.workingDirectory) else {
                throw RunningError("another supervisor is at work in \(job.workingDirectory)")
            }
            guard eigenpal_become_subreaper() == 0 else {
                throw RunningError("processes cannot be supervised here: \(systemReason(errno))")
            }
            result = try Supervision(job, control: control).run()
            // Held until here: the compiler may end a value's life after its last use.
            withExtendedLifetime(lock) {}
            return write(result)
        } catch {
            return write(.cannotStart(error.description))
        }
    }

    private static func write(_ result: RunnerResult) -> Int32 {
        guard let data = try? JSONEncoder().encode(result) else { return 1 }
        var bytes = ArraySlice(Array(data) + [0x0A])
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // A server that has gone reads nothing; the run has ended all the same.
            guard count > 0 else { break }
            bytes = bytes.dropFirst(count)
        }
        return 0
    }
}
