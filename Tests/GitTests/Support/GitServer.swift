import Foundation
import TestSupport

/// A small HTTP server in front of the real `git http-backend`, which also misbehaves where a test asks for it.
///
/// The first component of a URL's path says how it behaves, the rest names the repository in the server's directory.
final class GitServer: Sendable {
    /// How the server treats a request.
    enum Manner: Sendable {
        /// As git's own server.
        case plain
        /// Only with Basic authentication by ``GitServer/user`` and ``GitServer/password``.
        case authenticated
        /// Takes the credentials for the advertisement and refuses them for what follows.
        case revoked
        /// Answers with this HTTP status and a text.
        case status(Int)
        /// Answers 200 with a page of HTML.
        case page
        /// Sends callers to another address.
        case redirect(to: String)
        /// Closes the connection in the middle of a pack.
        case dropped
        /// Closes the connection before any answer.
        case silent
        /// Never answers.
        case stalled

        fileprivate var component: String {
            switch self {
            case .plain: "plain"
            case .authenticated: "authenticated"
            case .revoked: "revoked"
            case .status(let code): "status-\(code)"
            case .page: "page"
            case .redirect(let target):
                "redirect-" + Data(target.utf8).map { String(format: "%02x", $0) }.joined()
            case .dropped: "dropped"
            case .silent: "silent"
            case .stalled: "stalled"
            }
        }
    }

    static let user = "eigenpal"
    static let password = "the right key"

    /// The host and port that it answers on.
    let address: String
    /// The directory whose repositories it serves.
    let directory: TemporaryDirectory
    private let scheme: String
    private let process: ChildProcess

    /// Starts a server for repositories below a fresh directory.
    ///
    /// - Parameter certificate: PEM files of the certificate and its key; nil serves plain HTTP.
    init(certificate: (chain: String, key: String)? = nil) throws {
        directory = try TemporaryDirectory()
        scheme = certificate == nil ? "http" : "https"
        let script = directory.appending("server.py")
        try Data(Self.script.utf8).write(to: URL(fileURLWithPath: script))
        var arguments = ["python3", script, directory.path, Self.user, Self.password]
        if let certificate { arguments += [certificate.chain, certificate.key] }
        process = try ChildProcess(arguments)
        // The server says its port once it listens.
        guard let port = Int(process.readLine()) else { throw ServerDidNotStart() }
        address = "127.0.0.1:\(port)"
    }

    /// The address of a repository.
    func url(_ manner: Manner = .plain, _ repository: String = "source.git", host: String? = nil) -> String {
        "\(scheme)://\(host ?? address)/\(manner.component)/\(repository)"
    }

    /// The path of a repository.
    func path(_ repository: String = "source.git") -> String { directory.appending(repository) }

    /// Every request so far: method, path, and the password it came with or `-`.
    func requests() throws -> [String] {
        let log = directory.appending("requests.log")
        guard FileManager.default.fileExists(atPath: log) else { return [] }
        return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Puts a bare copy of a repository where the server finds it, and lets it be pushed to.
    func serve(_ source: RepositoryBuilder, as name: String = "source.git") async throws {
        try await source.git("clone", "--quiet", "--bare", source.path, path(name))
        try await source.git("-C", path(name), "config", "http.receivepack", "true")
    }

    /// Puts a hook into a served repository.
    func hook(_ hook: String, _ text: String, in repository: String = "source.git") throws {
        let file = path(repository) + "/hooks/\(hook)"
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    }

    private static let script = #"""
        import base64, http.server, os, ssl, subprocess, sys, threading, time

        # The test holds the other end of standard input: with it the server ends.
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()

        root, user, password = sys.argv[1:4]
        lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def key(self):
                scheme, _, value = self.headers.get("Authorization", "").partition(" ")
                return base64.b64decode(value).decode().partition(":") if scheme == "Basic" else None

            def plain(self, status, text, kind="text/plain", **headers):
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(body)

            def body(self):
                if self.headers.get("Transfer-Encoding", "") == "chunked":
                    parts = []
                    while size := int(self.rfile.readline().strip(), 16):
                        parts.append(self.rfile.read(size))
                        self.rfile.readline()
                    self.rfile.readline()
                    return b"".join(parts)
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))

            def serve(self):
                key = self.key()
                with lock, open(os.path.join(root, "requests.log"), "a") as log:
                    log.write(f"{self.command} {self.path} {key[2] if key else '-'}\n")
                _, manner, rest = self.path.split("/", 2)
                data = self.body()
                if manner == "silent":
                    self.close_connection = True
                    return
                if manner == "stalled":
                    time.sleep(60)
                if manner == "page":
                    return self.plain(200, "<html><title>Sign in</title></html>", "text/html")
                if manner.startswith("status-"):
                    return self.plain(int(manner[7:]), "this is why")
                if manner.startswith("redirect-"):
                    query = "/" + rest
                    return self.plain(302, "", Location=bytes.fromhex(manner[9:]).decode() + query)
                known = key is not None and (key[0], key[2]) == (user, password)
                if manner == "revoked" and self.command == "POST":
                    known = False
                if manner in ("authenticated", "revoked") and not known:
                    return self.plain(401, "who are you?", WWW_Authenticate='Basic realm="git"')
                path, _, query = rest.partition("?")
                environment = dict(
                    os.environ, GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO="/" + path,
                    QUERY_STRING=query, REQUEST_METHOD=self.command, REMOTE_USER=user, REMOTE_ADDR="127.0.0.1",
                    CONTENT_TYPE=self.headers.get("Content-Type", ""), CONTENT_LENGTH=str(len(data)),
                    HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""))
                for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
                    environment.pop(name, None)
                answer = subprocess.run(
                    ["git", "-c", "safe.directory=*", "http-backend"], input=data, env=environment,
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
                head, _, content = answer.partition(b"\r\n\r\n")
                status, headers = 200, []
                for line in head.decode().split("\r\n"):
                    name, _, value = line.partition(": ")
                    if name == "Status":
                        status = int(value.split()[0])
                    elif name:
                        headers.append((name, value))
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if manner == "dropped" and self.command == "POST":
                    self.wfile.write(content[:len(content) // 2])
                    self.close_connection = True
                    return
                self.wfile.write(content)

            do_GET = do_POST = serve

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        if len(sys.argv) > 4:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[4], sys.argv[5])
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """#
}

/// The server ended before it said its port.
struct ServerDidNotStart: Error {}
