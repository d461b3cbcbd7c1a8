import EigenpalAPI

/// What a run left, in a folder of the server's own.
public struct CollectedOutput: Sendable, Hashable {
    /// A file that was taken.
    public struct Artifact: Sendable, Hashable, Codable {
        /// Its path, `output/report.pdf`: the one that it had in the working folder, and has in the destination.
        public let path: String
        /// Its bytes.
        public let size: Int
        /// What its name says that it holds, `application/pdf`.
        public let contentType: String

        /// Describes a file.
        public init(path: String, size: Int, contentType: String) {
            (self.path, self.size, self.contentType) = (path, size, contentType)
        }
    }

    /// Something that was not taken.
    public struct Skipped: Sendable, Hashable, Codable {
        /// Its path in the working folder, for people: what is no text in it is replaced.
        public let path: String
        /// Why not.
        public let reason: String

        /// Describes what was not taken.
        public init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }
    }

    /// The files, by path.
    public var artifacts: [Artifact] = []
    /// The text of `output.json`; nil where there is none, or ``outputProblem`` says what is wrong with it.
    public var outputText: String?
    /// Its value, an object or null.
    public var output: JSONValue?
    /// Why `output.json` is no output, for people.
    public var outputProblem: String?
    /// What was not taken, in the order in which it was met.
    public var skipped: [Skipped] = []
}
