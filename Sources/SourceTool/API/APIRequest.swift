import Eigenpal
import EigenpalAPI
import Sealing
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `api`: any request to the account's server, its answer as it came.
public enum APIRequest {
    /// A request as typed.
    public struct Options: Sendable, Hashable {
        /// The HTTP method.
        public var method: String
        /// `/api/v1/agents`, or `agents` for short; it may have a query.
        public var path: String
        /// `--field` and `--raw-field`, in their order.
        public var fields: [APIField]
        /// A file for the body; `-` is standard input.
        public var input: String?
        /// Whether the status and the headers are shown too.
        public var showsHeaders: Bool

        /// A request as typed.
        public init(
            method: String, path: String, fields: [APIField] = [], input: String? = nil,
            showsHeaders: Bool = false
        ) {
            self.method = method
            self.path = path
            self.fields = fields
            self.input = input
            self.showsHeaders = showsHeaders
        }
    }

    /// Sends the request and writes the answer's body to standard output; JSON is laid out on a terminal.
    ///
    /// - Throws: ``ToolError``, also for a status outside 2xx, once the body is written.
    public static func run(_ context: ToolContext, _ options: Options) async throws(ToolError) {
        CoreDumps.disable()
        let path = try self.path(options.path)
        let values = try options.fields.map { field throws(ToolError) in
            (field.name, try field.value(context))
        }
        let input = try options.input.map { typed throws(ToolError) in try read(typed, context) }
        let inQuery =
            options.method.uppercased() == "GET" || options.method.uppercased() == "HEAD" || input != nil
        let account = try context.account()
        let (response, failure) = try await context.withClient(for: account) { client in
            let response = try await client.send(
                method: options.method, path: path,
                query: inQuery ? try values.map { (name: $0.0, value: try queryText($0.1, of: $0.0)) } : [],
                body: input.map { .bytes($0, contentType: "application/json") }
                    ?? (inQuery || values.isEmpty ? nil : try .json(JSONFields.object(values))))
            return (response, client.error(of: response, method: options.method, path: path))
        }
        if options.showsHeaders {
            let head = ["HTTP \(response.status)"] + response.headers.map { "\($0.name): \($0.value)" }
            try context.terminal.write(
                Array((head.map(Output.cleaned).joined(separator: "\n") + "\n\n").utf8))
        }
        try context.terminal.write(shown(response, on: context.terminal))
        if let failure { throw ToolError(failure, account: account) }
    }

    /// The path below the base URL: never a whole URL, so that no other server can be meant.
    static func path(_ typed: String) throws(ToolError) -> String {
        guard !typed.contains("://"), !typed.hasPrefix("//") else {
            throw .usage("\(typed) is a whole URL; give the path, such as /api/v1/agents")
        }
        guard !typed.isEmpty else { throw .usage("the path is empty; give one such as /api/v1/agents") }
        if typed.hasPrefix("/") { return typed }
        return typed.hasPrefix("api/") ? "/\(typed)" : "/api/v1/\(typed)"
    }

    private static func read(_ typed: String, _ context: ToolContext) throws(ToolError) -> [UInt8] {
        if typed == "-" { return try context.terminal.readAllInput(limit: limit).withBytes { Array($0) } }
        let path = context.path(typed)
        guard let bytes = try Files.read(path, limit: limit, takesPipes: true) else {
            throw ToolError("there is no file \(path)")
        }
        return bytes
    }

    private static func queryText(_ value: JSONValue, of name: String) throws(ToolError) -> String {
        switch value {
        case .string(let text): text
        case .bool(let value): "\(value)"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .null: ""
        case .array, .object: throw .usage("the field \(name) cannot be part of a query")
        }
    }

    /// The body as it came, for a program; laid out and with nothing that a terminal obeys, for a person.
    private static func shown(_ response: RawResponse, on terminal: any Terminal) -> [UInt8] {
        guard terminal.outputIsTerminal, !response.body.isEmpty else { return response.body }
        if let value = try? JSONDecoder().decode(JSONValue.self, from: Data(response.body)),
            let text = try? Output.json(value)
        {
            return Array(text.utf8)
        }
        let lines = String(decoding: response.body, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        return Array((lines.map { Output.cleaned(String($0)) }.joined(separator: "\n") + "\n").utf8)
    }

    private static let limit = 64 << 20
}
