/// The answer of a verb to a person; its JSON, by `Encodable`, is the answer to a program.
public protocol Renderable: Encodable, Sendable {
    /// The lines of the answer. They need not be cleaned for a terminal: that happens as they are written.
    func lines(_ style: Style) -> [String]

    /// The answer's JSON in UTF-8, keys in order and without white space, where it writes that itself; nil leaves it to
    /// the encoder.
    var compactJSON: [UInt8]? { get }

    /// The exit code of a verb that ends with this answer: 0, or 1 where the answer is that something is wrong.
    var exitCode: Int32 { get }
}

extension Renderable {
    /// Nil.
    public var compactJSON: [UInt8]? { nil }

    /// 0.
    public var exitCode: Int32 { 0 }
}
