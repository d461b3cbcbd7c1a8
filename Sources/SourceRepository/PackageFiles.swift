import Git

/// A tree of files to read packages from: a commit's, or the working tree's.
///
/// Paths are relative to the repository's root, with `/` between their parts; `""` is the root itself. What is read
/// is the same for a commit and for a directory that was checked out from it: symbolic links are named and never
/// followed.
public protocol PackageFiles {
    /// What a directory holds, in order of name (by its UTF-8 bytes); nothing for what is not a directory.
    func entries(in directory: String) throws(SourceRepositoryError) -> [FileEntry]

    /// What lies at a path; nil where there is nothing, or where the way leads through something that is not a
    /// directory.
    func entry(at path: String) throws(SourceRepositoryError) -> FileEntry?

    /// A regular file's bytes; nil for everything that is not one.
    ///
    /// - Parameter limit: the most bytes to read. A larger file throws ``SourceRepositoryError/tooLarge(path:limit:)``
    ///   before it is read.
    func read(_ path: String, limit: Int) throws(SourceRepositoryError) -> [UInt8]?
}

/// One entry of a directory.
public struct FileEntry: Sendable, Hashable {
    /// What an entry is.
    public enum Kind: Sendable, Hashable {
        /// A regular file, executable or not.
        case file
        /// A directory.
        case directory
        /// A symbolic link, wherever it points.
        case symlink
        /// A submodule, a socket, a device: nothing that holds source.
        case other
    }

    /// The entry's own name, without the directory.
    public let name: String
    /// What it is.
    public let kind: Kind

    /// Names an entry.
    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// Whether it is a directory.
    public var isDirectory: Bool { kind == .directory }
    /// Whether it is a regular file.
    public var isFile: Bool { kind == .file }
    /// Whether it is a symbolic link.
    public var isSymlink: Bool { kind == .symlink }
}

/// `directory/name`, or the name alone at the root.
func joined(_ directory: String, _ name: String) -> String {
    directory.isEmpty ? name : "\(directory)/\(name)"
}

/// The parts of a path that stays inside its root; nil for `..`, `.`, empty parts and NUL, which no tree of files
/// may be asked for.
func pathComponents(_ path: String) -> [String]? {
    if path.isEmpty { return [] }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for part in parts where part.isEmpty || part == "." || part == ".." || part.utf8.contains(0) {
        return nil
    }
    return parts
}
