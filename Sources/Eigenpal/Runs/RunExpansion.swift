/// A section of a run that is told only where it is asked for.
public struct RunExpansion: RawRepresentable, Sendable, Hashable {
    /// The word on the wire.
    public let rawValue: String
    /// Names a section by its word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// What the run was given: ``Run/input``.
    public static let input = RunExpansion(rawValue: "input")
    /// What the run took: ``Run/usage``.
    public static let usage = RunExpansion(rawValue: "usage")
    /// The whole of ``Run/execution``: steps, files, feedback and what is expected.
    public static let execution = RunExpansion(rawValue: "execution")
    /// What helps to find out why: ``Run/debug``.
    public static let debug = RunExpansion(rawValue: "debug")
}
