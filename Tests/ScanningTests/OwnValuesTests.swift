import Sealing
import Testing

@testable import Scanning

@Suite struct OwnValuesTests {
    private func own(_ values: [String]) throws -> OwnValues {
        try OwnValues(
            values.enumerated().map { index, value in
                var bytes = Array(value.utf8)
                return ("NAME_\(index)", try SecretBytes(consuming: &bytes).whole)
            })
    }

    private let value = "zK8#q/Lw\"2vT+x9R"

    /// Each form is found, at any distance from the beginning, and named.
    @Test func forms() throws {
        let scanner = Scanner(rules: [], ownValues: try own(["Qm4-unrelated-8Zk2Vx", value]))
        for form in EncodedForms.all(of: Array(value.utf8)) {
            for lead in 0..<5 {
                let text = Array(repeating: UInt8(ascii: "."), count: lead) + form + Array(".\n".utf8)
                let matches = text.withUnsafeBytes { scanner.scan($0) }
                #expect(
                    matches.map(\.name) == ["NAME_1"], "\(String(decoding: form, as: UTF8.self)) at \(lead)")
                #expect(matches.first?.range == lead..<lead + form.count)
            }
        }
    }

    /// What other programs make of it, with something before and behind it.
    @Test func base64InContext() throws {
        let scanner = Scanner(rules: [], ownValues: try own([value]))
        for lead in 0..<6 {
            for isURL in [false, true] {
                let whole =
                    Array(String(repeating: "u", count: lead).utf8) + Array((":" + value + "!tail").utf8)
                let text = Base64.encoded(whole, isURL: isURL)
                #expect(text.withUnsafeBytes { scanner.scan($0) }.count == 1)
            }
        }
        let escaped = #"{"v":"zK8#q/Lw\"2vT+x9R"}"#
        #expect(scanner.scan(escaped).count == 1)
        #expect(scanner.scan("?v=zK8%23q%2FLw%222vT%2Bx9R&").count == 1)
    }

    @Test func nearlyTheSame() throws {
        let scanner = Scanner(rules: [], ownValues: try own([value]))
        for index in value.indices {
            var other = value
            other.replaceSubrange(index...index, with: "_")
            #expect(scanner.scan(other).isEmpty)
        }
        #expect(scanner.scan(String(value.dropLast())).isEmpty)
    }

    @Test(arguments: [
        ("short1!", true), ("production", true), ("password123", true), ("12345678", true),
        ("aaaaaaaaaaaa", true),
        ("https://api.acme.io", true), ("correct horse", true), ("zK8#q/Lw", false),
        ("f3a9c1e07b52d846", false),
    ])
    func weak(_ value: String, _ isWeak: Bool) {
        let bytes = Array(value.utf8)
        #expect(bytes.withUnsafeBytes { OwnValues.isTooWeak($0) } == isWeak)
    }

    /// One of the organization's own secrets goes before what a rule makes of it.
    @Test func ownGoesFirst() throws {
        let scanner = Scanner(ownValues: try own([value]))
        #expect(scanner.scan("password = '\(value)'\n").map(\.rule) == [Match.ownRule])
    }
}
