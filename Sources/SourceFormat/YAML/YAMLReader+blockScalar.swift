// Text after | and >.
extension YAMLReader {
    private enum Chomping {
        case strip
        case clip
        case keep
    }

    /// Reads a block of text, literal (|) or folded (>).
    ///
    /// - Parameter parent: the column of the collection that it is in, -1 outside of any.
    mutating func blockScalar(parent: Int) throws(YAMLProblem) -> YAMLNode {
        let (start, startLine) = (position, line)
        let isFolded = current == 0x3E
        position += 1
        let (chomping, indicated) = try blockHeader()
        var end = position
        let header = position
        skipBlanks()
        if current == 0x23, position > header { skipLine() }
        guard isAtLineEnd else {
            throw problem(
                "yaml_syntax", "text stands on the line of a | or >", "Begin it on the next line, or quote it"
            )
        }
        if !isAtEnd { skipLineBreak() }

        var text: [UInt8] = []
        var breaks: [UInt8] = []
        var lineBreak: [UInt8] = []
        var wasIndented = false
        var column = indicated.map { max(parent, 0) + $0 }
        if column == nil {
            let deepest = try skipEmptyLines(column: nil, into: &breaks)
            let found = isAtEnd ? 0 : position - lineStart
            if found > parent, !isAtMarker(0x2D), !isAtMarker(0x2E), !isAtEnd {
                if deepest > found {
                    throw problem(
                        "yaml_indentation", "an empty line before this text is indented deeper than the text",
                        "Remove the spaces from the empty line")
                }
                column = max(found, 1)
            } else {
                column = max(parent + 1, deepest, 1)
            }
        } else {
            _ = try skipEmptyLines(column: column, into: &breaks)
        }
        let indentation = column ?? 0
        while !isAtEnd, position - lineStart == indentation {
            let isIndented = Self.isBlank(current)
            if isFolded, !lineBreak.isEmpty, !wasIndented, !isIndented {
                if breaks.isEmpty { text.append(0x20) }
            } else {
                text.append(contentsOf: lineBreak)
            }
            text.append(contentsOf: breaks)
            lineBreak = []
            breaks = []
            wasIndented = isIndented
            let lineBegin = position
            skipLine()
            text.append(contentsOf: bytes[lineBegin..<position])
            end = position
            if isAtEnd { break }
            skipLineBreak()
            lineBreak = [0x0A]
            _ = try skipEmptyLines(column: indentation, into: &breaks)
        }
        if chomping != .strip { text.append(contentsOf: lineBreak) }
        if chomping == .keep {
            text.append(contentsOf: breaks)
            // The empty lines belong to the value, so they belong to its bytes.
            if !breaks.isEmpty {
                let isPair = bytes[lineStart - 1] == 0x0A && bytes[lineStart - 2] == 0x0D
                end = max(end, lineStart - (isPair ? 2 : 1))
            }
        }
        if !isAtEnd {
            // The line that ends the block is read again from its beginning.
            position = lineStart
            try skipToContent()
        }
        return YAMLNode(
            .scalar(String(decoding: text, as: UTF8.self), .block), range: start..<end, line: startLine)
    }

    private mutating func blockHeader() throws(YAMLProblem) -> (Chomping, Int?) {
        var chomping: Chomping?
        var indentation: Int?
        while true {
            switch current {
            case 0x2B where chomping == nil: chomping = .keep
            case 0x2D where chomping == nil: chomping = .strip
            case 0x31...0x39 where indentation == nil: indentation = Int(current) - 0x30
            default: return (chomping ?? .clip, indentation)
            }
            position += 1
        }
    }

    /// Goes over empty lines to the indentation of the next one that is not.
    ///
    /// - Returns: the most spaces on an empty line.
    private mutating func skipEmptyLines(
        column: Int?, into breaks: inout [UInt8]
    ) throws(YAMLProblem) -> Int {
        var deepest = 0
        while true {
            while current == 0x20, column.map({ position - lineStart < $0 }) ?? true { position += 1 }
            deepest = max(deepest, position - lineStart)
            if column == nil, current == 0x09 {
                throw problem("tab_indentation", "a tab indents this line", "Indent with spaces")
            }
            guard isAtLineEnd, !isAtEnd else { return deepest }
            skipLineBreak()
            breaks.append(0x0A)
        }
    }
}
