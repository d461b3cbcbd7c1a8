// Collections by indentation.
extension YAMLReader {
    /// Reads a value whose first byte is at the position, where a whole collection may begin.
    ///
    /// - Parameters:
    ///   - column: the column it begins in.
    ///   - parent: the column of the collection that it is in, which its further lines must exceed.
    mutating func blockContent(column: Int, parent: Int) throws(YAMLProblem) -> YAMLNode {
        try enter()
        defer { depth -= 1 }
        if isAtItem { return try blockSequence(column: column) }
        if let key = try key() { return try blockMapping(column: column, first: key) }
        return try inlineValue(parent: parent)
    }

    mutating func enter() throws(YAMLProblem) {
        depth += 1
        if depth > Self.maximumDepth {
            throw problem("nesting_too_deep", "values are nested more than \(Self.maximumDepth) levels deep")
        }
    }

    /// Whether an item of a list begins at the position.
    private var isAtItem: Bool { current == 0x2D && Self.isBlankOrEnd(byte(at: position + 1)) }

    private mutating func blockSequence(column: Int) throws(YAMLProblem) -> YAMLNode {
        let start = position
        let startLine = line
        var end = position
        var items: [YAMLNode] = []
        repeat {
            let item = try blockItem(column: column)
            end = item.range.upperBound
            items.append(item)
            if contentColumn > column { throw wrongIndentation() }
        } while contentColumn == column && isAtItem
        return YAMLNode(.sequence(items), range: start..<end, line: startLine)
    }

    private mutating func blockItem(column: Int) throws(YAMLProblem) -> YAMLNode {
        position += 1
        let (place, placeLine) = (position, line)
        while current == 0x20 { position += 1 }
        if current == 0x09 {
            throw problem("tab_indentation", "a tab stands behind the hyphen", "Write one space there")
        }
        if isAtLineEnd || current == 0x23 {
            try skipToContent()
            guard contentColumn > column else {
                return YAMLNode(.empty, range: place..<place, line: placeLine)
            }
        }
        return try blockContent(column: contentColumn, parent: column)
    }

    private mutating func blockMapping(column: Int, first: Key) throws(YAMLProblem) -> YAMLNode {
        let isRoot = depth == 1
        let start = first.range.lowerBound
        let startLine = line
        var end = first.range.upperBound
        var pairs: [YAMLPair] = []
        var lines: [String: Int] = [:]
        var next: Key? = first
        while let key = next {
            let keyLine = line
            var failure: YAMLProblem?
            do throws(YAMLProblem) {
                let value = try mappingValue(column: column)
                let pair = YAMLPair(
                    key: key.text, keyRange: key.range, line: keyLine, column: column, value: value)
                end = pair.end
                add(pair, to: &pairs, lines: &lines)
                if contentColumn > column { throw wrongIndentation() }
                next = contentColumn == column ? try requiredKey() : nil
            } catch {
                failure = error
            }
            // One entry's mistake must not hide those of the others: go on at the next line of the same
            // column.
            while let reason = failure {
                guard isRoot, problems.count < Self.maximumProblems else { throw reason }
                problems.append(reason)
                isPartial = true
                failure = nil
                guard skipToLine(column: column, from: max(keyLine, reason.line)) else {
                    position = bytes.count
                    next = nil
                    break
                }
                do throws(YAMLProblem) {
                    next = try requiredKey()
                } catch {
                    failure = error
                }
            }
        }
        return YAMLNode(.mapping(pairs), range: start..<end, line: startLine)
    }

    /// Adds a pair, unless its key is there already.
    mutating func add(_ pair: YAMLPair, to pairs: inout [YAMLPair], lines: inout [String: Int]) {
        if let earlier = earlierLine(of: pair.key, in: pairs, lines: &lines) {
            note(
                YAMLProblem(
                    code: "duplicate_key", line: pair.line,
                    message: "the key is there already, on line \(earlier)", remedy: "Keep one of the two",
                    key: pair.key))
            return
        }
        if !lines.isEmpty { lines[pair.key] = pair.line }
        pairs.append(pair)
    }

    /// The line where a key stands already. The index is made only for mappings with more keys than a few.
    private func earlierLine(of key: String, in pairs: [YAMLPair], lines: inout [String: Int]) -> Int? {
        if pairs.count < 8 {
            for index in pairs.indices where pairs[index].key == key { return pairs[index].line }
            return nil
        }
        if lines.isEmpty {
            for pair in pairs { lines[pair.key] = pair.line }
        }
        return lines[key]
    }

    private mutating func requiredKey() throws(YAMLProblem) -> Key {
        if let key = try key() { return key }
        if isAtItem {
            throw problem("yaml_syntax", "an item of a list stands among keys", "Indent it, or give it a key")
        }
        throw problem(
            "yaml_syntax", "the line is not of the form key: value", "Write a key, a colon and a space")
    }

    private func wrongIndentation() -> YAMLProblem {
        problem(
            "yaml_indentation", "the line is indented deeper than the lines it belongs to",
            "Indent keys of one mapping alike")
    }

    /// Reads what follows the colon of a key in a column.
    private mutating func mappingValue(column: Int) throws(YAMLProblem) -> YAMLNode {
        let (place, placeLine) = (position, line)
        skipBlanks()
        guard isAtLineEnd || (current == 0x23 && position > place) else {
            if isAtItem {
                throw problem(
                    "yaml_syntax", "a list begins on the line of its key",
                    "Write its items on their own lines")
            }
            try enter()
            defer { depth -= 1 }
            return try inlineValue(parent: column)
        }
        try skipToContent()
        if contentColumn > column { return try blockContent(column: contentColumn, parent: column) }
        // A list may stand in the column of its key.
        if contentColumn == column, isAtItem {
            try enter()
            defer { depth -= 1 }
            return try blockSequence(column: column)
        }
        return YAMLNode(.empty, range: place..<place, line: placeLine)
    }

    /// Reads a value that is no collection by indentation, and checks that its line ends with it.
    private mutating func inlineValue(parent: Int) throws(YAMLProblem) -> YAMLNode {
        let startLine = line
        let value: YAMLNode
        switch current {
        case 0x7C, 0x3E:
            return try blockScalar(parent: parent)
        case 0x5B, 0x7B:
            value = try flowCollection()
        case 0x22, 0x27:
            value = try quotedScalar()
        default:
            value = try plainScalar(parent: parent, inFlow: false)
        }
        do throws(YAMLProblem) {
            try endLine()
        } catch {
            if current == 0x3A, value.isFlow { throw complexKey() }
            // A quotation mark that was forgotten is closed by the next one, lines later.
            if case .scalar(_, let style) = value.content, style != .plain, line > startLine {
                throw problem(
                    "yaml_syntax", line: startLine, "quoted text begins here and does not end on this line",
                    "Close the quotation mark")
            }
            throw error
        }
        return value
    }

    func complexKey() -> YAMLProblem {
        problem("complex_key", "a key is not plain or quoted text", "Write the key as text")
    }

    /// Goes to the first content in a column, or left of it, on a line behind the one named.
    private mutating func skipToLine(column: Int, from failed: Int) -> Bool {
        // The position is wherever reading failed, which may be far behind the entry.
        position = lineStarts(upTo: failed)
        line = failed
        lineStart = position
        while true {
            skipLine()
            if isAtEnd { return false }
            skipLineBreak()
            while current == 0x20 { position += 1 }
            if !isAtLineEnd, current != 0x23, current != 0x09, position - lineStart <= column {
                return contentColumn == column
            }
        }
    }

    private func lineStarts(upTo wanted: Int) -> Int {
        var scan = self
        scan.position = 0
        scan.line = 1
        while scan.line < wanted, !scan.isAtEnd {
            scan.skipLine()
            if !scan.isAtEnd { scan.skipLineBreak() }
        }
        return scan.position
    }
}
