import Logging
import Subprocess

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Serves the organizations' repositories over Git's smart HTTP protocol, by the real git.
public struct GitHosting: Sendable {
    let program: GitProgram
    /// The data directory by its absolute path.
    let dataDirectory: DataDirectory
    let limits: ServerConfiguration.Limits
    /// Housekeeping after pushes, which a server runs as a service.
    let maintenance: GitMaintenance

    /// Finds git and writes the hooks.
    ///
    /// - Parameters:
    ///   - configuration: names the executable that the hooks call back, and the limits.
    ///   - dataDirectory: an existing data directory.
    /// - Throws: ``ServerError`` where git is missing or too old, or where hooks cannot be executed.
    public static func prepare(
        configuration: ServerConfiguration, dataDirectory: DataDirectory, logger: Logger
    ) async throws(ServerError) -> GitHosting {
        guard let executable = configuration.executable ?? runningExecutable() else {
            throw ServerError("The path of the running eigenpal-server cannot be found out.")
        }
        // Git takes a relative path of hooks from the repository's directory, finds none there, and goes on without.
        guard let path = absolutePath(dataDirectory.path) else {
            throw ServerError("\(dataDirectory.path) cannot be found: \(String(cString: strerror(errno))).")
        }
        let dataDirectory = DataDirectory(path)
        try GitHooks.write(
            to: dataDirectory.hooks, executable: executable, scans: configuration.scansPushes)
        GitLeftovers.remove(from: dataDirectory, logger: logger)
        let program = try await GitProgram.locate(home: dataDirectory.hooks)
        logger.debug("serving git", metadata: ["program": "\(program.path)", "hook": "\(executable)"])
        return GitHosting(
            program: program, dataDirectory: dataDirectory, limits: configuration.limits,
            maintenance: GitMaintenance(logger: logger))
    }

    /// The most bytes that a request's body may have after decompression.
    func bodyLimit(_ service: GitService) -> Int {
        switch service {
        // Names of objects alone: this much is a million of them.
        case .uploadPack: min(limits.gitBodyBytes, 64 << 20)
        // Git refuses too large a pack itself, in words that reach the user; what comes before the pack is extra.
        case .receivePack: limits.gitBodyBytes + 16 << 20
        }
    }

    /// Whether pushes are judged; without the hook they would not be.
    var judgesPushes: Bool { GitHooks.areUsable(dataDirectory.hooks) }

    /// How to run git for one request.
    func configuration(
        _ service: GitService, organization: String, advertises: Bool, protocolVersion: String?
    ) -> Subprocess.Configuration {
        var command = [service.command, "--stateless-rpc"]
        if advertises { command.append("--advertise-refs") }
        command.append(dataDirectory.repository(of: organization))
        let isPush = service == .receivePack && !advertises
        return program.configuration(
            command, settings: commonSettings + settings(service), protocolVersion: protocolVersion,
            lock: isPush ? dataDirectory.pushLock(of: organization) : nil)
    }

    /// How to run git's housekeeping over a repository.
    func housekeeping(_ organization: String) -> Subprocess.Configuration {
        program.configuration(
            ["--git-dir", dataDirectory.repository(of: organization), "gc", "--auto", "--quiet"],
            settings: commonSettings + [.init("gc.autoDetach", "false")])
    }

    private var commonSettings: [GitProgram.Setting] {
        [
            // The data folder is the server's own, whoever owns the files in it.
            .init("safe.directory", "*"),
            .init("core.hooksPath", dataDirectory.hooks),
            // Git loads what it compares: large files are streamed instead, and the rest shares a bounded window.
            .init("core.bigFileThreshold", "16m"),
            .init("pack.windowMemory", "128m"),
            // Housekeeping packs references while pushes write them: each waits for the other's lock files.
            .init("core.filesRefLockTimeout", "5000"),
            .init("core.packedRefsTimeout", "10000"),
        ]
    }

    private func settings(_ service: GitService) -> [GitProgram.Setting] {
        switch service {
        case .uploadPack:
            [
                .init("uploadpack.allowFilter", "true"),
                // A client that is gone is noticed at the next write: let there be one soon.
                .init("uploadpack.keepAlive", "2"),
            ]
        case .receivePack:
            [
                .init("receive.fsckObjects", "true"),
                .init("receive.maxInputSize", "\(limits.gitBodyBytes)"),
                .init("receive.unpackLimit", "100"),
                .init("receive.keepAlive", "2"),
                .init("receive.advertiseAtomic", "true"),
                .init("receive.advertisePushOptions", "false"),
                .init("receive.shallowUpdate", "false"),
                .init("receive.denyDeletes", "false"),
                .init("receive.denyNonFastForwards", "false"),
                .init("receive.updateServerInfo", "false"),
                // Would hold the push lock; see GitHooks and GitMaintenance.
                .init("receive.autogc", "false"),
                // An accepted push is on the disk.
                .init("core.fsync", "committed,reference"),
                .init("core.fsyncMethod", "batch"),
            ]
        }
    }

    static func runningExecutable() -> String? {
        #if os(Linux)
            var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = buffer.withUnsafeMutableBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) { chars in
                    chars.baseAddress.map { readlink("/proc/self/exe", $0, chars.count) } ?? -1
                }
            }
            guard count > 0 else { return nil }
            return String(decoding: buffer.prefix(count), as: UTF8.self)
        #else
            return CommandLine.arguments.first.flatMap(absolutePath)
        #endif
    }

    private static func absolutePath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
