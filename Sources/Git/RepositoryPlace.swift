import Glibc

/// Where a repository and its working tree are, found without libgit2, which takes longer to load than many a question
/// takes to answer.
///
/// Only the ordinary case is answered: a `.git` directory with its own configuration, owned by the user, and no variable
/// that sends git elsewhere. For all others libgit2 is asked, which knows worktrees, submodules, `safe.directory` and
/// the rest.
public struct RepositoryPlace: Sendable {
    /// The Git directory, absolute, links followed, with a slash at its end.
    public let gitDirectory: String
    /// The directory that all worktrees share: in the ordinary case, the Git directory.
    public var commonDirectory: String { gitDirectory }
    /// The working tree, absolute, links followed, with a slash at its end.
    public let workingDirectory: String
    /// The repository's own configuration.
    public let config: ConfigFile

    /// What a look for a repository finds.
    public enum Search: Sendable {
        /// A repository of the ordinary kind.
        case found(RepositoryPlace)
        /// No repository of any kind.
        case nothing
        /// What only libgit2 can tell.
        case unclear
    }

    /// Looks for a repository at a path and upwards; nil where there is none, or none of the ordinary kind.
    public static func discover(from path: String) -> RepositoryPlace? {
        if case .found(let place) = search(from: path) { place } else { nil }
    }

    /// Looks for a repository at a path and upwards.
    public static func search(from path: String) -> Search {
        search(from: path, variable: Environment.value)
    }

    static func search(from path: String, variable: (String) -> String?) -> Search {
        guard !path.utf8.contains(0), elsewhere.allSatisfy({ variable($0) == nil }),
            let real = realpath(path, nil)
        else { return .unclear }
        defer { free(real) }
        guard var directory = String(validatingCString: real), let start = status(directory) else {
            return .unclear
        }
        while true {
            let prefix = directory == "/" ? "/" : directory + "/"
            if let found = status(prefix + ".git", followingLinks: false) {
                guard found.st_mode & S_IFMT == S_IFDIR, found.st_dev == start.st_dev,
                    let place = RepositoryPlace(workingDirectory: prefix, found)
                else { return .unclear }
                return .found(place)
            }
            // A bare repository, or the inside of a Git directory.
            if isGitDirectory(prefix) || status(prefix + "commondir") != nil { return .unclear }
            guard directory != "/", let slash = directory.lastIndex(of: "/") else { return .nothing }
            directory = slash == directory.startIndex ? "/" : String(directory[..<slash])
            guard let above = status(directory) else { return .unclear }
            // libgit2 does not look beyond the file system that it began on.
            guard above.st_dev == start.st_dev else { return .nothing }
        }
    }

    /// The variables by which git looks for a repository, or its objects, in another place or another way.
    private static let elsewhere = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    ]

    private init?(workingDirectory: String, _ information: stat) {
        let gitDirectory = workingDirectory + ".git/"
        guard let tree = Self.status(workingDirectory), information.st_uid == geteuid(),
            tree.st_uid == geteuid(),
            Self.isGitDirectory(gitDirectory), Self.status(gitDirectory + "commondir") == nil,
            let text = Self.text(of: gitDirectory + "config"), let config = ConfigFile(text)
        else { return nil }
        let isOrdinary =
            !config.holds(section: "extensions") && !config.holds(section: "url")
            && config.value("core", nil, "worktree") == nil
            && ["0", nil].contains(config.value("core", nil, "repositoryformatversion"))
            && ["false", nil].contains(config.value("core", nil, "bare"))
        guard isOrdinary else { return nil }
        (self.gitDirectory, self.workingDirectory, self.config) = (gitDirectory, workingDirectory, config)
    }

    private static func isGitDirectory(_ prefix: String) -> Bool {
        guard status(prefix + "HEAD") != nil else { return false }
        return ["objects", "refs"].allSatisfy { name in
            status(prefix + name).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
        }
    }

    private static func status(_ path: String, followingLinks: Bool = true) -> stat? {
        var information = stat()
        let code = followingLinks ? stat(path, &information) : lstat(path, &information)
        return code == 0 ? information : nil
    }

    private static func text(of path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var count = 0
        while count < bytes.count {
            let part = bytes[count...].withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if part < 0, errno == EINTR { continue }
            guard part >= 0 else { return nil }
            if part == 0 { return String(validating: bytes[..<count], as: UTF8.self) }
            count += part
        }
        return nil
    }
}

extension RepositoryPlace {
    /// The commit that HEAD leads to; nil before the first commit, and where references are kept in a way that only
    /// libgit2 knows.
    public var headCommit: ObjectID? {
        guard let text = Self.text(of: gitDirectory + "HEAD") else { return nil }
        let line = text.hasSuffix("\n") ? text.dropLast() : text[...]
        guard line.hasPrefix("ref: ") else { return ObjectID(hex: String(line)) }
        let name = String(line.dropFirst(5))
        // A name that leads out of the folder of references is none.
        guard TreePath.isPlain(name) else { return nil }
        return referenceFiles?.references(prefix: name)?.first { $0.name == name }?.target
    }

    /// The repository's references; nil where they are kept in another way than in files.
    public var referenceFiles: ReferenceFiles? { ReferenceFiles(commonDirectory: commonDirectory) }
}
