import Glibc
import SystemPackage

/// A program that this one starts, with the signals set up as a program expects to find them.
struct ChildProcess {
    /// The process's id.
    let id: pid_t

    /// Where the output of a program goes.
    enum Stream {
        /// Where this program's own goes.
        case inherited
        /// Nowhere.
        case discarded
        /// To a descriptor.
        case descriptor(Int32)
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - executable: its path.
    ///   - arguments: what follows its name.
    ///   - environment: all the variables it gets. It starts in this program's own directory.
    ///   - hasOwnGroup: keeps the terminal's signals from it, for whoever forwards them.
    /// - Throws: ``ToolError`` where it cannot be started.
    init(
        _ executable: FilePath, _ arguments: [String], environment: [String: String],
        input: Stream = .inherited, output: Stream = .inherited, error: Stream = .inherited,
        hasOwnGroup: Bool = false
    ) throws(ToolError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (stream, descriptor) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (error, STDERR_FILENO)] {
            switch stream {
            case .inherited: break
            case .discarded: posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
            case .descriptor(let source): posix_spawn_file_actions_adddup2(&actions, source, descriptor)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        if hasOwnGroup { flags |= POSIX_SPAWN_SETPGROUP }
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var started = pid_t()
        let failure = withCStrings([executable.string] + arguments) { argv in
            withCStrings(environment.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&started, executable.string, &actions, &attributes, argv, variables)
            }
        }
        guard failure == 0 else {
            throw ToolError("\(executable) could not be started: \(String(cString: strerror(failure)))")
        }
        id = started
    }

    /// Waits for its end.
    ///
    /// - Returns: the exit code, or 128 plus the signal's number.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 {
            guard errno == EINTR else { return 1 }
        }
        return Self.exitCode(status)
    }

    /// The exit code, or nil while it runs. Asked once after its end, never again.
    func exitCodeIfEnded() -> Int32? {
        var status: Int32 = 0
        return waitpid(id, &status, WNOHANG) == id ? Self.exitCode(status) : nil
    }

    private static func exitCode(_ status: Int32) -> Int32 {
        status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    /// What a program writes to standard output until it ends, and its exit code; its talk is dropped.
    ///
    /// - Parameter limit: the bytes of output that are kept.
    /// - Throws: ``ToolError`` where it cannot be started.
    static func capture(
        _ executable: FilePath, _ arguments: [String], environment: [String: String], limit: Int = 1 << 20
    ) throws(ToolError) -> (output: [UInt8], exitCode: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw ToolError("\(executable) could not be started: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let child: ChildProcess
        do throws(ToolError) {
            child = try ChildProcess(
                executable, arguments, environment: environment, input: .discarded,
                output: .descriptor(ends[1]), error: .discarded)
        } catch {
            close(ends[1])
            throw error
        }
        close(ends[1])
        var output: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = part.withUnsafeMutableBytes { read(ends[0], $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            output.append(contentsOf: part[..<min(count, max(limit - output.count, 0))])
        }
        return (output, child.wait())
    }

    /// Becomes another program: returns only where that failed.
    ///
    /// - Parameters:
    ///   - name: what the program is told that it is called; nil means its path.
    ///   - secrets: variables that take the place of those of the same name; they go from guarded memory to the new
    ///     program and nowhere else.
    static func replaceThisProcess(
        with executable: FilePath, named name: String? = nil, _ arguments: [String],
        environment: [String: String], secrets: EnvironmentBlock? = nil, directory: FilePath
    ) -> ToolError {
        guard chdir(directory.string) == 0 else { return Files.failure("opened", directory, errno) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigprocmask(SIG_SETMASK, &signals, nil)
        signal(SIGPIPE, SIG_DFL)
        let names = Set(secrets?.names ?? [])
        let plain = environment.filter { !names.contains($0.key) }.map { "\($0)=\($1)" }
        _ = withCStrings([name ?? executable.string] + arguments) { argv in
            withCStrings(plain) { variables in
                guard let secrets else { return execve(executable.string, argv, variables) }
                return secrets.withPointers { pointers in
                    var all = (0..<plain.count).map { variables[$0] }
                    all += pointers.map { UnsafeMutablePointer(mutating: $0) }
                    all.append(nil)
                    return execve(executable.string, argv, all)
                }
            }
        }
        let failure = errno
        return ToolError(
            "\(executable) could not be started: \(String(cString: strerror(failure)))",
            exitCode: failure == ENOENT ? 127 : 126)
    }
}

/// Calls `body` with the texts as the null-terminated list of C strings that `execve` takes.
private func withCStrings<Answer>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Answer
) -> Answer {
    var pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        var none: UnsafeMutablePointer<CChar>?
        guard let base = buffer.baseAddress else { return withUnsafePointer(to: &none, body) }
        return body(UnsafePointer(base))
    }
}
