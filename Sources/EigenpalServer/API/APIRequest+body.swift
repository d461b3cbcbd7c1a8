import EigenpalAPI
import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension APIRequest {
    /// The body, decoded from JSON.
    ///
    /// - Throws: 415 for another content type, 413 beyond the limit, 400 for what is not JSON or not of this form,
    ///   naming the field.
    func body<Value: Decodable>(_ type: Value.Type) async throws(APIError) -> Value {
        try requireJSON()
        let bytes = try await bodyBytes()
        guard !bytes.isEmpty else {
            throw APIError(.badRequest, code: "body_missing", "This request needs a body in JSON.")
        }
        if let quick = type as? any QuickJSON.Type, let value = quick.init(quickJSON: bytes) as? Value {
            return value
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw APIError(error)
        } catch {
            throw APIError(.badRequest, code: "invalid_json", "The body is not JSON.")
        }
    }

    private func requireJSON() throws(APIError) {
        guard let field = request.headers.value(.contentType), field != "application/json" else { return }
        let mediaType = field.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        guard mediaType == "application/json" || mediaType.hasSuffix("+json") else {
            throw APIError(
                .unsupportedMediaType, code: "unsupported_content_type", field: "content-type",
                "The body must be JSON.", hint: "Send `Content-Type: application/json`.")
        }
    }

    private func bodyBytes() async throws(APIError) -> [UInt8] {
        let limit = services.configuration.limits.bodyBytes
        if let field = request.headers.value(.contentLength), let length = Int(field), length > limit {
            throw .bodyTooLarge(limit)
        }
        context.admitBody(of: request)
        do {
            return Array(try await request.body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw .bodyTooLarge(limit)
        } catch {
            throw APIError(.badRequest, code: "body_incomplete", "The body ended before it was complete.")
        }
    }
}

extension APIError {
    fileprivate static func bodyTooLarge(_ limit: Int) -> APIError {
        APIError(.contentTooLarge, code: "body_too_large", "The body is larger than \(limit) bytes.")
    }

    /// What a body that does not fit means, with the field it does not fit at.
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            let field = Self.field(context.codingPath + [key])
            self.init(.badRequest, code: "required", field: field, "`\(field)` is missing.")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            let field = Self.field(context.codingPath)
            self.init(.badRequest, code: "invalid_type", field: field, "`\(field)` is not of the right type.")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            let field = Self.field(context.codingPath)
            self.init(
                .badRequest, code: "invalid_value", field: field, "`\(field)` does not have a known value.")
        default:
            self.init(.badRequest, code: "invalid_json", "The body is not JSON.")
        }
    }

    /// A place in a body, as `secrets[0].plaintext`.
    private static func field(_ path: [any CodingKey]) -> String {
        var field = ""
        for key in path {
            if let index = key.intValue {
                field += "[\(index)]"
            } else {
                field += field.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
        return field.isEmpty ? "<root>" : field
    }
}
