import Foundation
import TestSupport
import Testing

@testable import Scanning

/// The cases of `Tests/Vectors/scanning/rules.txt`, filled with random characters.
struct RuleVector: CustomStringConvertible {
    let rule: String
    let isFound: Bool
    let template: String

    var description: String { "\(rule) \(isFound ? "+" : "-") \(template)" }

    static func all() throws -> [RuleVector] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Vectors/scanning/rules.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, parts[1] == "+" || parts[1] == "-" else { return nil }
            return RuleVector(rule: String(parts[0]), isFound: parts[1] == "+", template: String(parts[2]))
        }
    }

    private static let sets: [String: String] = [
        "an": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "hex": "0123456789abcdef",
        "HEX": "0123456789ABCDEF", "up": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "lo": "abcdefghijklmnopqrstuvwxyz0123456789", "b32": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        "b64": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        "url": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", "dig": "123456789",
        "pw": "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!@%^*_+-=?",
        "k32": "abcdefghijklmnopqrstuvwxyz234567",
    ]

    static func random(_ set: String, _ count: Int, _ generator: inout SeededGenerator) -> String {
        let characters = Array(sets[set]!)
        return String((0..<count).map { _ in characters.randomElement(using: &generator)! })
    }

    func text(_ generator: inout SeededGenerator) -> String {
        var result = ""
        // Three tildes are one.
        var rest = template.replacing("~~~", with: "\u{1}").replacing("~", with: "").replacing(
            "\u{1}", with: "~")[...]
        while let match = rest.firstMatch(of: /\{([A-Za-z0-9]+):([0-9]+)\}/) {
            result += rest[..<match.range.lowerBound]
            rest = rest[match.range.upperBound...]
            let count = Int(match.2)!
            switch match.1 {
            case "crc":
                let body = Self.random("an", count, &generator)
                result += body + String(decoding: TokenChecksum.digits(of: Array(body.utf8)), as: UTF8.self)
            case "uuid":
                result += [8, 4, 4, 4, 12].map { Self.random("hex", $0, &generator) }.joined(separator: "-")
            default: result += Self.random(String(match.1), count, &generator)
            }
        }
        return (result + rest).replacing("␤", with: "\n")
    }
}
