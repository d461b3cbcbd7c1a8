import Foundation
import TestSupport
import Testing

@testable import SourceRepository

@Suite struct JSONDocumentTests {
    @Test func knowsTheLineOfEachValue() throws {
        let text = "{\n  \"a\": [1,\n    \"x\\ny\"],\r\n  \"b\":\n  {}\n}\n"
        guard case .object(let members) = try JSONDocument.parse(Array(text.utf8)).value,
            case .array(let elements) = members[0].node.value
        else {
            Issue.record("not an object with a list")
            return
        }
        #expect(members.map(\.key) == ["a", "b"])
        #expect(members.map(\.line) == [2, 4])
        #expect(members.map(\.node.line) == [2, 5])
        #expect(elements.map(\.line) == [2, 3])
    }

    @Test(arguments: [
        ("", 1), ("{", 1), ("{}x", 1), ("{\n\"a\" 1}", 2), ("[1,]", 1), ("{\"a\":1,}", 1), ("'a'", 1),
        ("[01]", 1),
        ("[1.]", 1), ("[.5]", 1), ("[+1]", 1), ("[1e]", 1), ("[-]", 1), ("[tru]", 1), ("[NaN]", 1),
        ("\"\\x\"", 1),
        ("\"\\u12g4\"", 1), ("\"\\ud800\"", 1), ("\"\\ud800\\u0041\"", 1), ("\"\\udc00\"", 1),
        ("\"a\nb\"", 1),
        ("\n\n\"a", 3), ("{\"a\":1,\n\"a\":2}", 2), ("// no\n1", 1), ("[1 2]", 1), ("{a:1}", 1),
        ("[\"\t\"]", 1),
    ])
    func refuses(text: String, line: Int) {
        let error = #expect(throws: JSONDocument.SyntaxError.self) {
            _ = try JSONDocument.parse(Array(text.utf8))
        }
        #expect(error?.line == line)
        #expect(error?.message.isEmpty == false)
    }

    @Test func boundsNesting() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONDocument.parse(nested(JSONDocument.maximumDepth))
        #expect(throws: JSONDocument.SyntaxError.self) {
            _ = try JSONDocument.parse(nested(JSONDocument.maximumDepth + 1))
        }
        #expect(throws: JSONDocument.SyntaxError.self) { _ = try JSONDocument.parse(nested(1_000_000)) }
    }

    @Test func refusesStringsThatAreNotUTF8() {
        #expect(throws: JSONDocument.SyntaxError.self) { _ = try JSONDocument.parse([0x22, 0xff, 0x22]) }
    }

    /// What Foundation writes is read back as the same value.
    @Test func readsWhatAnotherWriterWrites() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let value = Self.value(depth: 4, &random)
            let data = try JSONSerialization.data(
                withJSONObject: [value], options: Bool.random(using: &random) ? [.prettyPrinted] : [])
            let node = try JSONDocument.parse(Array(data))
            let again = try #require(Self.plain(node) as? [Any])
            #expect(NSArray(array: again).isEqual(to: [value]), "\(String(decoding: data, as: UTF8.self))")
        }
    }

    /// Whatever bytes arrive, it answers or refuses, and never takes what Foundation refuses.
    @Test func survivesAnything() throws {
        var random = SeededGenerator(seed: 12)
        let alphabet = Array("{}[]:,\"\\ utrfalsen0123456789.eE+-\nabc\u{e9}".utf8) + [0, 0xff]
        for round in 0..<4000 {
            var bytes: [UInt8]
            if round.isMultiple(of: 2) {
                bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                    alphabet.randomElement(using: &random)!
                }
            } else {
                let value = Self.value(depth: 3, &random)
                bytes = Array(try JSONSerialization.data(withJSONObject: [value]))
                let position = Int.random(in: 0..<bytes.count, using: &random)
                bytes[position] = alphabet.randomElement(using: &random)!
            }
            guard (try? JSONDocument.parse(bytes)) != nil else { continue }
            let known = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
            #expect(known != nil, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> Any {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
        case 0: return NSNull()
        case 1: return Bool.random(using: &random)
        case 2: return Int.random(in: -1000...1000, using: &random)
        case 3: return Double(Int.random(in: -1000...1000, using: &random)) / 8
        case 4: return text(&random)
        case 5:
            return (0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth - 1, &random) }
        default:
            var object: [String: Any] = [:]
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                object[text(&random)] = value(depth: depth - 1, &random)
            }
            return object
        }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        let characters = Array("aZ0 \"\\/\n\t\u{1}é漢😀")
        return String(
            (0..<Int.random(in: 0...8, using: &random)).map { _ in characters.randomElement(using: &random)! }
        )
    }

    private static func plain(_ node: JSONDocument.Node) -> Any {
        switch node.value {
        case .null: NSNull()
        case .bool(let value): value
        case .number(let text): Double(text) ?? .nan
        case .string(let text): text
        case .array(let elements): elements.map(plain)
        case .object(let members):
            Dictionary(uniqueKeysWithValues: members.map { ($0.key, plain($0.node)) })
        }
    }
}
