import Running
import SystemPackage

/// Where runs of this machine have their working folders: `eigenpal/runs` below the user's cache, for this user alone.
struct LocalRunPlace: ~Copyable {
    /// The run's id.
    let id: String
    /// The working folder's path; nothing is there yet.
    let path: String

    private let lock: RunLock

    /// Takes a place for a new run, and clears away those of runs whose process has died.
    ///
    /// - Throws: ``ToolError`` where the cache cannot be written.
    init(_ context: ToolContext) throws(ToolError) {
        let cache = context.variable("XDG_CACHE_HOME").map { FilePath($0) }.flatMap {
            $0.isAbsolute ? $0 : nil
        }
        let folder = (cache ?? context.home.appending(".cache")).appending("eigenpal").appending("runs")
        try Files.makeDirectory(folder, mode: FilePermissions(rawValue: 0o700))
        guard let resolved = Files.resolved(folder) else { throw ToolError("\(folder) cannot be opened") }
        Self.clear(resolved)
        let name = "run_local_" + String(UInt64.random(in: .min ... .max), radix: 36)
        let place = resolved.appending(name).string
        self.init(id: name, path: place, lock: try Self.lock(place))
    }

    private init(id: String, path: String, lock: consuming RunLock) {
        self.id = id
        self.path = path
        self.lock = lock
    }

    private static func lock(_ path: String) throws(ToolError) -> RunLock {
        do throws(RunningError) {
            guard let taken = try RunLock(workingDirectory: path) else {
                throw RunningError("\(path) is in use")
            }
            return taken
        } catch {
            throw ToolError(error)
        }
    }

    /// Removes everything of the run.
    ///
    /// - Returns: why something stayed; nil where nothing did.
    func remove() -> String? {
        var problem: String?
        do throws(RunningError) {
            try Workspace(path: path).remove()
            try Workspace(path: "\(path).kept").remove()
        } catch {
            problem = error.message
        }
        RunLock.remove(workingDirectory: path)
        withExtendedLifetime(lock) {}
        return problem
    }

    private static func clear(_ folder: FilePath) {
        for name in (try? Files.names(in: folder)) ?? [] where name.hasSuffix(".lock") {
            let path = folder.appending(String(name.dropLast(5))).string
            guard !RunLock.isHeld(workingDirectory: path) else { continue }
            LeftBehind.kill(runID: String(name.dropLast(5)))
            try? Workspace(path: path).remove()
            try? Workspace(path: "\(path).kept").remove()
            RunLock.remove(workingDirectory: path)
        }
    }
}
