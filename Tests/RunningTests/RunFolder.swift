import Foundation
import Running
import TestSupport

/// A working folder for one run, with no package in it.
struct RunFolder {
    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.appending("run")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    var workspace: Workspace { Workspace(path: path) }
    /// What only this run's processes have in their environment.
    var marker: String { String(path.split(separator: "/").reversed()[1]) }

    /// A job that runs a shell script.
    func job(_ script: String, limits: RunnerLimits = RunnerLimits(), grace: Double = 5) -> RunnerJob {
        RunnerJob(
            command: ["/bin/sh", "-c", script],
            environment: ["EIGENPAL_RUN_ID": marker, "PATH": "/usr/local/bin:/usr/bin:/bin"],
            workingDirectory: path, limits: limits, graceSeconds: grace)
    }

    /// Starts a job under the server's own supervisor.
    func start(_ job: RunnerJob) throws -> SupervisedRun {
        var environment: [String: String] = [:]
        environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        return try SupervisedRun.start(
            executable: [Products.server, "supervise"], environment: environment, job: job)
    }

    /// Runs a script to its end.
    func run(
        _ script: String, limits: RunnerLimits = RunnerLimits(), grace: Double = 5
    ) async throws -> RunnerResult {
        let run = try start(job(script, limits: limits, grace: grace))
        return await run.result()
    }

    func text(_ name: String) -> String? { try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    var log: String { text("runner.log") ?? "" }

    /// Waits until a file of the run is there.
    func wait(for name: String) async throws {
        for _ in 0..<1000 where text(name) == nil { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// The processes that were started with the marker in their environment, and have not ended.
    var alive: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { name in
            guard Int32(name) != nil,
                let variables = FileManager.default.contents(atPath: "/proc/\(name)/environ")
            else { return false }
            return variables.split(separator: 0).contains {
                $0.elementsEqual("EIGENPAL_RUN_ID=\(marker)".utf8)
            }
        }
    }
}
