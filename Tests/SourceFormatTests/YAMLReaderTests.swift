import TestSupport
import Testing
import Yams

@testable import SourceFormat

@Suite struct YAMLReaderTests {
    /// A value without its places, to compare two parsers by.
    indirect enum Value: Equatable {
        case scalar(String, isPlain: Bool)
        case sequence([Value])
        case mapping([String], [Value])
        case unreadable
    }

    private static func value(_ node: YAMLNode) -> Value {
        switch node.content {
        case .empty: .scalar("", isPlain: true)
        case .scalar(let text, let style): .scalar(text, isPlain: style == .plain)
        case .sequence(let items): .sequence(items.map(value))
        case .mapping(let pairs): .mapping(pairs.map(\.key), pairs.map { value($0.value) })
        }
    }

    private static func value(_ node: Yams.Node) -> Value {
        switch node {
        case .scalar(let scalar): .scalar(scalar.string, isPlain: scalar.style == .plain)
        case .sequence(let items): .sequence(items.map(value))
        case .mapping(let mapping):
            .mapping(mapping.map { $0.key.scalar?.string ?? "?" }, mapping.map { value($0.value) })
        case .alias: .unreadable
        }
    }

    /// What the other parser makes of a text.
    enum Reference: Equatable {
        case refused
        case nothing
        case value(Value)
    }

    private static func reference(_ text: String) -> Reference {
        do {
            guard let node = try Yams.compose(yaml: text, .basic) else { return .nothing }
            // A document that only begins.
            return value(node) == .scalar("", isPlain: true) ? .nothing : .value(value(node))
        } catch {
            return .refused
        }
    }

    private static func reading(_ document: YAMLReader.Document) -> Reference {
        guard document.problems.isEmpty else { return .refused }
        guard let root = document.root else { return .nothing }
        return .value(value(root))
    }

    @Test(arguments: [
        "a: 1\nb:\n  - x\n  - y: 1\n    z: 2\nc: {d: [1, 'two', \"three\"], e: }\n",
        "---\na:\n- 1\n-\n  b: 2\n- - 3\n  - 4\nc: # comment\n  d\n...\n",
        "a: >-\n  folded\n  text\n\n  more\n   indented\n  less\nb: |+\n  kept\n\n\nc: |2\n    two\n  one\n",
        "\"a b\": \"x\\n\\u00e9\\\n   y\"\n'it''s': 'one\n  two\n\n  three'\n",
        "a: one\n  two\n\n  three # comment\nb: http://example.com:80/#x\nc: a#b\n",
        "{a: 1,\n b: [x, y,], # comment\n \"c\":2,\n}\n",
        "a:\r\n  b: 1\r\nc: x\r\n  y\r\n", "- a\n- b: 1\n  c:\n  - 2\n- ~\n", "text", "",
        "# only a comment\n", "a:",
        "a: 'x'   \n\n\n# end", "? a\n", "\u{FEFF}a: 1\n", "a: -1\nb: -x\nc: ?x\nd: :x\n", "[]", "'quoted'\n",
    ])
    func agreesWithAnotherParser(text: String) {
        let document = YAMLReader.read(Array(text.utf8))
        if text == "? a\n" {
            #expect(document.problems.map(\.code) == ["complex_key"])
            return
        }
        #expect(document.problems == [], "\(text)")
        #expect(Self.reading(document) == Self.reference(text), "\(text)")
    }

    /// Whatever is read without a problem means the same to another parser; and nodes stand where they say.
    @Test func whatIsReadMeansTheSameElsewhere() throws {
        var read = 0
        let run = try rounds(6_000) { _, generator in
            var author = YAMLGenerator(generator: generator)
            var text = author.document()
            generator = author.generator
            let isDamaged = generator.chance(60)
            if isDamaged {
                let bytes = damaged(
                    Array(text.utf8), alphabet: " \n\n\t:-#'\"[]{},|>&*!%?@`\\ab1\r.", using: &generator)
                guard SourceText.check(bytes, file: "", limit: .max) == nil else { return }
                text = String(decoding: bytes, as: UTF8.self)
            }
            // libyaml takes these two for line breaks, as YAML 1.1 did.
            guard !text.unicodeScalars.contains(where: { $0 == "\u{2028}" || $0 == "\u{2029}" }) else {
                return
            }
            let document = YAMLReader.read(Array(text.utf8))
            let (reading, reference) = (Self.reading(document), Self.reference(text))
            // What is refused here and not there is refused by name, or strange.
            if isDamaged, reading == .refused { return }
            // libyaml also refuses some tabs that YAML 1.2 allows.
            if reference == .refused, text.contains("\t") { return }
            #expect(reading == reference, "\(text.debugDescription) \(document.problems)")
            read += 1
            if let root = document.root { Self.checkPlaces(root, in: Array(text.utf8)) }
        }
        #expect(read * 4 > run)
    }

    /// A scalar read again from its own bytes alone is the same scalar.
    private static func checkPlaces(_ node: YAMLNode, in bytes: [UInt8]) {
        #expect(node.line == 1 + lineBreaks(bytes[..<node.range.lowerBound]))
        switch node.content {
        case .empty: #expect(node.range.isEmpty)
        case .scalar(let text, .plain) where !text.contains("\n"):
            let own = String(decoding: bytes[node.range], as: UTF8.self)
            #expect(
                own.split(whereSeparator: { $0.isWhitespace })
                    == text.split(whereSeparator: { $0.isWhitespace }))
        case .scalar(_, .singleQuoted):
            #expect(bytes[node.range].first == 0x27 && bytes[node.range].last == 0x27)
        case .scalar(_, .doubleQuoted):
            #expect(bytes[node.range].first == 0x22 && bytes[node.range].last == 0x22)
        case .scalar: break
        case .sequence(let items):
            for item in items {
                #expect(
                    node.range.lowerBound <= item.range.lowerBound
                        && item.range.upperBound <= node.range.upperBound)
                checkPlaces(item, in: bytes)
            }
        case .mapping(let pairs):
            for pair in pairs {
                #expect(pair.line == 1 + lineBreaks(bytes[..<pair.keyRange.lowerBound]))
                #expect(
                    node.range.lowerBound <= pair.keyRange.lowerBound && pair.end <= node.range.upperBound)
                checkPlaces(pair.value, in: bytes)
            }
        }
    }

    private static func lineBreaks(_ bytes: ArraySlice<UInt8>) -> Int {
        String(decoding: bytes, as: UTF8.self).count { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    }

    @Test func garbageIsRefusedAndNeverCrashes() throws {
        try rounds(4_000) { _, generator in
            let alphabet = Array("ab:-#'\"[]{},|>&*!%?@`\\ \n\t\r0.é=<".unicodeScalars)
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...80, using: &generator) { text.append(generator.pick(alphabet)) }
            let document = YAMLReader.read(Array(String(text).utf8))
            #expect(document.root != nil || !document.problems.isEmpty || !document.isPartial)
            for problem in document.problems { #expect(problem.line >= 1) }
        }
    }

    @Test(arguments: ["[", "{a: ", "- ", "a:\n", "? ", "[[{x: "])
    func deepNestingIsRefused(opening: String) {
        var text = ""
        for depth in 0..<20_000 {
            text += opening == "a:\n" ? String(repeating: " ", count: min(depth, 60)) + opening : opening
        }
        let document = YAMLReader.read(Array(text.utf8))
        #expect(!document.problems.isEmpty)
    }

    @Test func nestingIsReadToItsLimit() {
        let limit = YAMLReader.maximumDepth
        let fits = String(repeating: "[", count: limit - 1) + String(repeating: "]", count: limit - 1)
        #expect(YAMLReader.read(Array(fits.utf8)).problems == [])
        let isTooDeep = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
        #expect(YAMLReader.read(Array(isTooDeep.utf8)).problems.map(\.code) == ["nesting_too_deep"])
    }

    /// Large files, each made to be slow to read.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "a: 'x\n", "a: \"\n", "[", "a: b: c\n", "- ", "'", "\"", "a: [\n", "x\n", "a: 1\n", "? a\n",
            "a: |\n", " ", "\n",
            "#", "a: &x\n", "\ta\n", "a:\n b\n", "{", ",", "a: >\n\n",
        ])
    func largeFilesEndInTime(piece: String) {
        let text = String(repeating: piece, count: SourceText.maximumSize / piece.utf8.count / 16)
        let document = YAMLReader.read(Array(text.utf8))
        #expect(document.problems.count <= YAMLReader.maximumProblems + 2)
    }

    @Test func plainScalarsMeanWhatTheCoreSchemaSays() {
        let integers = ["0": 0, "-1": -1, "+12": 12, "0x1F": 31, "0o17": 15, "007": 7]
        for (text, value) in integers { #expect(YAMLScalar(text, .plain) == .integer(value), "\(text)") }
        let floats = [
            "1.5": 1.5, "1e3": 1000, ".5": 0.5, "-1.": -1, "99999999999999999999": 1e20, ".inf": .infinity,
        ]
        for (text, value) in floats { #expect(YAMLScalar(text, .plain) == .float(value), "\(text)") }
        for text in ["", "~", "null", "Null", "NULL"] { #expect(YAMLScalar(text, .plain) == .null) }
        for text in ["true", "True", "TRUE"] { #expect(YAMLScalar(text, .plain) == .bool(true)) }
        for text in [
            "1.2.0", "yes", "on", "1_000", "0b1", "nUll", "1e", ".", "-", "+", "e3", "0x", "0x-1", "inf",
            "nan", "1 2", "0o8",
        ] {
            #expect(YAMLScalar(text, .plain) == .string(text), "\(text)")
        }
        #expect(YAMLScalar("1", .doubleQuoted) == .string("1"))
    }

    /// What is written reads back as the same text, here and elsewhere, alone and between brackets.
    @Test func writtenScalarsReadBack() throws {
        let words = [
            "true", "null", "1", "0x1", "1e5", "no", "2001-01-01", "=", "<<", "~", "", " a", "a ", "a: b",
            "a #b", "- a", "a\nb", "\u{85}", "\u{2028}", "é", "a,b", "[", "'", "\"", "\\", "%", "@",
            "\u{1F600}", "?", "x:", "y", "N", "12:30", "\u{FEFF}", "\u{7}",
        ]
        try rounds(3_000) { _, generator in
            var text = ""
            for _ in 0..<Int.random(in: 1...3, using: &generator) { text += generator.pick(words) }
            for style in [YAMLNode.Style.plain, .singleQuoted, .doubleQuoted, .block] {
                let yaml =
                    "a: \(YAMLText.scalar(text, like: style))\nb: {c: \(YAMLText.scalar(text, like: style))}\n"
                let root = try #require(YAMLReader.read(Array(yaml.utf8)).root)
                let isText = Self.value(root)
                guard case .mapping(_, let values) = isText, case .mapping(_, let inner) = values[1],
                    case .scalar(let first, let isPlain) = values[0]
                else {
                    Issue.record("\(yaml)")
                    return
                }
                #expect(first == text && values[0] == inner[0], "\(yaml)")
                #expect(YAMLScalar(first, isPlain ? .plain : .doubleQuoted) == .string(text))
                // Yams loses a byte order mark that begins a scalar.
                if text.unicodeScalars.first == "\u{FEFF}" { continue }
                let elsewhere = try #require(try Yams.load(yaml: yaml) as? [String: Any])
                #expect(elsewhere["a"] as? String == text, "\(yaml)")
            }
        }
    }
}

/// Writes YAML that looks like what people write.
struct YAMLGenerator {
    var generator: SeededGenerator
    private let words = [
        "a", "name", "1.2.0", "true", "x y", "é", "it's", "b#c", "http://x:1/", "-1", "~", "k",
        "workspace:a.b",
    ]

    init(generator: SeededGenerator) { self.generator = generator }

    mutating func document() -> String {
        let lineBreak = generator.chance(10) ? "\r\n" : "\n"
        let text = (generator.chance(10) ? "---\n" : "") + mapping(indentation: 0, depth: 0)
        return text.replacing("\n", with: lineBreak)
    }

    private mutating func space(_ indentation: Int) -> String { String(repeating: " ", count: indentation) }

    private mutating func comment(_ indentation: Int) -> String {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: space(indentation) + "# a comment: 'with \"marks\n"
        case 1: "\n"
        default: ""
        }
    }

    private mutating func key(_ index: Int) -> String {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: "\"k \(index)\""
        case 1: "'k''\(index)'"
        default: "\(generator.pick(["name", "key", "a.b", "workspace:x"]))\(index)"
        }
    }

    private mutating func mapping(indentation: Int, depth: Int) -> String {
        var text = ""
        for index in 0..<Int.random(in: 1...4, using: &generator) {
            text += comment(indentation) + space(indentation) + key(index) + ":"
            text += value(indentation: indentation, depth: depth, inMapping: true)
        }
        return text
    }

    private mutating func value(indentation: Int, depth: Int, inMapping: Bool) -> String {
        let deeper = indentation + Int.random(in: 1...3, using: &generator)
        switch Int.random(in: 0..<(depth < 3 ? 12 : 8), using: &generator) {
        case 0: return "\n"
        case 1: return " " + quoted() + end()
        case 2: return block(deeper)
        case 3: return " " + flow(depth: 0) + end()
        case 4: return " \(generator.pick(words))\n\(space(deeper))\(generator.pick(words))" + end()
        case 5...7: return " " + generator.pick(words) + end()
        case 8, 9:
            return (generator.chance(20) ? " # comment\n" : "\n")
                + mapping(indentation: deeper, depth: depth + 1)
        default:
            return "\n"
                + sequence(
                    indentation: generator.chance(30) && inMapping ? indentation : deeper, depth: depth + 1)
        }
    }

    private mutating func sequence(indentation: Int, depth: Int) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            text += comment(indentation) + space(indentation) + "-"
            if generator.chance(25) {
                text +=
                    " "
                    + mapping(indentation: indentation + 2, depth: depth + 1).drop { $0 == " " || $0 == "\n" }
            } else {
                text += value(indentation: indentation, depth: depth + 1, inMapping: false)
            }
        }
        return text
    }

    private mutating func quoted() -> String {
        generator.pick([
            "\"x: \\\"y\\\" \\u00e9\"", "'it''s # this'", "\"two\n   lines \\\n  here\"", "'a\n\n  b'",
            "\"\"", "''",
        ])
    }

    private mutating func block(_ indentation: Int) -> String {
        let header =
            " " + generator.pick(["|", ">", "|-", ">+", ">-", "|+"])
            + (generator.chance(10) ? " # comment" : "")
        var text = header + "\n"
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            text +=
                generator.chance(25)
                ? "\n"
                : space(indentation) + generator.pick(["", "", " ", "  "]) + generator.pick(words) + "\n"
        }
        return text
    }

    private mutating func flow(depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 2 ? 4 : 2), using: &generator) {
        case 0: return generator.pick(["a", "1", "x y", "'q'", "\"z\"", "b#c"])
        case 1: return generator.pick(["[]", "{}", "[ ]", "{ }"])
        case 2:
            let items = (0..<Int.random(in: 1...3, using: &generator)).map { _ in flow(depth: depth + 1) }
            return "[" + items.joined(separator: generator.pick([", ", ",", " , ", ",\n  "]))
                + generator.pick(["]", ",]", " ]"])
        default:
            let pairs = (0..<Int.random(in: 1...3, using: &generator)).map {
                "k\($0): \(flow(depth: depth + 1))"
            }
            return "{" + pairs.joined(separator: generator.pick([", ", ",\n   # comment\n   "]))
                + generator.pick(["}", " }", ",}"])
        }
    }

    private mutating func end() -> String { generator.pick(["\n", "\n", "\n", " # comment\n", "  \n"]) }
}
