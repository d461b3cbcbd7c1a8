import Running
import SystemPackage

/// Where runs of this machine have their working folders: `eigenpal/runs` below the user's cache, for this user alone.
///
/// `<id>.tool.lock` there is held by the process that the run is of, `<id>.lock` by its supervisor.
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
        self.init(id: name, path: place, lock: try Self.lock(Self.tool(place)))
    }

    private init(id: String, path: String, lock: consuming RunLock) {
        self.id = id
        self.path = path
        self.lock = lock
    }

    /// What the lock of a run's own process is about.
    private static func tool(_ path: String) -> String { "\(path).tool" }

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
        defer { withExtendedLifetime(lock) {} }
        return Self.remove(path)
    }

    private static func remove(_ path: String) -> String? {
        var problem: String?
        do throws(RunningError) {
            try Workspace(path: path).remove()
            try Workspace(path: "\(path).kept").remove()
        } catch {
            problem = error.message
        }
        RunLock.remove(workingDirectory: path)
        RunLock.remove(workingDirectory: tool(path))
        return problem
    }

    private static func clear(_ folder: FilePath) {
        let names = ((try? Files.names(in: folder)) ?? []).filter { $0.hasSuffix(".lock") }
        for id in Set(names.compactMap { $0.split(separator: ".").first.map(String.init) }) {
            let path = folder.appending(id).string
            guard !RunLock.isHeld(workingDirectory: tool(path)), !RunLock.isHeld(workingDirectory: path)
            else { continue }
            LeftBehind.kill(runID: id)
            _ = remove(path)
        }
    }
}
