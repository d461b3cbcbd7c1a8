import Git
import TestSupport
import Testing

@testable import Guard

@Suite("What git tells its pre-push hook")
struct PushUpdateTests {
    private let one = String(repeating: "1", count: 40)
    private let none = String(repeating: "0", count: 40)

    @Test("is read line by line, names with spaces too")
    func reading() throws {
        let text =
            "refs/heads/main \(one) refs/heads/main \(none)\nmain@{1 day ago} \(one) refs/heads/old \(one)\n(delete) \(none) refs/heads/gone \(one)\n"
        let updates = try PushUpdate.parse(Array(text.utf8))
        #expect(updates.map(\.source) == ["refs/heads/main", "main@{1 day ago}", "(delete)"])
        #expect(updates.map(\.name) == ["refs/heads/main", "refs/heads/old", "refs/heads/gone"])
        #expect(updates.map(\.isDeletion) == [false, false, true])
        #expect(updates[0].old == .zero)
    }

    @Test("is refused where it is of another form, with the line")
    func refusals() {
        for (text, line) in [
            ("x", 1), ("a \(one) b", 1), ("a \(one) b \(none)\n\nc d e f", 3), ("a \(one) b \(none)0", 1),
            ("a \(one)  \(none)", 1), ("a \(one) \u{0} \(none)", 1),
        ] {
            #expect(throws: PushUpdatesError(line: line)) { try PushUpdate.parse(Array(text.utf8)) }
        }
    }

    @Test("never brings the reader down, whatever the bytes")
    func anyBytes() {
        var random = SeededGenerator(seed: 1)
        let alphabet = Array("0aF \n/()\0\u{e9}".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            _ = try? PushUpdate.parse(bytes)
        }
    }
}
