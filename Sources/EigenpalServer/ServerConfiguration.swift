/// How one server runs: where its data is, where it listens, and its limits.
public struct ServerConfiguration: Sendable, Hashable {
    /// The data directory's path.
    public var dataDirectory: String
    /// The address to listen on; a host name or an IP address.
    public var host = "127.0.0.1"
    /// The TCP port to listen on; 0 takes a free one.
    public var port = 4747
    /// The organization to create, or to insist on; nil takes the stored one, or `acme` on a first start.
    public var organization: String?
    /// The base URL that clients reach this server by, without a slash at its end, where a proxy stands in
    /// front; nil answers with the address the client used.
    public var publicURL: String?
    /// The file to write once the port answers.
    public var readyFile: String?
    /// The certificate and key of HTTPS; nil serves plain HTTP.
    public var tls: TLSFiles?
    /// The limits that keep one client from taking the whole server.
    public var limits = Limits()
    /// Whether pushes that bring secrets of a known shape are refused.
    public var scansPushes = false
    /// The domain of mail aliases that are given by the part before the `@` alone; nil takes
    /// `<organization>.mail.invalid`, which no mail is ever sent to.
    public var mailDomain: String?
    /// How agents and workflows are run.
    public var runs = RunSettings()
    /// The path of the running server's executable, which Git's hooks call back; nil takes this process's own.
    public var executable: String?

    /// Describes a server with every default.
    public init(dataDirectory: String) { self.dataDirectory = dataDirectory }

    /// A certificate chain and its private key, as PEM files.
    public struct TLSFiles: Sendable, Hashable {
        /// The path of the chain, the server's own certificate first.
        public var certificate: String
        /// The path of the private key.
        public var key: String

        /// Names the two files.
        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// The limits of a server.
    public struct Limits: Sendable, Hashable {
        /// Requests a minute that one API key may make, API and Git together; a burst may use a whole minute's.
        public var requestsPerMinute = 6_000
        /// Refused credentials a minute that one client address may present.
        public var failedAuthenticationsPerMinute = 60
        /// The largest JSON body, in bytes.
        public var bodyBytes = 4 << 20
        /// The largest body of a Git request, in bytes after decompression.
        public var gitBodyBytes = 2 << 30
        /// The largest file that the API answers with, in bytes.
        public var fileBytes = 2 << 20
        /// Connections at a time; more wait to be accepted. Fewer where the system allows few open files.
        public var connections = 2_048
        /// Seconds that a stopping server waits for requests under way.
        public var shutdownSeconds = 25
        /// Seconds without a byte after which an idle connection is closed.
        public var idleSeconds = 75

        /// The default limits.
        public init() {}
    }
}
