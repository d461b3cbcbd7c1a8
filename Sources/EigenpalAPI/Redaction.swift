/// A value that holds plaintext and shows none of it, whether printed, interpolated, dumped or logged.
protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name of the type and what may be seen.
    var description: String { get }
}

extension Redacted {
    /// The same as `description`.
    public var debugDescription: String { description }
    /// No children: a mirror would show the plaintext.
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}
