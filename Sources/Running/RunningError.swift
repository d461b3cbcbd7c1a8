import Glibc

/// Why a run's folder could not be made, read or removed, or its runner not found.
public struct RunningError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened, and to which thing.
    public let message: String
    /// What to type or do next, where that is known.
    public let next: String?

    /// Describes a failure.
    public init(_ message: String, next: String? = nil) {
        (self.message, self.next) = (message, next)
    }

    /// What happened, and what to do next.
    public var description: String { next.map { "\(message)\n\($0)" } ?? message }
}

/// The operating system's word for an error number.
func systemReason(_ code: Int32) -> String { String(cString: strerror(code)) }
