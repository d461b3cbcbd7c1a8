import CProcess

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where runs lie on disk, below the data directory's `runs`:
///
/// ```
/// incoming/<run>/          the input's files while they come in
/// workspaces/<run>/        the working folder while the runner works, and workspaces/<run>.lock
/// kept/<xx>/<run>/files/   the input's files, by identifier
///                 artifacts/   what the run left behind, by path
///                 expected/    what is expected of it, by identifier
/// ```
///
/// All of it is one file system, so that files move by renaming.
struct RunFolders: Sendable {
    private let root: String

    init(_ directory: DataDirectory) { root = directory.runs }

    /// Makes the folders, and takes away what came in for runs that were never made.
    func prepare() throws(ServerError) {
        for folder in [root, "\(root)/incoming", "\(root)/workspaces", "\(root)/kept"] {
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
                throw ServerError("\(folder) cannot be made: \(String(cString: strerror(errno))).")
            }
        }
    }

    /// Where the files of a run come in.
    func incoming(_ run: String) -> String { "\(root)/incoming/\(run)" }
    /// The working folder of a run.
    func work(_ run: String) -> String { "\(root)/workspaces/\(run)" }
    /// The input's files of a run.
    func files(_ run: String) -> String { "\(kept(run))/files" }
    /// What a run left behind.
    func artifacts(_ run: String) -> String { "\(kept(run))/artifacts" }
    /// What is expected of a run.
    func expected(_ run: String) -> String { "\(kept(run))/expected" }
    /// Everything that is kept of a run.
    func kept(_ run: String) -> String { "\(root)/kept/\(run.suffix(2))/\(run)" }

    /// The names of what lies in a folder of the first level.
    func names(in folder: String) -> [String] {
        guard let directory = opendir("\(root)/\(folder)") else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a folder and the ones above it, below this one.
    func make(_ folder: String) throws(APIError) {
        guard folder.hasPrefix("\(root)/") else { return }
        var built = root
        for part in folder.dropFirst(root.count + 1).split(separator: "/") {
            built += "/\(part)"
            guard mkdir(built, 0o700) == 0 || errno == EEXIST else { throw APIError(writing: built, errno) }
        }
    }

    /// Makes what came in for a run the run's own.
    func keepIncoming(_ run: String) throws(APIError) {
        try make(kept(run))
        guard rename(incoming(run), files(run)) == 0 else { throw APIError(writing: files(run), errno) }
    }

    /// Copies a file without its bytes where the file system can share them, and byte for byte where not.
    func copy(_ source: String, to target: String) throws(APIError) {
        let input = open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard input >= 0 else { throw APIError(writing: source, errno) }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard output >= 0 else { throw APIError(writing: target, errno) }
        defer { close(output) }
        while true {
            let count = eigenpal_copy_file_range(input, output, 1 << 30)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw APIError(writing: target, errno) }
            if count == 0 { return }
        }
    }
}

extension DataDirectory {
    /// The folder of the runs.
    public var runs: String { "\(path)/runs" }
}
