/// The layout of a server's data directory.
public struct DataDirectory: Sendable, Hashable {
    /// The directory's path, without a slash at its end.
    public let path: String

    /// Names a data directory; nothing is read or made.
    public init(_ path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// The SQLite database.
    public var database: String { "\(path)/server.sqlite" }
    /// The key that wraps the organization's keys, 32 bytes in base64; mode 0600.
    public var masterKey: String { "\(path)/master.key" }
    /// The file whose lock a running server holds.
    public var serverLock: String { "\(path)/server.lock" }
    /// The directory of the bare repositories.
    public var repositories: String { "\(path)/repositories" }
    /// The directory of the generated Git hooks.
    public var hooks: String { "\(path)/hooks" }

    /// The bare repository of an organization.
    public func repository(of organization: String) -> String { "\(repositories)/\(organization).git" }

    /// The file whose lock serialises everything that moves an organization's references.
    public func pushLock(of organization: String) -> String { "\(repositories)/\(organization).lock" }
}
