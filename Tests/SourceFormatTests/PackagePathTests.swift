import Testing

@testable import SourceFormat

@Suite struct PackagePathTests {
    struct Vector: Decodable {
        let input: String
        let path: String?
        let dotted: String?
        let kind: PackageKind?
        let slug: String?
        let error: String?
    }

    @Test func vectors() throws {
        for vector in try Vectors.json("paths.json", as: [Vector].self) {
            do {
                let path = try PackagePath(parsing: vector.input)
                #expect(path.description == vector.path, "\(vector.input)")
                #expect(path.dottedName == vector.dotted)
                #expect(path.kind == vector.kind)
                #expect(path.slug == vector.slug)
                #expect(path.segments.joined(separator: ".") == vector.slug)
                #expect(path.description == path.root.rawValue + "/" + path.segments.joined(separator: "/"))
                #expect(path.manifestPath == "\(path)/eigenpal.yaml")
                #expect(path.secretsPath == "\(path)/secrets.enc.yaml")
                // Both ways to write it are one path.
                #expect(try PackagePath(parsing: path.description) == path)
                #expect(try PackagePath(parsing: path.dottedName) == path)
            } catch {
                #expect(error.code == "invalid_package_path")
                #expect(error.description == vector.error, "\(vector.input)")
            }
        }
    }

    @Test func lengthIsBounded() throws {
        let segment = String(repeating: "a", count: PackagePath.maximumLength - "agents/".utf8.count)
        let longest = try PackagePath(parsing: "agents/" + segment)
        let tag = ReleaseTag(path: longest, version: .init(major: .max, minor: .max, patch: .max))
        #expect(tag.name.utf8.count + ".lock".utf8.count <= 255)
        #expect(throws: FormatError.self) { try PackagePath(parsing: "agents/a" + segment) }
        let huge = String(repeating: "agents/", count: 1 << 20)
        #expect(throws: FormatError.self) { try PackagePath(parsing: huge) }
    }

    @Test func orderIsThatOfBytes() throws {
        let paths = try ["agents/a/b", "agents/a-b", "agents/a", "workflows/a", "agents/a0", "evaluators/z"]
            .map { try PackagePath(parsing: $0) }
        #expect(
            paths.sorted().map(\.description)
                == ["agents/a", "agents/a-b", "agents/a/b", "agents/a0", "evaluators/z", "workflows/a"])
    }

    @Test func whatIsReadIsWhatTheGrammarSays() throws {
        try rounds(5_000) { _, generator in
            var text = generator.pick(["agents", "workflows", "resources", "evaluators", "agent", ""])
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                text += generator.pick(["/", ".", "//", ""])
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    text += generator.pick(["a", "z", "0", "9", "-", "A", "_", "é", " ", "..", "\u{301}"])
                }
            }
            let slashed = text.wholeMatch(
                of: /(agents|workflows|resources|evaluators)(\/[a-z0-9][a-z0-9-]*)+/)
            let dotted = text.wholeMatch(
                of: /(agents|workflows|resources|evaluators)(\.[a-z0-9][a-z0-9-]*)+/)
            let path = try? PackagePath(parsing: text)
            #expect((path != nil) == (slashed != nil || dotted != nil), "\(text)")
            if let path { #expect(text == path.description || text == path.dottedName) }
        }
    }
}
