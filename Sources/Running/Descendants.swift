import Glibc

/// The processes below this one, which is the parent of all whose own parent has gone.
struct Descendants {
    /// How many there are; no more than `limit + 1` are looked at.
    func count(limit: Int) -> Int {
        var count = 0
        var open = children
        while let process = open.popLast(), count <= limit {
            count += 1
            open += ProcessTable.children(of: process)
        }
        return count
    }

    /// Kills all of them, and waits for those whose parent this process is.
    ///
    /// A process that multiplies is caught up with since the signal goes to whole process groups, which nobody can leave
    /// at that moment, and since whatever loses its parent comes to this process to be found in the next round.
    ///
    /// - Parameter milliseconds: how long those that cannot be killed are waited for.
    /// - Returns: how many are left.
    func kill(within milliseconds: Int64) -> Int {
        let deadline = Clock.steady + milliseconds
        var (quietRounds, pause) = (0, useconds_t(500))
        while true {
            let alive = sweep()
            // One round may have missed a process that changed parents while it was looked for.
            quietRounds = alive == 0 ? quietRounds + 1 : 0
            if quietRounds == 2 { return 0 }
            if Clock.steady >= deadline { return count(limit: 100_000) }
            if alive > 0 {
                usleep(pause)
                pause = min(pause * 2, 20_000)
            }
        }
    }

    private var children: [pid_t] { ProcessTable.children(of: getpid()) }

    /// Kills whatever is found; the number of processes that were.
    private func sweep() -> Int {
        var found = 0
        let ownGroup = getpgrp()
        var open = children
        for child in open { end(child, ownGroup) }
        while let process = open.popLast() {
            found += 1
            for child in ProcessTable.children(of: process) {
                end(child, ownGroup)
                open.append(child)
            }
        }
        for child in children { while waitpid(child, nil, WNOHANG) < 0, errno == EINTR {} }
        return found
    }

    private func end(_ process: pid_t, _ ownGroup: pid_t) {
        // The runner has a session of its own, out of which nothing can join this process's group.
        if let group = ProcessTable.record(of: process)?.group, group > 1, group != ownGroup {
            Glibc.kill(-group, SIGKILL)
        }
        Glibc.kill(process, SIGKILL)
    }
}
