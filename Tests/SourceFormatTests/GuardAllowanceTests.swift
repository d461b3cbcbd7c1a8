import Testing

@testable import SourceFormat

@Suite("Allowed findings")
struct GuardAllowanceTests {
    private func added(to text: String?) -> String {
        String(
            decoding: GuardAllowance.adding(
                "0123456789012345", "it's \"fine\"", to: text.map { Array($0.utf8) }),
            as: UTF8.self)
    }

    @Test("are added to any usual form of the file, and every other line stays")
    func adding() throws {
        let texts = [
            nil, "schemaVersion: 1\n", "schemaVersion: 1",
            "schemaVersion: 1\nguard:\n\ntypes:\n  docs: patch\n",
            "schemaVersion: 1\nguard:\n  allow:\n    - fingerprint: aaaaaaaaaaaaaaaa\n      reason: x # y\n",
            "# top\nschemaVersion: 1\nguard: # here\n  allow:\n  - fingerprint: \"aaaaaaaaaaaaaaaa\"\n    reason: x\n\n# end\ntypes:\n  docs: patch\n",
            "schemaVersion: 1\nguard:\n    allow:\n\ndependents: follow\n",
        ]
        for text in texts {
            let new = added(to: text)
            let (settings, findings) = PlanSettings.parse(bytes: Array(new.utf8))
            #expect(settings?.allowed["0123456789012345"] == "it's \"fine\"", "\(new)\n\(findings)")
            if let before = text.flatMap({ PlanSettings.parse(bytes: Array($0.utf8)).0 }) {
                #expect(settings?.allowed.count == before.allowed.count + 1)
                #expect(settings?.types == before.types)
                #expect(settings?.dependents == before.dependents)
            }
            for line in (text ?? "").split(separator: "\n") {
                #expect(new.split(separator: "\n").contains(line))
            }
        }
    }

    @Test(
        "are refused where they are broken",
        arguments: [
            ("- fingerprint: abc\n      reason: x", "invalid_fingerprint"),
            ("- fingerprint: \"0123456789012345\"", "missing_key"),
            ("- reason: x", "missing_key"),
            ("- fingerprint: \"0123456789012345\"\n      reason: x\n      by: me", "unknown_key"),
        ])
    func broken(item: String, code: String) {
        let text = "schemaVersion: 1\nguard:\n  allow:\n    \(item)\n"
        let (settings, findings) = PlanSettings.parse(bytes: Array(text.utf8))
        #expect(settings == nil)
        #expect(findings.map(\.code) == [code])
    }
}
