/// A value in a YAML file, with the bytes it stands on.
struct YAMLNode: Sendable {
    /// How a scalar is written; only plain ones can be anything but text.
    enum Style: Sendable, Hashable {
        case plain
        case singleQuoted
        case doubleQuoted
        case block
    }

    enum Content: Sendable {
        /// Nothing at all is written where a value could be.
        case empty
        case scalar(String, Style)
        case sequence([YAMLNode])
        case mapping([YAMLPair])
    }

    let content: Content
    /// The bytes of the value, from its first to behind its last, without comments around it.
    let range: Range<Int>
    /// The line of its first byte, from 1.
    let line: Int
    /// Whether it is a collection in brackets.
    let isFlow: Bool

    init(_ content: Content, range: Range<Int>, line: Int, isFlow: Bool = false) {
        self.content = content
        self.range = range
        self.line = line
        self.isFlow = isFlow
    }
}

/// A key and its value.
struct YAMLPair: Sendable {
    let key: String
    /// The bytes of the key, with its quotes.
    let keyRange: Range<Int>
    /// The line of the key, from 1.
    let line: Int
    /// The column of the key, in bytes from 0.
    let column: Int
    let value: YAMLNode
    /// In brackets, the byte behind the comma that follows; nil where none follows.
    var separatorEnd: Int?

    /// Where the pair ends.
    var end: Int { max(value.range.upperBound, keyRange.upperBound) }
}

/// Why a file is not the YAML that is read here.
struct YAMLProblem: Error, Sendable, Hashable {
    let code: String
    /// The line, from 1.
    let line: Int
    /// What is wrong; holds no text of the file, since that may be a secret.
    let message: String
    var remedy: String?
    /// The key that is there twice.
    var key: String?
}
