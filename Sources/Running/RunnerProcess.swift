import CProcess
import Glibc

/// A program in a session of its own, with nothing of this process but what it is given.
struct RunnerProcess {
    /// The process's id, which is that of its session and its process group, too.
    let id: pid_t

    /// Starts a program. Whatever is the caller's of signals and descriptors is not the program's.
    ///
    /// - Parameters:
    ///   - input, output, error: descriptors; nil leaves the caller's.
    ///   - diesWithCaller: whether the system kills it when the calling thread ends, however that ends.
    /// - Throws: ``RunningError``.
    init(
        _ command: [String], environment: [String: String], directory: String?, input: Int32?, output: Int32?,
        error: Int32?, fileBytes: Int? = nil, diesWithCaller: Bool
    ) throws(RunningError) {
        guard let path = command.first, !path.isEmpty else { throw RunningError("no program is named") }
        for text in command + environment.flatMap({ [$0.key, $0.value] }) where text.utf8.contains(0) {
            throw RunningError("\(path) could not be started: an argument or a variable holds a NUL")
        }
        var started = pid_t()
        let failure = Self.withCStrings([path] + command) { arguments in
            Self.withCStrings(environment.map { "\($0)=\($1)" }) { variables in
                Self.withCString(directory) { directory in
                    var program = eigenpal_program(
                        path: arguments[0], arguments: arguments + 1, environment: variables,
                        directory: directory, input: input ?? -1, output: output ?? -1, error: error ?? -1,
                        file_size: Int64(fileBytes ?? -1), dies_with_caller: diesWithCaller ? 1 : 0)
                    return eigenpal_start(&program, &started)
                }
            }
        }
        guard failure == 0 else {
            // A child that could not become the program has ended, and is waited for.
            if started > 0 { while waitpid(started, nil, 0) < 0, errno == EINTR {} }
            let remedy =
                failure == ENOEXEC ? "Begin the file with a line like #!/bin/sh" : nil
            throw RunningError("\(path) could not be started: \(systemReason(failure))", next: remedy)
        }
        id = started
    }

    /// Calls `body` with the texts as the null-terminated list that `execve` takes.
    private static func withCStrings<Answer>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Answer
    ) -> Answer {
        let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: texts.count + 1)
        for (index, text) in texts.enumerated() { list[index] = strdup(text) }
        list[texts.count] = nil
        defer {
            for index in texts.indices { free(list[index]) }
            list.deallocate()
        }
        return body(list)
    }

    private static func withCString<Answer>(
        _ text: String?, _ body: (UnsafePointer<CChar>?) -> Answer
    ) -> Answer {
        text.map { $0.withCString { body($0) } } ?? body(nil)
    }
}
