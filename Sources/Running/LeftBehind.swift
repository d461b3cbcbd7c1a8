import Glibc

/// Processes of a run whose supervisor was killed: nothing holds them together any more but the variable with the run's
/// id, which each inherits from the one that started it.
public enum LeftBehind {
    /// Kills every process of this user that was started with a run's id in its environment.
    ///
    /// A process that was started without the variable is not found.
    ///
    /// - Returns: how many are left.
    @discardableResult
    public static func kill(runID: String) -> Int {
        let mark = Array("\(RunnerEnvironment.runID)=\(runID)".utf8)
        let deadline = Clock.steady + 10_000
        while true {
            let found = ProcessTable.everyProcess.filter { process in
                process != getpid()
                    && ProcessTable.environment(of: process).contains { $0.elementsEqual(mark) }
            }
            if found.isEmpty || Clock.steady >= deadline { return found.count }
            for process in found { Glibc.kill(process, SIGKILL) }
            usleep(2_000)
        }
    }
}
