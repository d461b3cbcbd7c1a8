/// How the runs of an agent or a workflow are judged.
public enum Evaluators: Sendable, Hashable {
    /// An agent's: the score is the mean of the items' scores by weight.
    case weighted(passThreshold: Double, items: [Item])
    /// A workflow's: names alone.
    case named([String])

    /// The threshold of a manifest that names none.
    public static let defaultPassThreshold = 0.7

    /// One evaluator of an agent.
    public struct Item: Sendable, Hashable {
        /// The evaluator's name.
        public let use: String
        /// Which state of the evaluator, where it is named.
        public let version: VersionReference?
        /// How much its score counts, 0 or more.
        public let weight: Double
        /// The line of the manifest, from 1.
        public let line: Int

        /// Describes an item.
        public init(use: String, version: VersionReference?, weight: Double, line: Int) {
            self.use = use
            self.version = version
            self.weight = weight
            self.line = line
        }
    }
}
