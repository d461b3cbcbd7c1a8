/// A failure to start, or of a key command: what happened, to which thing, and what to do.
public struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened, to which thing.
    public let message: String
    /// What to do about it; a command to type where there is one.
    public let next: String?

    /// Describes a failure.
    public init(_ message: String, next: String? = nil) {
        self.message = message
        self.next = next
    }

    /// The message, and what to do on a line of its own.
    public var description: String { next.map { "\(message)\n\($0)" } ?? message }
}
