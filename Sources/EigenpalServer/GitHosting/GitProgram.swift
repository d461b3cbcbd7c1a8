import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The git program that serves the repositories, and the surroundings that it runs in.
///
/// Git takes orders from its environment and from configuration files in many places. It gets neither from the person
/// or the service manager that started the server: the environment is made here from nothing, system-wide and user
/// configuration are off, and what matters is said on the command line, above the repository's own configuration.
struct GitProgram: Sendable {
    /// The oldest version that takes `safe.directory` from the command line.
    static let oldestVersion = [2, 38]

    /// The program's absolute path.
    let path: FilePath
    /// The environment of everything that it is run with.
    let environment: [Environment.Key: String]

    /// Finds git on the server's `PATH` and looks at its version.
    ///
    /// - Parameter home: a directory with nothing in it that git would read.
    static func locate(home: String) async throws(ServerError) -> GitProgram {
        let path: FilePath
        do {
            path = try await Executable.name("git").resolveExecutablePath(in: .inherit)
        } catch {
            throw ServerError(
                "There is no git on the PATH, and the server needs it to serve repositories.",
                next: "Install it: apt-get install git")
        }
        let program = GitProgram(path: path, environment: environment(home: home))
        let version = try await program.version()
        let numbers = version.split(separator: ".").prefix(2).map { Int($0) ?? 0 }
        guard !numbers.lexicographicallyPrecedes(oldestVersion) else {
            throw ServerError(
                "\(path) is git \(version), and the server needs 2.38 or newer.",
                next: "Install a newer git, and put it first on the server's PATH.")
        }
        return program
    }

    private static func environment(home: String) -> [Environment.Key: String] {
        var result: [Environment.Key: String] = [
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
        ]
        // Git finds its parts by PATH; the hook is this server's own executable, which may not load without the library
        // path that the server itself was started with.
        for name in ["PATH", "LD_LIBRARY_PATH"] {
            if let value = getenv(name) {
                result[Environment.Key(stringLiteral: name)] = String(cString: value)
            }
        }
        return result
    }

    private func version() async throws(ServerError) -> String {
        let output: String
        do {
            output =
                try await run(
                    .path(path), arguments: ["version"], environment: .custom(environment),
                    output: .string(limit: 4096), error: .discarded
                ).standardOutput
        } catch {
            throw ServerError("\(path) does not run: \(error)", next: "Install it: apt-get install git")
        }
        // "git version 2.39.5", with more words after it on some systems.
        let words = output.split(whereSeparator: \.isWhitespace)
        guard words.count >= 3, words[0] == "git" else {
            throw ServerError("\(path) is not git.", next: "Install it: apt-get install git")
        }
        return String(words[2])
    }

    /// A setting above the repository's own configuration.
    struct Setting: Sendable {
        /// The key, `receive.autogc`.
        let name: String
        /// The value as text.
        let value: String

        /// Sets a key.
        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// How to run one of git's commands.
    ///
    /// - Parameters:
    ///   - command: the command and its arguments.
    ///   - settings: configuration above the repository's own.
    ///   - protocolVersion: a client's `Git-Protocol` field, already checked.
    ///   - lock: for a push, the file whose lock the hook takes; see ``GitHooks``.
    func configuration(
        _ command: [String], settings: [Setting], protocolVersion: String? = nil, lock: String? = nil
    ) -> Configuration {
        let arguments = settings.flatMap { ["-c", "\($0.name)=\($0.value)"] } + command
        var environment = environment
        if let protocolVersion { environment["GIT_PROTOCOL"] = protocolVersion }
        var options = PlatformOptions()
        // A group of its own: what git starts in turn (index-pack, pack-objects, the hook) ends with it.
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(3))
        ]
        guard let lock else {
            return Configuration(
                executable: .path(path), arguments: Arguments(arguments), environment: .custom(environment),
                platformOptions: options)
        }
        return Configuration(
            executable: .path("/bin/sh"),
            arguments: Arguments(["-c", GitHooks.openingLock, "sh", lock, path.string] + arguments),
            environment: .custom(environment), platformOptions: options)
    }
}
