/// Reads one YAML file: the part of YAML that the files of a repository are written in, and all of it that is
/// readable.
///
/// Mappings, lists, plain, quoted and block scalars, brackets and comments are read as YAML 1.2 says.
/// Anchors, aliases, tags, directives, complex keys and several documents are refused by name: no file of a
/// repository needs them, and they are how a small file becomes a large one. Every node knows its bytes, so
/// that a file can be edited in place, and a mistake in one entry of the outermost mapping does not hide
/// those in others. Nesting is bounded, so that no input exhausts the stack. What is accepted here means the
/// same to any YAML parser.
///
/// The tool starts for every command: the common YAML library would bring all of Foundation, with its 50 MB of
/// tables, into it.
struct YAMLReader {
    /// The deepest nesting that is read.
    static let maximumDepth = 32
    /// The most problems that are collected before reading stops.
    static let maximumProblems = 50
    /// The longest key, in bytes; YAML itself allows 1024 characters.
    static let maximumKeyLength = 1000

    /// What was read.
    struct Document: Sendable {
        /// The outermost value; nil where the file holds none, or a mistake leaves nothing of it.
        var root: YAMLNode?
        /// Everything that is wrong, in the order of the file.
        var problems: [YAMLProblem]
        /// Whether parts are missing from the root because of mistakes in them.
        var isPartial: Bool
    }

    let bytes: [UInt8]
    var position = 0
    var line = 1
    var lineStart = 0
    var depth = 0
    var problems: [YAMLProblem] = []
    var isPartial = false

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            position = 3
            lineStart = 3
        }
    }

    /// Reads bytes that ``SourceText`` has checked.
    static func read(_ bytes: [UInt8]) -> Document {
        var reader = YAMLReader(bytes)
        var root: YAMLNode?
        do throws(YAMLProblem) {
            root = try reader.document()
        } catch {
            reader.isPartial = true
            reader.problems.append(error)
        }
        return Document(root: root, problems: reader.problems, isPartial: reader.isPartial)
    }

    private mutating func document() throws(YAMLProblem) -> YAMLNode? {
        try skipToContent()
        while current == 0x25, position == lineStart {
            note(
                YAMLProblem(
                    code: "yaml_directive", line: line,
                    message: "a YAML directive is not used in these files",
                    remedy: "Remove the line that begins with %"))
            skipLine()
            try skipToContent()
        }
        if isAtMarker(0x2D) {
            position += 3
            skipBlanks()
            if !isAtLineEnd, current != 0x23 {
                throw problem(
                    "yaml_syntax", "text stands behind the --- that begins the document",
                    "Write it on the next line")
            }
            try skipToContent()
        }
        var root: YAMLNode?
        if contentColumn >= 0 { root = try blockContent(column: contentColumn, parent: -1) }
        if isAtMarker(0x2E) {
            position += 3
            try endLine()
        }
        if contentColumn >= 0 || isAtMarker(0x2D) {
            throw problem(
                isAtMarker(0x2D) ? "several_documents" : "yaml_syntax",
                isAtMarker(0x2D)
                    ? "a second YAML document begins here" : "the document has ended before this line",
                isAtMarker(0x2D) ? "Keep one document in the file, and remove the line ---" : nil)
        }
        return root
    }
}

extension YAMLReader {
    /// The byte at the position, 0 at the end.
    var current: UInt8 { byte(at: position) }

    /// The byte at a place, 0 behind the end: no file that is read holds a 0.
    func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    var isAtEnd: Bool { position >= bytes.count }
    var isAtLineEnd: Bool { Self.isLineEnd(current) }

    static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0 }
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    static func isBlankOrEnd(_ byte: UInt8) -> Bool { isBlank(byte) || isLineEnd(byte) }
    static func isFlowIndicator(_ byte: UInt8) -> Bool {
        byte == 0x2C || byte == 0x5B || byte == 0x5D || byte == 0x7B || byte == 0x7D
    }

    /// The column of the content at the position, from 0; -1 at the end of the document.
    var contentColumn: Int {
        isAtEnd || isAtMarker(0x2D) || isAtMarker(0x2E) ? -1 : position - lineStart
    }

    /// Whether a line of three hyphens (or dots) begins at the position.
    func isAtMarker(_ byte: UInt8) -> Bool {
        position == lineStart && current == byte && self.byte(at: position + 1) == byte
            && self.byte(at: position + 2) == byte && Self.isBlankOrEnd(self.byte(at: position + 3))
    }

    func problem(_ code: String, line: Int? = nil, _ message: String, _ remedy: String? = nil) -> YAMLProblem
    {
        YAMLProblem(code: code, line: line ?? self.line, message: message, remedy: remedy)
    }

    /// Takes down a problem that does not stop the reading.
    mutating func note(_ problem: YAMLProblem) {
        if problems.count < Self.maximumProblems { problems.append(problem) }
    }

    mutating func skipBlanks() {
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    }

    /// Whether a tab stands between a place and the position.
    func hasTab(from start: Int) -> Bool {
        for place in start..<position where bytes[place] == 0x09 { return true }
        return false
    }

    /// Goes to the end of the line.
    mutating func skipLine() {
        while position < bytes.count, !Self.isLineEnd(bytes[position]) { position += 1 }
    }

    /// Goes over a line break: LF, CR LF, or CR.
    mutating func skipLineBreak() {
        if current == 0x0D, byte(at: position + 1) == 0x0A { position += 1 }
        position += 1
        line += 1
        lineStart = position
    }

    /// Goes to the next thing that is neither white space nor a comment, on this line or a later one.
    mutating func skipToContent() throws(YAMLProblem) {
        while !isAtEnd {
            let start = position
            skipBlanks()
            if current == 0x23, position == lineStart || Self.isBlank(byte(at: position - 1)) { skipLine() }
            if isAtEnd { return }
            guard isAtLineEnd else {
                if start == lineStart, hasTab(from: start) {
                    throw problem("tab_indentation", "a tab indents this line", "Indent with spaces")
                }
                return
            }
            skipLineBreak()
        }
    }

    /// Checks that nothing but a comment follows on the line, and goes to the next content.
    mutating func endLine() throws(YAMLProblem) {
        let end = position
        skipBlanks()
        if current == 0x23, position > end {
            skipLine()
        } else if !isAtLineEnd {
            throw trailingText()
        }
        try skipToContent()
    }

    private func trailingText() -> YAMLProblem {
        if current == 0x3A, Self.isBlankOrEnd(byte(at: position + 1)) {
            return problem(
                "yaml_syntax", "a colon stands where no key can be",
                "Put the value in quotation marks if the colon belongs to it, else mend the indentation")
        }
        if current == 0x23 {
            return problem(
                "yaml_syntax", "a # stands directly behind a value", "Put a space before a comment")
        }
        return problem(
            "yaml_syntax", "more text follows where the value has ended", "Put the whole value in quotes")
    }
}
