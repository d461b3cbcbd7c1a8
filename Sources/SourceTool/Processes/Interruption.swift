import Glibc

/// Ctrl-C, or a terminal that is closed, as a request to stop and clean up, while a value of this type lives; a second
/// one ends the program.
struct Interruption {
    // A signal handler can reach nothing but globals.
    private nonisolated(unsafe) static var flag: Int32 = 0

    /// Whether a signal has come.
    static var hasHappened: Bool { flag != 0 }

    init() {
        Self.flag = 0
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { number in
                Interruption.flag = number
                signal(number, SIG_DFL)
            }
        }
    }

    /// Lets the signals do again what they do by themselves.
    func end() {
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }
}
