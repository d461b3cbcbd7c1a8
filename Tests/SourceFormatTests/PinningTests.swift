import Testing

@testable import SourceFormat

/// Other versions in a manifest, and no other byte.
@Suite struct PinningTests {
    private static let path = try! PackagePath(parsing: "agents/a")
    private static let ocr = try! PackagePath(parsing: "resources/skills/ocr")
    private static let tone = try! PackagePath(parsing: "resources/rules/tone")

    private func pinned(_ text: String, _ versions: [PackagePath: String]) throws -> String {
        try PackageManifest.pinning(
            text, path: Self.path, to: versions.mapValues { try! SemanticVersion(parsing: $0) })
    }

    @Test(arguments: [
        (
            "\"workspace:resources.skills.ocr\": \"1.0.0\" # why",
            "\"workspace:resources.skills.ocr\": \"2.10.0\" # why"
        ),
        ("'workspace:resources.skills.ocr':   '1.0.0'", "'workspace:resources.skills.ocr':   '2.10.0'"),
        ("workspace:resources.skills.ocr: 1.0.0", "workspace:resources.skills.ocr: 2.10.0"),
        ("ocr: \"workspace:resources.skills.ocr@1.0.0\"", "ocr: \"workspace:resources.skills.ocr@2.10.0\""),
        ("ocr: workspace:resources.skills.ocr@1.0.0 # x", "ocr: workspace:resources.skills.ocr@2.10.0 # x"),
        (
            "\"workspace:resources.skills.ocr\": \"1.0\\x2e0\"",
            "\"workspace:resources.skills.ocr\": \"2.10.0\""
        ),
    ])
    func aVersionIsReplacedInItsPlace(line: String, expected: String) throws {
        func text(_ line: String) -> String {
            "# top\r\nschemaVersion: 1\r\nname: A # 1.0.0\r\ndependencies: # these\r\n    \(line)\r\n"
                + "    \"workspace:resources.rules.tone\": \"1.0.0\"\r\nmodel: x-1.0.0"
        }
        #expect(try pinned(text(line), [Self.ocr: "2.10.0"]) == text(expected))
        #expect(try pinned(text(line), [Self.ocr: "1.0.0"]) == text(line))
        #expect(try pinned(text(line), [:]) == text(line))
    }

    @Test func severalAreReplacedAlsoInBrackets() throws {
        let text =
            "schemaVersion: 1\nname: A\ndependencies: {ocr: 'workspace:resources.skills.ocr@1.0.0', \"workspace:resources.rules.tone\": '1.0.0'}\n"
        let result = try pinned(text, [Self.ocr: "1.0.1", Self.tone: "3.0.0"])
        #expect(
            result
                == "schemaVersion: 1\nname: A\ndependencies: {ocr: 'workspace:resources.skills.ocr@1.0.1', \"workspace:resources.rules.tone\": '3.0.0'}\n"
        )
    }

    @Test func whatIsNotADependencyIsPassedOver() throws {
        let text = "schemaVersion: 1\nname: A\n"
        #expect(try pinned(text, [Self.ocr: "1.0.0"]) == text)
    }

    @Test func aManifestThatIsNotValidIsRefused() {
        for text in [
            "", "name: [", "schemaVersion: 1\nnames: A\n", "schemaVersion: 1\nname: A\ndependencies: 1\n",
        ] {
            #expect(throws: FormatError.self) { try self.pinned(text, [Self.ocr: "1.0.0"]) }
        }
    }

    @Test func onlyTheVersionsChange() throws {
        try rounds(400) { _, generator in
            var lines = ["schemaVersion: 1", "name: A"]
            var expected = lines
            lines.append("dependencies:")
            expected.append("dependencies:")
            var versions: [PackagePath: SemanticVersion] = [:]
            for number in 0..<Int.random(in: 1...5, using: &generator) {
                let path = try PackagePath(parsing: "resources/skills/s\(number)")
                let old = SemanticVersion(
                    major: 1, minor: UInt64.random(in: 0...12, using: &generator), patch: 0)
                let new = SemanticVersion(
                    major: 2, minor: 0, patch: UInt64.random(in: 0...99, using: &generator))
                let quote = generator.pick(["\"", "'", ""])
                let tail = generator.pick(["", " # \(old)", "  "])
                let isOlder = Bool.random(using: &generator)
                func line(_ version: SemanticVersion) -> String {
                    isOlder
                        ? "  s\(number): \(quote)\("workspace:" + path.dottedName)@\(version)\(quote)\(tail)"
                        : "  \"workspace:\(path.dottedName)\": \(quote)\(version)\(quote)\(tail)"
                }
                let isMoved = Bool.random(using: &generator)
                if isMoved { versions[path] = new }
                lines.append(line(old))
                expected.append(line(isMoved ? new : old))
            }
            let end = generator.pick(["\n", "\r\n"])
            let result = try PackageManifest.pinning(
                lines.joined(separator: end) + end, path: Self.path, to: versions)
            #expect(result == expected.joined(separator: end) + end)
        }
    }
}
