/// A user name and a secret for a remote.
public struct Credentials: Sendable {
    /// The user name.
    public var username: String
    /// Gives the secret's bytes at the moment they are needed.
    public var secret: @Sendable () -> [UInt8]

    /// Credentials whose secret is asked for only when the remote wants it.
    public init(username: String, secret: @escaping @Sendable () -> [UInt8]) {
        (self.username, self.secret) = (username, secret)
    }
}

/// How far a transfer has come.
public struct TransferProgress: Sendable, Hashable {
    /// A step of a transfer.
    public enum Stage: Sendable, Hashable {
        /// Objects arrive, deltas are resolved, files are written, objects are sent.
        case receiving, indexing, checkingOut, sending
    }

    /// The step that is under way.
    public var stage: Stage
    /// How many objects or files are done.
    public var done: Int
    /// Of how many.
    public var total: Int
    /// How many bytes have travelled.
    public var bytes: Int
    /// A line that the server says, as it came.
    public var serverMessage: String?

    /// A point of a transfer.
    public init(stage: Stage, done: Int, total: Int, bytes: Int = 0, serverMessage: String? = nil) {
        (self.stage, self.done, self.total) = (stage, done, total)
        (self.bytes, self.serverMessage) = (bytes, serverMessage)
    }
}

/// How a remote is reached, and what it may be told.
public struct Transport: Sendable {
    /// What to answer when the remote asks who calls; it is asked once.
    public var credentials: Credentials?
    /// The only host, with its port where it is not the scheme's own (`example.com`, `127.0.0.1:4747`), that gets the
    /// credentials.
    public var allowedHost: String?
    /// Whether credentials may go over plain HTTP to a host that is not this machine.
    public var allowsPlainHTTP = false
    /// A PEM file of certificate authorities to trust; set for the whole process once used.
    public var certificateAuthorityFile: String?
    /// Whether any TLS certificate is taken.
    public var skipsCertificateCheck = false
    /// The proxy's URL; nil for none.
    public var proxy: String?
    /// What the client calls itself, after `git/2.0 `.
    public var userAgent: String?
    /// The longest that a connection may be silent, in milliseconds. A server's hook that says nothing counts.
    public var timeoutMilliseconds = 120_000
    /// Told how far the transfer is, on the calling thread.
    public var progress: (@Sendable (TransferProgress) -> Void)?
    /// Asked now and then whether to stop.
    public var isCancelled: (@Sendable () -> Bool)?

    /// A transport without credentials, with the system's certificate authorities and no proxy.
    public init() {}
}
