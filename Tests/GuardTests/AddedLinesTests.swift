import TestSupport
import Testing

@testable import Guard

@Suite("Added lines")
struct AddedLinesTests {
    private func added(_ new: String, since old: [String]) -> Set<Int> {
        func withOld(_ rest: ArraySlice<String>, _ got: [UnsafeRawBufferPointer]) -> Set<Int> {
            guard let first = rest.first else {
                return Array(new.utf8).withUnsafeBytes { bytes in
                    let added = AddedLines(of: bytes, since: got)
                    var lines: Set<Int> = []
                    for range in added.lines {
                        lines.formUnion(
                            range.clamped(
                                to: 1..<1
                                    + new.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).count)
                        )
                    }
                    if let least = lines.min(), !got.isEmpty { #expect(added.firstLine == least) }
                    return lines
                }
            }
            return Array(first.utf8).withUnsafeBytes { withOld(rest.dropFirst(), got + [$0]) }
        }
        return withOld(old[...], [])
    }

    @Test("are those that no older version has, for random texts")
    func property() {
        var random = SeededGenerator(seed: 7)
        let lines = ["", "a", "b", "c\r", "c", "a long line that goes on", "a long line that goes off", "é"]
        for _ in 0..<3_000 {
            func text() -> String {
                let count = Int.random(in: 0...12, using: &random)
                let text = (0..<count).map { _ in lines.randomElement(using: &random) ?? "" }
                    .joined(separator: "\n")
                return Bool.random(using: &random) ? text : text + "\n"
            }
            let new = text()
            let old = (0..<Int.random(in: 1...3, using: &random)).map { _ in text() }
            func plain(_ text: String) -> [String] {
                // By bytes: to Swift a carriage return and a line feed are one character.
                var parts = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map {
                    String(decoding: $0, as: UTF8.self)
                }
                if parts.last?.isEmpty == true { parts.removeLast() }
                return parts.map { $0.hasSuffix("\r") ? String($0.dropLast()) : $0 }
            }
            var expected: Set<Int> = []
            for (number, line) in plain(new).enumerated()
            where old.allSatisfy({ !plain($0).contains(line) }) { expected.insert(number + 1) }
            let found = added(new, since: old)
            #expect(found.isSuperset(of: expected), "\(new.debugDescription) since \(old)")
            let lines = plain(new)
            if old.count == 1, Set(lines).count == lines.count, Set(plain(old[0])).isDisjoint(with: lines) {
                #expect(found == expected)
            }
        }
    }

    @Test("of a file without older versions are all")
    func newFile() {
        #expect(added("a\nb", since: []) == [1, 2])
    }
}
