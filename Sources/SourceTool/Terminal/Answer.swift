/// An answer that is the server's own to a program, and lines of the verb's making to a person.
public struct Answer<Value: Encodable & Sendable>: Renderable {
    /// What the server answered.
    public let value: Value
    /// 1 where the answer is that something is wrong.
    public let exitCode: Int32

    private let makeLines: @Sendable (Style) -> [String]

    /// - Parameters:
    ///   - value: what a program is told.
    ///   - exitCode: what the verb ends with.
    ///   - lines: what a person is told.
    init(_ value: Value, exitCode: Int32 = 0, lines: @escaping @Sendable (Style) -> [String]) {
        (self.value, self.exitCode, makeLines) = (value, exitCode, lines)
    }

    /// Writes the value itself.
    public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

    /// The lines for a person.
    public func lines(_ style: Style) -> [String] { makeLines(style) }
}
