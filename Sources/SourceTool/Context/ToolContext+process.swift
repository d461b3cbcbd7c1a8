import Glibc
import SystemPackage

extension ToolContext {
    /// The context of this process.
    ///
    /// - Parameter directory: `-C`, from where the process was started.
    /// - Throws: ``ToolError`` where that is no directory, or the process has no home.
    public static func current(
        options: GlobalOptions, directory: String? = nil
    ) throws(ToolError) -> ToolContext {
        var environment: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                environment[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        guard let started = getcwd(nil, 0) else {
            throw ToolError("the current directory is gone: \(String(cString: strerror(errno)))")
        }
        defer { free(started) }
        var working = FilePath(String(cString: started))
        let executable = executable()
        let command = command(environment, executable, from: working)
        if let directory {
            working = working.pushing(FilePath(directory)).lexicallyNormalized()
            guard let resolved = Files.resolved(working), Files.kind(of: resolved) == .directory else {
                throw .usage("-C \(directory): there is no such directory")
            }
            working = resolved
        }
        return ToolContext(
            environment: environment, home: try home(environment), workingDirectory: working,
            terminal: SystemTerminal(
                environment: environment, isQuiet: options.isQuiet, isVerbose: options.isVerbose),
            clock: { Int64(time(nil)) }, options: options, executable: executable, command: command)
    }

    private static func home(_ environment: [String: String]) throws(ToolError) -> FilePath {
        if let home = environment["HOME"], home.hasPrefix("/") { return FilePath(home) }
        if let entry = getpwuid(getuid()), let directory = entry.pointee.pw_dir {
            return FilePath(String(cString: directory))
        }
        throw ToolError("there is no home directory: HOME is not set to an absolute path")
    }

    private static func executable() -> FilePath {
        Files.resolved("/proc/self/exe") ?? FilePath(CommandLine.arguments.first ?? ToolVersion.name)
    }

    /// The executable by the path that it was called by, or under which `PATH` has it, where that leads to it.
    private static func command(
        _ environment: [String: String], _ executable: FilePath, from started: FilePath
    ) -> FilePath {
        let typed = CommandLine.arguments.first ?? ""
        let candidates =
            typed.contains("/")
            ? [started.pushing(FilePath(typed)).lexicallyNormalized()]
            : (environment["PATH"] ?? "").split(separator: ":").map { FilePath(String($0)).appending(typed) }
        return candidates.first { $0.isAbsolute && Files.resolved($0) == executable } ?? executable
    }
}
