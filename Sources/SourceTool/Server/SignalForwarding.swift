import Glibc

/// The signals that ask a program to end, passed on to a child in place of ending this program.
enum SignalForwarding {
    // A signal handler can reach nothing but globals; a pid and a flag are written whole.
    private nonisolated(unsafe) static var child: pid_t = 0
    private nonisolated(unsafe) static var last: Int32 = 0

    /// Whether a signal has come.
    static var hasForwarded: Bool { last != 0 }

    /// Holds back the signals from now on.
    static func start() {
        (child, last) = (0, 0)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
            signal(number) { number in
                SignalForwarding.last = number
                if SignalForwarding.child > 0 {
                    kill(SignalForwarding.child, number == SIGHUP ? SIGTERM : number)
                }
            }
        }
    }

    /// Passes the signals on to `child`, one that came before it was there too.
    static func direct(to child: pid_t) {
        self.child = child
        if last != 0 { kill(child, SIGTERM) }
    }

    /// Lets the signals do again what they do by themselves.
    static func stop() {
        child = 0
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { signal(number, SIG_DFL) }
    }
}
