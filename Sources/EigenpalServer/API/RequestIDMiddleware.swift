import HTTPTypes
import Hummingbird

extension HTTPField.Name {
    /// `x-request-id`, on every response.
    static let requestID: Self = {
        guard let name = Self("x-request-id") else { preconditionFailure("x-request-id is a field's name") }
        return name
    }()
}

/// Gives each request its name and sends it back in `x-request-id`.
///
/// A client's own value is taken when it is 8 to 64 letters, digits, dots, dashes and underscores; anything
/// else is replaced, so that nothing unforeseen reaches the log.
struct RequestIDMiddleware: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: ServerRequestContext,
        next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let supplied = request.headers.value(.requestID), Self.isWellFormed(supplied) {
            context.requestID = supplied
        }
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        return response
    }

    static func isWellFormed(_ value: String) -> Bool {
        (8...64).contains(value.utf8.count)
            && value.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
