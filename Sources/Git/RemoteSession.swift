import CLibgit2
import Glibc

/// What one conversation with a remote is allowed, and what came of it.
///
/// libgit2 calls back on the thread that called it, so that nothing here is shared between threads.
final class RemoteSession {
    let url: String
    let transport: Transport
    let functions: UnsafePointer<libgit2_functions>

    /// An error that a callback knows better than libgit2's code says.
    private(set) var refusal: GitError?
    /// Whether the credentials were asked for.
    private var hasAnswered = false
    /// The server's lines.
    private(set) var serverMessages: [String] = []
    private var partialLine: [UInt8] = []
    /// What became of each reference that was pushed: nil for taken, else the server's reason.
    private(set) var verdicts: [(name: String, reason: String?)] = []
    /// The references that a fetch moved.
    private(set) var updates: [FetchResult.Update] = []

    init(url: String, transport: Transport, functions: UnsafePointer<libgit2_functions>) throws(GitError) {
        self.url = RemoteAddress.withoutCredentials(url)
        self.transport = transport
        self.functions = functions
        if let file = transport.certificateAuthorityFile {
            guard access(file, R_OK) == 0, libgit2_trust_certificate_file(file) == 0 else {
                throw .certificateRejected(
                    host: RemoteAddress(url)?.host ?? url,
                    reason: "\(file) cannot be read as a PEM file of certificate authorities")
            }
        }
    }

    /// Runs one call of libgit2 against the remote and puts what went wrong into words.
    ///
    /// The options hold C strings and a pointer to this session: they live as long as the call.
    func run(_ subject: String, _ body: (git_remote_callbacks, git_proxy_options) -> Int32) throws(GitError) {
        var callbacks = git_remote_callbacks()
        try check(
            functions.pointee.git_remote_init_callbacks(&callbacks, UInt32(GIT_REMOTE_CALLBACKS_VERSION)),
            functions)
        fill(&callbacks)
        var proxy = git_proxy_options()
        try check(
            functions.pointee.git_proxy_options_init(&proxy, UInt32(GIT_PROXY_OPTIONS_VERSION)), functions)
        var outcome = LIBGIT2_CONNECTION_UNTOLD
        let code = withRules(&outcome) {
            guard let address = transport.proxy else {
                proxy.type = GIT_PROXY_NONE
                return body(callbacks, proxy)
            }
            proxy.type = GIT_PROXY_SPECIFIED
            return address.withCString { address in
                proxy.url = address
                return body(callbacks, proxy)
            }
        }
        flushMessages()
        guard code < 0 else { return }
        switch outcome {
        case LIBGIT2_CONNECTION_REFUSED: throw .redirectRefused(url: url)
        case LIBGIT2_CONNECTION_CANCELLED: throw .cancelled
        case LIBGIT2_CONNECTION_PROXY_AWAY:
            throw .unreachable(
                url: url, reason: "there is no connection to \(proxyName): \(connectionProblem)")
        case LIBGIT2_CONNECTION_PROXY_REFUSED:
            throw .unreachable(url: url, reason: "\(proxyName) wants other credentials")
        default: throw refusal ?? error(code: code, subject: subject)
        }
    }

    /// Runs `body` while this thread's connections may go to the remote, through the proxy, and nowhere else.
    private func withRules(_ outcome: inout libgit2_connection_outcome, _ body: () -> Int32) -> Int32 {
        let parts = [RemoteAddress(url), transport.proxy.flatMap { RemoteAddress($0) }].flatMap { address in
            // Without both there is nothing to compare.
            let port = address?.port
            return [port == nil ? nil : address?.hostName, port].map { $0.flatMap { strdup($0) } }
        }
        defer { for part in parts { free(part) } }
        var rules = libgit2_connection_rules()
        rules.host = parts[0].map { UnsafePointer($0) }
        rules.port = parts[1].map { UnsafePointer($0) }
        rules.proxy_host = parts[2].map { UnsafePointer($0) }
        rules.proxy_port = parts[3].map { UnsafePointer($0) }
        rules.timeout_milliseconds = Int32(clamping: transport.timeoutMilliseconds)
        rules.payload = Unmanaged.passUnretained(self).toOpaque()
        rules.is_cancelled = { payload in
            RemoteSession.session(payload)?.transport.isCancelled?() == true ? 1 : 0
        }
        let code = withUnsafeMutablePointer(to: &rules) { rules in
            libgit2_set_connection_rules(rules)
            defer { libgit2_set_connection_rules(nil) }
            return withExtendedLifetime(self) { body() }
        }
        outcome = rules.outcome
        return code
    }

    /// The proxy for people, without the credentials that its URL may hold.
    private var proxyName: String {
        "the proxy" + (transport.proxy.flatMap { RemoteAddress($0) }.map { " \($0.host)" } ?? "")
    }

    /// Why a connection was not made: what the socket left behind, without the host's name before it.
    private var connectionProblem: String {
        let message = functions.pointee.git_error_last()?.pointee.message.map { String(cString: $0) } ?? ""
        return message.range(of: ": ").map { String(message[$0.upperBound...]) } ?? message
    }

    private func error(code: Int32, subject: String) -> GitError {
        let last = functions.pointee.git_error_last()
        let message = last?.pointee.message.map { String(cString: $0) } ?? "libgit2 error \(code)"
        let errorClass = git_error_t(UInt32(last?.pointee.klass ?? 0))
        let host = RemoteAddress(url)?.host ?? url
        if code == GIT_EUSER.rawValue { return .cancelled }
        if message.contains("No space left on device") || message.contains("Disk quota exceeded") {
            return .diskFull("what \(url) sends cannot be stored")
        }
        if message.contains("unpacking the sent packfile failed") {
            return .pushNotTaken(
                url: url, reason: Self.fatalReason(in: serverMessages) ?? "it could not store what was sent",
                serverMessages: serverMessages)
        }
        if code == GIT_EAUTH.rawValue || message.contains("authentication") {
            return .authenticationRefused(host: host)
        }
        if code == GIT_ECERTIFICATE.rawValue { return .certificateRejected(host: host, reason: message) }
        if message.contains("redirect") { return .redirectRefused(url: url) }
        if let status = message.range(of: "status code: ").flatMap({
            Int(message[$0.upperBound...].prefix(3))
        }) {
            switch status {
            case 401: return .authenticationRefused(host: host)
            case 301, 302, 303, 307, 308: return .redirectRefused(url: url)
            case 404: return .notFound("the repository \(url)")
            case 413:
                return .pushNotTaken(
                    url: url, reason: "it is larger than the server allows (HTTP status 413)",
                    serverMessages: serverMessages)
            default: return .unreachable(url: url, reason: "the server answered with HTTP status \(status)")
            }
        }
        switch errorClass {
        case GIT_ERROR_HTTP, GIT_ERROR_SSL, GIT_ERROR_SSH:
            return .unreachable(url: url, reason: message)
        case GIT_ERROR_NET where code != GIT_ENONFASTFORWARD.rawValue:
            return .unreachable(url: url, reason: message)
        case GIT_ERROR_OS where RemoteAddress(url) != nil && !message.contains("/"):
            return .unreachable(url: url, reason: message)
        default:
            return GitError(
                code: code, errorClass: Int32(errorClass.rawValue), message: message, subject: subject)
        }
    }

    /// What git says at the server as it gives up.
    private static func fatalReason(in messages: [String]) -> String? {
        for mark in ["fatal: ", "error: "] {
            for message in messages {
                if let range = message.range(of: mark) { return String(message[range.upperBound...]) }
            }
        }
        return nil
    }

    // MARK: Callbacks

    private static func session(_ payload: UnsafeMutableRawPointer?) -> RemoteSession? {
        payload.map { Unmanaged<RemoteSession>.fromOpaque($0).takeUnretainedValue() }
    }

    private func fill(_ callbacks: inout git_remote_callbacks) {
        callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
        callbacks.credentials = { result, url, _, kinds, payload in
            guard let session = RemoteSession.session(payload), let url else { return GIT_EAUTH.rawValue }
            return session.answer(for: String(cString: url), kinds: kinds, into: result)
        }
        callbacks.certificate_check = { _, isValid, _, payload in
            guard let session = RemoteSession.session(payload) else { return GIT_ECERTIFICATE.rawValue }
            return session.judgeCertificate(isValid: isValid != 0)
        }
        callbacks.sideband_progress = { text, length, payload in
            guard let session = RemoteSession.session(payload), let text, length > 0 else { return 0 }
            session.hear(UnsafeRawBufferPointer(start: text, count: Int(length)))
            return session.goesOn
        }
        callbacks.transfer_progress = { progress, payload in
            guard let session = RemoteSession.session(payload), let progress = progress?.pointee else {
                return 0
            }
            session.report(progress)
            return session.goesOn
        }
        callbacks.push_transfer_progress = { done, total, bytes, payload in
            guard let session = RemoteSession.session(payload) else { return 0 }
            session.transport.progress?(
                TransferProgress(stage: .sending, done: Int(done), total: Int(total), bytes: bytes))
            return session.goesOn
        }
        callbacks.push_update_reference = { name, status, payload in
            guard let session = RemoteSession.session(payload), let name else { return 0 }
            session.verdicts.append((String(cString: name), status.map { String(cString: $0) }))
            return 0
        }
        callbacks.update_tips = { name, old, new, payload in
            guard let session = RemoteSession.session(payload), let name else { return 0 }
            session.noteUpdate(String(cString: name), old: ObjectID(old), new: ObjectID(new))
            return 0
        }
    }

    private var goesOn: Int32 { transport.isCancelled?() == true ? GIT_EUSER.rawValue : 0 }

    private func answer(
        for url: String, kinds: UInt32,
        into result: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?
    ) -> Int32 {
        let address = RemoteAddress(url)
        let host = address?.host ?? url
        refusal = .authenticationRefused(host: host)
        // libgit2 asks again after every refusal: one answer is all it gets.
        guard !hasAnswered, let credentials = transport.credentials, let address,
            kinds & UInt32(GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue) != 0
        else { return GIT_EAUTH.rawValue }
        guard transport.allowedHost.map({ $0.lowercased() == address.host }) ?? false else {
            return GIT_EAUTH.rawValue
        }
        guard address.scheme == "https" || address.isLoopback || transport.allowsPlainHTTP else {
            refusal = .unreachable(
                url: self.url,
                reason: "an API key must not travel over plain HTTP to another machine; use https")
            return GIT_EAUTH.rawValue
        }
        hasAnswered = true
        refusal = nil
        var secret = credentials.secret()
        defer { for index in secret.indices { secret[index] = 0 } }
        secret.append(0)
        return secret.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                functions.pointee.git_credential_userpass_plaintext_new(
                    result, credentials.username, $0.baseAddress)
            }
        }
    }

    private func judgeCertificate(isValid: Bool) -> Int32 {
        // Passed on, libgit2 fails with its own words for what is wrong, which it hides from this callback.
        isValid || transport.skipsCertificateCheck ? 0 : GIT_PASSTHROUGH.rawValue
    }

    private func hear(_ text: UnsafeRawBufferPointer) {
        // A server that never ends its line must not fill the memory.
        for byte in text where serverMessages.count < 1000 {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || partialLine.count >= 4096 {
                endLine(isProgress: byte == UInt8(ascii: "\r"))
            } else {
                partialLine.append(byte)
            }
        }
    }

    private func endLine(isProgress: Bool) {
        defer { partialLine.removeAll() }
        guard !partialLine.isEmpty, !isProgress else { return }
        let line = String(decoding: partialLine, as: UTF8.self)
        serverMessages.append(line)
        transport.progress?(
            TransferProgress(stage: .receiving, done: 0, total: 0, serverMessage: line))
    }

    private func flushMessages() {
        endLine(isProgress: false)
    }

    private func report(_ progress: git_indexer_progress) {
        guard let tell = transport.progress else { return }
        let bytes = progress.received_bytes
        if progress.received_objects < progress.total_objects || progress.total_deltas == 0 {
            tell(
                TransferProgress(
                    stage: .receiving, done: Int(progress.received_objects),
                    total: Int(progress.total_objects),
                    bytes: bytes))
        } else {
            tell(
                TransferProgress(
                    stage: .indexing, done: Int(progress.indexed_deltas), total: Int(progress.total_deltas),
                    bytes: bytes))
        }
    }

    private func noteUpdate(_ name: String, old: ObjectID?, new: ObjectID?) {
        updates.append(
            FetchResult.Update(
                name: name, old: old == .zero ? nil : old, new: new == .zero ? nil : new))
    }
}
