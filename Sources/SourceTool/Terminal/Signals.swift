import Glibc

/// Signals that this program gives to itself.
enum Signals {
    /// Does to this program what the signal does by itself: ends or stops it. Returns where that did not happen, or
    /// when it goes on after a stop.
    ///
    /// Asynchronous code runs on threads that hold signals back, so the signal is let through on this one first.
    static func obey(_ number: Int32) {
        signal(number, SIG_DFL)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        raise(number)
    }
}
