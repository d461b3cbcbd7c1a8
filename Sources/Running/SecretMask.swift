/// Takes secrets out of text that a runner wrote and people will read.
public struct SecretMask: Sendable {
    /// Shorter values are found by chance in any text.
    private static let shortest = 5
    private let values: [String]

    /// A mask for values; a value of several lines hides each of them.
    public init(_ values: some Sequence<String>) {
        self.values = values.flatMap { [$0] + $0.split(whereSeparator: \.isNewline).map(String.init) }
            .filter { $0.utf8.count >= Self.shortest }
            .sorted { $0.utf8.count > $1.utf8.count }
    }

    /// The text with every value replaced by `***`.
    public func apply(to text: String) -> String {
        var text = text
        for value in values where text.contains(value) {
            text = text.split(separator: value, omittingEmptySubsequences: false).joined(separator: "***")
        }
        return text
    }
}
