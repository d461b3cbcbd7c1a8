// Collections in brackets.
extension YAMLReader {
    /// Reads a list or a mapping in brackets.
    mutating func flowCollection() throws(YAMLProblem) -> YAMLNode {
        try enter()
        defer { depth -= 1 }
        return current == 0x5B ? try flowSequence() : try flowMapping()
    }

    private mutating func flowSequence() throws(YAMLProblem) -> YAMLNode {
        let (start, startLine) = (position, line)
        var items: [YAMLNode] = []
        position += 1
        try skipFlowSpace(openedOn: startLine)
        while current != 0x5D {
            let item = try flowNode()
            items.append(item)
            try skipFlowSpace(openedOn: startLine)
            if current == 0x3A {
                throw problem(
                    "yaml_syntax", "a colon stands in a list in brackets",
                    "Close the bracket that opens on line \(startLine), or put the key and its value in braces"
                )
            }
            guard try skipSeparator(before: 0x5D, openedOn: startLine) else { break }
        }
        position += 1
        return YAMLNode(.sequence(items), range: start..<position, line: startLine, isFlow: true)
    }

    private mutating func flowMapping() throws(YAMLProblem) -> YAMLNode {
        let (start, startLine) = (position, line)
        var pairs: [YAMLPair] = []
        var lines: [String: Int] = [:]
        position += 1
        try skipFlowSpace(openedOn: startLine)
        while current != 0x7D {
            var pair = try flowPair(openedOn: startLine)
            let more = try skipSeparator(before: 0x7D, openedOn: startLine) { pair.separatorEnd = $0 }
            add(pair, to: &pairs, lines: &lines)
            if !more { break }
        }
        position += 1
        return YAMLNode(.mapping(pairs), range: start..<position, line: startLine, isFlow: true)
    }

    private mutating func flowPair(openedOn opened: Int) throws(YAMLProblem) -> YAMLPair {
        let (keyStart, keyLine, column) = (position, line, position - lineStart)
        if current == 0x5B || current == 0x7B { throw complexKey() }
        let node = try flowNode()
        guard case .scalar(let key, _) = node.content else { throw complexKey() }
        let keyRange = keyStart..<position
        guard line == keyLine, keyRange.count <= Self.maximumKeyLength else {
            throw problem(
                "yaml_syntax", line: keyLine, "a key is longer than a line, or its colon is missing")
        }
        skipBlanks()
        var value = YAMLNode(.empty, range: keyRange.upperBound..<keyRange.upperBound, line: keyLine)
        if current == 0x3A {
            position += 1
            let place = position
            try skipFlowSpace(openedOn: opened)
            if current == 0x2C || current == 0x7D {
                value = YAMLNode(.empty, range: place..<place, line: keyLine)
            } else {
                value = try flowNode()
            }
        }
        try skipFlowSpace(openedOn: opened)
        return YAMLPair(key: key, keyRange: keyRange, line: keyLine, column: column, value: value)
    }

    private mutating func flowNode() throws(YAMLProblem) -> YAMLNode {
        switch current {
        case 0x5B, 0x7B: try flowCollection()
        case 0x22, 0x27: try quotedScalar()
        default: try plainScalar(parent: -1, inFlow: true)
        }
    }

    /// Goes over a comma, or stops at the closing bracket.
    ///
    /// - Returns: whether a comma was there.
    private mutating func skipSeparator(
        before close: UInt8, openedOn opened: Int, _ found: (Int) -> Void = { _ in }
    ) throws(YAMLProblem) -> Bool {
        if current == close { return false }
        guard current == 0x2C else {
            throw problem(
                "yaml_syntax", "a comma or a closing bracket is missing",
                "The bracket opened on line \(opened)")
        }
        position += 1
        found(position)
        try skipFlowSpace(openedOn: opened)
        return true
    }

    private mutating func skipFlowSpace(openedOn opened: Int) throws(YAMLProblem) {
        while true {
            skipBlanks()
            if current == 0x23, position == lineStart || Self.isBlank(byte(at: position - 1)) { skipLine() }
            if isAtEnd || isAtMarker(0x2D) || isAtMarker(0x2E) {
                throw problem(
                    "yaml_syntax", line: opened, "a bracket opens here and is never closed",
                    "Close the bracket")
            }
            guard isAtLineEnd else { return }
            skipLineBreak()
        }
    }
}
