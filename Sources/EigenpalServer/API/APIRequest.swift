import HTTPTypes
import Hummingbird

/// An authenticated request of the API, as its route sees it.
struct APIRequest: Sendable {
    /// The request itself.
    let request: Request
    /// Its name, its log, the parameters of its path.
    let context: ServerRequestContext
    /// The API key it came with.
    let identity: APIKeyIdentity
    /// What the server works with.
    let services: ServerServices
    /// The parameters after `?`.
    let query: Query

    /// A parameter of the path, decoded.
    func parameter(_ name: String) throws(APIError) -> String {
        guard let raw = context.parameters.get(name), let value = percentDecoded(raw[...]), !value.isEmpty
        else {
            throw APIError(
                .badRequest, code: "invalid_encoding", field: name,
                "The path's `\(name)` is not percent-encoded UTF-8.")
        }
        try requireNoControlCharacters(value, field: name)
        return value
    }
}

/// A route's answer: a status, and a value to send as JSON, or bytes.
struct APIResponse: Sendable {
    /// What the answer's body is.
    enum Content: Sendable {
        /// A value, which is encoded as JSON.
        case value(any Encodable & Sendable)
        /// JSON as it is.
        case json([UInt8])
        /// Bytes that come as they are sent, with header fields that say what they are.
        case bytes(ResponseBody, HTTPFields)
        /// Nothing, with header fields.
        case none(HTTPFields)
    }

    /// The HTTP status.
    let status: HTTPResponse.Status
    /// The body.
    let content: Content

    /// An answer in JSON; 200 unless said otherwise.
    init(_ value: any Encodable & Sendable, status: HTTPResponse.Status = .ok) {
        (content, self.status) = (.value(value), status)
    }

    /// An answer that is JSON already.
    init(json: [UInt8]) { (content, status) = (.json(json), .ok) }

    /// An answer in bytes.
    init(_ body: ResponseBody, status: HTTPResponse.Status = .ok, headers: HTTPFields) {
        (content, self.status) = (.bytes(body, headers), status)
    }

    /// An answer without a body.
    init(empty status: HTTPResponse.Status, headers: HTTPFields = [.cacheControl: "no-store"]) {
        (content, self.status) = (.none(headers), status)
    }
}

/// Refuses text that could not be a name, and that a C string would end in the middle of.
func requireNoControlCharacters(_ text: String, field: String) throws(APIError) {
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw APIError(
            .badRequest, code: "invalid_characters", field: field, "`\(field)` has control characters in it.")
    }
}

/// Percent-encoded UTF-8, decoded; nil when it is not that.
func percentDecoded(_ text: Substring, plusIsSpace: Bool = false) -> String? {
    var bytes: [UInt8] = []
    var input = text.utf8.makeIterator()
    while let byte = input.next() {
        switch byte {
        case UInt8(ascii: "%"):
            guard let high = input.next().flatMap(hexDigit), let low = input.next().flatMap(hexDigit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        case UInt8(ascii: "+") where plusIsSpace:
            bytes.append(UInt8(ascii: " "))
        default:
            bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
