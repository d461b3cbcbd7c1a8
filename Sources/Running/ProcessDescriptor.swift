import CProcess
import Glibc

/// A descriptor that becomes readable when a process ends; -1 on a system that has none.
struct ProcessDescriptor: ~Copyable {
    let descriptor: Int32

    init(of process: pid_t) {
        descriptor = eigenpal_pidfd_open(process)
        if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
