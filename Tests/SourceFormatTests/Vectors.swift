import Foundation
import TestSupport
import Testing

@testable import SourceFormat

/// The files under `Tests/Vectors`.
enum Vectors {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Vectors")

    static func json<Value: Decodable>(_ name: String, as type: [Value].Type = [Value].self) throws -> [Value]
    {
        let values = try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
        try #require(!values.isEmpty)
        return values
    }

    /// One case of a file of texts: a line `### <title>`, a text, and after each line `--- <name>` a further
    /// text. ␍ and ␉ stand for a carriage return and a tab.
    struct Case {
        let title: String
        let text: String
        let parts: [String: String]
    }

    static func cases(_ name: String) throws -> [Case] {
        let file = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let cases = ("\n" + file).components(separatedBy: "\n### ").dropFirst().map { section in
            let pieces = section.components(separatedBy: "\n--- ").map { piece in
                let lines = piece.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                var text = lines.count > 1 ? String(lines[1]).trimmingSuffix("\n") : ""
                if !text.isEmpty { text += "\n" }
                return (String(lines[0]), text.replacing("␍", with: "\r").replacing("␉", with: "\t"))
            }
            let parts = Dictionary(uniqueKeysWithValues: pieces.dropFirst())
            return Case(title: pieces[0].0, text: pieces[0].1, parts: parts)
        }
        try #require(!cases.isEmpty)
        return cases
    }

    /// Checks the part `expect` of each case. With `UPDATE_VECTORS` in the environment it writes the parts
    /// anew instead, to be read before they are committed.
    static func check(_ name: String, outcome: (Case) throws -> String) throws {
        let cases = try cases(name)
        if ProcessInfo.processInfo.environment["UPDATE_VECTORS"] == nil {
            for entry in cases {
                let outcome = try outcome(entry)
                #expect(outcome == entry.parts["expect"], "\(entry.title)")
            }
            return
        }
        let url = folder.appending(path: name)
        let file = try String(contentsOf: url, encoding: .utf8)
        var sections = ("\n" + file).components(separatedBy: "\n### ")
        for (index, entry) in cases.enumerated() {
            let marker = "\n--- expect\n"
            let kept = sections[index + 1].components(separatedBy: marker)[0]
            let text = try outcome(entry).replacing("\r\n", with: "␍\n")
            sections[index + 1] = kept + marker + text
        }
        try sections.joined(separator: "\n### ").dropFirst().write(to: url, atomically: true, encoding: .utf8)
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        var text = self
        while text.last == suffix { text.removeLast() }
        return text
    }
}

extension SeededGenerator {
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }
}

/// Runs a body until the time is up or the rounds are over, each round with a generator of its own.
///
/// - Returns: how many rounds were run, at least a hundred.
@discardableResult
func rounds(
    _ count: Int, seconds: Double = 1, _ body: (Int, inout SeededGenerator) throws -> Void
) throws -> Int {
    let end = ContinuousClock.now + .seconds(seconds)
    for round in 0..<count {
        var generator = SeededGenerator(seed: UInt64(round))
        try body(round, &generator)
        if round >= 100, ContinuousClock.now > end { return round + 1 }
    }
    return count
}

/// Damages bytes: some are changed, removed, doubled, or replaced by others that mean something.
func damaged(
    _ bytes: [UInt8], alphabet: String, times: Int = 6, using generator: inout SeededGenerator
) -> [UInt8] {
    var bytes = bytes
    let alphabet = Array(alphabet.utf8)
    for _ in 0..<Int.random(in: 1...times, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0 where place < bytes.count: bytes.remove(at: place)
        case 1 where place < bytes.count: bytes[place] = generator.pick(alphabet)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 3:
            let length = min(Int.random(in: 1...30, using: &generator), bytes.count - place)
            bytes.insert(contentsOf: Array(bytes[place..<(place + length)]), at: place)
        default: bytes.insert(generator.pick(alphabet), at: place)
        }
    }
    return bytes
}
