import AsyncHTTPClient
import EigenpalAPI
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Sends requests to one server with one key, and holds the connections to it.
///
/// The HTTP client is made by the first request: a client that sends nothing starts no thread.
final class HTTPTransport: Sendable {
    let baseURL: BaseURL
    let timeout: Duration
    let maximumResponseSize: Int
    let connection: ConnectionSettings
    /// Whether a request to this machine is sent by ``PlainExchange``.
    private let isOneShot: Bool
    private let apiKey: APIKey
    private let telemetry: [(name: String, value: String)]
    private let state = Mutex(State.unused)

    private enum State {
        case unused
        case running(Clients)
        case shutDown
    }

    /// The HTTP clients, each with its own connections; made when they are first needed.
    private struct Clients {
        /// For what has the client's own time limit: a silence of that length ends the request.
        var usual: HTTPClient?
        /// For what may take longer.
        var patient: HTTPClient?

        var all: [HTTPClient] { [usual, patient].compactMap(\.self) }
    }

    init(
        baseURL: BaseURL, apiKey: APIKey, timeout: Duration, maximumResponseSize: Int,
        telemetry: [(name: String, value: String)], connection: ConnectionSettings, isOneShot: Bool = false
    ) {
        self.baseURL = baseURL
        self.apiKey = apiKey
        self.timeout = timeout
        self.maximumResponseSize = maximumResponseSize
        self.telemetry = telemetry
        self.connection = connection
        self.isOneShot = isOneShot
    }

    deinit {
        // An HTTP client must be shut down before it goes away; it keeps itself alive until it is.
        if case .running(let clients) = takeState() { for client in clients.all { client.shutdown { _ in } } }
    }

    func shutdown() async {
        if case .running(let clients) = takeState() {
            for client in clients.all { try? await client.shutdown() }
        }
    }

    /// The value of a JSON answer.
    ///
    /// - Throws: ``EigenpalError``, also for every status outside 2xx.
    func value<Value: Decodable>(of request: Request) async throws(EigenpalError) -> Value {
        try decoded(try await json(of: request), request)
    }

    /// The value of a JSON answer that may be a long one.
    ///
    /// - Throws: ``EigenpalError``, also for every status outside 2xx.
    func longValue<Value: QuickJSON>(of request: Request) async throws(EigenpalError) -> Value {
        let response = try await json(of: request)
        if let value = Value(quickJSON: response.body) { return value }
        return try decoded(response, request)
    }

    /// Waits for an answer of 2xx, whatever it holds.
    ///
    /// - Throws: ``EigenpalError``, also for every status outside 2xx.
    @discardableResult
    func success(of request: Request) async throws(EigenpalError) -> RawResponse {
        let response = try await response(to: request)
        guard (200..<300).contains(response.status) else {
            throw error(of: response, request: request.summary)
        }
        return response
    }

    private func json(of request: Request) async throws(EigenpalError) -> RawResponse {
        let response = try await success(of: request)
        guard response.isJSON, !response.body.isEmpty else {
            throw .notJSON(
                baseURL: baseURL.description, status: response.status,
                contentType: response.contentType.map(apiKey.masked))
        }
        return response
    }

    private func decoded<Value: Decodable>(
        _ response: RawResponse, _ request: Request
    ) throws(EigenpalError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(response.body))
        } catch {
            throw .decoding(
                EigenpalError.Failure(
                    request: request.summary, status: response.status, requestID: response.requestID,
                    message:
                        "\(baseURL) answered what the API does not document: \(DecodingProblem.text(error))"))
        }
    }

    /// A whole answer, whatever its status.
    ///
    /// - Throws: ``EigenpalError``.
    func response(to request: Request) async throws(EigenpalError) -> RawResponse {
        if let (exchange, bytes) = try plainExchange(request) {
            do {
                return try exchange.answer(to: bytes)
            } catch {
                throw await translate(error, request: request.summary)
            }
        }
        let prepared = try prepare(request)
        let isUsual = request.timeLimit == nil && request.activity == nil
        let client = try client(isPatient: !isUsual)
        let limit = maximumResponseSize
        do {
            return try await withDeadline(request.timeLimit ?? timeout, activity: request.activity) {
                [self] in
                let response = try await execute(
                    prepared, by: client,
                    deadline: isUsual ? .now() + TimeAmount(timeout) : .distantFuture)
                let status = Int(response.status.code)
                // Of an error's body, only an envelope is worth reading.
                let isSuccess = (200..<300).contains(status)
                let body = try await response.collect(
                    upTo: isSuccess ? limit : min(limit, Self.largestErrorBody), orFail: isSuccess)
                return RawResponse(status: status, headers: response.headers.plain, body: body)
            }
        } catch {
            throw await translate(error, request: request.summary)
        }
    }

    /// An answer whose body is still to come.
    ///
    /// - Throws: ``EigenpalError``.
    func stream(_ request: Request) async throws(EigenpalError) -> ResponseStream {
        let prepared = try prepare(request)
        let client = try client(isPatient: false)
        let summary = request.summary
        do {
            let response = try await execute(prepared, by: client, deadline: .now() + TimeAmount(timeout))
            return ResponseStream(
                status: Int(response.status.code), headers: response.headers.plain,
                body: ResponseStream.Body(base: response.body) { [self] error in
                    self.error(for: error, request: summary)
                })
        } catch {
            throw await translate(error, request: summary)
        }
    }

    /// The error that an answer outside 2xx stands for, the key masked in it.
    func error(of response: RawResponse, request: String) -> EigenpalError {
        var response = response
        response.body = apiKey.masked(in: response.body)
        response.headers = response.headers.map { .init(name: $0.name, value: apiKey.masked(in: $0.value)) }
        return EigenpalError(
            request: request, baseURL: baseURL, response: response, now: Date().timeIntervalSince1970)
    }

    /// The error of an answer that lacks what was asked for.
    func lacking(_ field: String, in request: Request) -> EigenpalError {
        .decoding(
            EigenpalError.Failure(
                request: request.summary, message: "\(baseURL) answered without \(field), which was asked for"
            ))
    }

    private static let largestErrorBody = 1 << 20

    private func takeState() -> State {
        state.withLock { state in
            defer { state = .shutDown }
            return state
        }
    }

    /// - Parameter isPatient: whether the server may be silent for longer than the client's time limit.
    private func client(isPatient: Bool) throws(EigenpalError) -> HTTPClient {
        let client: HTTPClient? = state.withLock { state in
            var clients = Clients()
            switch state {
            case .running(let running): clients = running
            case .shutDown: return nil
            case .unused: break
            }
            if let client = isPatient ? clients.patient : clients.usual { return client }
            var configuration = connection.httpConfiguration(
                timeout: timeout, usesTLS: baseURL.scheme == "https")
            if isPatient { configuration.timeout.read = nil }
            let client = HTTPClient(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
            if isPatient { clients.patient = client } else { clients.usual = client }
            state = .running(clients)
            return client
        }
        guard let client else { throw .invalidConfiguration("the client was shut down") }
        return client
    }

    /// The head of the answer, its body still to come.
    ///
    /// A server may close a kept connection just when the next request goes out on it. What changes nothing is then
    /// sent once more, on a new connection (RFC 9110 section 9.2.2).
    private func execute(
        _ request: HTTPClientRequest, by client: HTTPClient, deadline: NIODeadline
    ) async throws -> HTTPClientResponse {
        do {
            return try await client.execute(request, deadline: deadline)
        } catch  where request.method == .GET && request.body == nil && Self.isClosedConnection(error) {
            return try await client.execute(request, deadline: deadline)
        }
    }

    private func prepare(_ request: Request) throws(EigenpalError) -> HTTPClientRequest {
        var prepared = HTTPClientRequest(url: baseURL.description + (try request.encodedTarget()))
        prepared.method = HTTPMethod(rawValue: request.method)
        for field in fields(of: request) { prepared.headers.add(name: field.name, value: field.value) }
        switch request.content {
        case .none: break
        case .json(let encode):
            prepared.body = .bytes(ByteBuffer(bytes: try json(encode)))
            prepared.headers.add(name: "Content-Type", value: "application/json")
        case .body(let body):
            prepared.body = try body.prepared()
            if let type = body.contentType { prepared.headers.add(name: "Content-Type", value: type) }
        }
        return prepared
    }

    /// The header fields of a request.
    private func fields(of request: Request) -> [(name: String, value: String)] {
        [("Authorization", apiKey.authorization), ("Accept", request.accept)] + request.headers + telemetry
    }

    private func json(_ encode: () throws -> [UInt8]) throws(EigenpalError) -> [UInt8] {
        do { return try encode() } catch {
            throw .invalidArgument("the value to send has no JSON form")
        }
    }

    /// The exchange that a request to this machine is sent by, and the request as it is sent; nil for one that takes an
    /// event loop.
    private func plainExchange(
        _ request: Request
    ) throws(EigenpalError) -> (exchange: PlainExchange, bytes: [UInt8])? {
        guard isOneShot, baseURL.scheme == "http", connection.proxy == nil, request.method != "HEAD",
            request.timeLimit == nil, request.activity == nil,
            let exchange = PlainExchange(
                host: baseURL.host, port: baseURL.port, timeout: timeout,
                limits: (maximumResponseSize, min(maximumResponseSize, Self.largestErrorBody)))
        else { return nil }
        var body: [UInt8]?
        switch request.content {
        case .none: break
        case .json(let encode): body = try json(encode)
        case .body: return nil
        }
        if case .shutDown = state.withLock({ $0 }) { throw .invalidConfiguration("the client was shut down") }
        var head = "\(request.method) \(baseURL.pathPrefix)\(try request.encodedTarget()) HTTP/1.1\r\n"
        head += "Host: \(baseURL.host):\(baseURL.port)\r\n"
        for field in fields(of: request) { head += "\(field.name): \(field.value)\r\n" }
        if let body {
            head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        } else if request.method != "GET" {
            head += "Content-Length: 0\r\n"
        }
        return (exchange, Array((head + "\r\n").utf8) + (body ?? []))
    }
}
