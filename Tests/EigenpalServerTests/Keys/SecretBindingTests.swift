import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct SecretBindingTests {
    @Test func encodesLengthsBeforeParts() {
        let binding = SecretBinding(organization: "o", sourcePath: "p/é", secretName: "")
        var expected: [UInt8] = [0, 0, 0, 18]
        expected += Array("eigenpal secret v1".utf8)
        expected += [0, 0, 0, 1, 0x6F, 0, 0, 0, 4, 0x70, 0x2F, 0xC3, 0xA9, 0, 0, 0, 0]
        #expect(binding.associatedData == expected)
    }

    @Test func noTwoPlacesShareAnEncoding() {
        var generator = SeededGenerator(seed: 1)
        let letters = ["", "a", "b", "ab", "\u{0}", "/", "\u{0}\u{0}\u{0}\u{1}", "é"]
        var encodings: [[UInt8]: SecretBinding] = [:]
        for _ in 0..<3_000 {
            func part() -> String {
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    letters.randomElement(using: &generator)!
                }.joined()
            }
            let binding = SecretBinding(organization: part(), sourcePath: part(), secretName: part())
            if let other = encodings.updateValue(binding, forKey: binding.associatedData) {
                #expect(other == binding)
            }
        }
        #expect(encodings.count > 1_000)
    }
}
