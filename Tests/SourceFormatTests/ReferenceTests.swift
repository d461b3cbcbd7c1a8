import Testing

@testable import SourceFormat

@Suite struct ReferenceTests {
    struct Vector: Decodable {
        let input: String
        let means: String?
        let error: String?
    }

    private static func meaning(_ reference: VersionReference) -> String {
        switch reference {
        case .latest: "latest"
        case .main: "main"
        case .exact(let version): "exact \(version)"
        case .range(let range): "range \(range)"
        case .commit(let commit): "commit \(commit)"
        }
    }

    @Test func versionReferences() throws {
        for vector in try Vectors.json("version-references.json", as: [Vector].self) {
            do {
                let reference = try VersionReference(parsing: vector.input)
                #expect(Self.meaning(reference) == vector.means, "\(vector.input)")
                #expect(reference.description == vector.input.lowercased())
            } catch {
                #expect(error.code == "invalid_version_ref")
                #expect(error.description == vector.error, "\(vector.input)")
            }
        }
    }

    @Test func packageReferences() throws {
        for vector in try Vectors.json("package-references.json", as: [Vector].self) {
            do {
                let reference = try PackageReference(parsing: vector.input)
                #expect(reference.description == vector.means, "\(vector.input)")
                #expect(try PackageReference(parsing: reference.description) == reference)
            } catch {
                #expect(error.description == vector.error, "\(vector.input)")
            }
        }
    }

    struct TagVector: Decodable {
        let input: String
        let path: String?
        let version: String?
        let looksLikeRelease: Bool
        let error: String?
    }

    @Test func releaseTags() throws {
        for vector in try Vectors.json("release-tags.json", as: [TagVector].self) {
            #expect(ReleaseTag.looksLikeRelease(vector.input) == vector.looksLikeRelease, "\(vector.input)")
            do {
                let tag = try ReleaseTag(parsing: vector.input)
                #expect(tag.path.description == vector.path, "\(vector.input)")
                #expect(tag.version.description == vector.version)
                #expect(tag.name == vector.input)
                #expect(tag.referenceName == "refs/tags/\(vector.input)")
                #expect(ReleaseTag(reading: vector.input) == tag)
            } catch {
                #expect(error.description == vector.error, "\(vector.input)")
                #expect(ReleaseTag(reading: vector.input) == nil)
            }
        }
    }

    @Test func everyReleaseTagLooksLikeOne() throws {
        let names = try ["agents.b@1.0.0", "agents.a@10.0.0", "agents.a@9.0.0"].map {
            try ReleaseTag(parsing: $0)
        }
        #expect(names.sorted().map(\.name) == ["agents.a@9.0.0", "agents.a@10.0.0", "agents.b@1.0.0"])
        try rounds(10_000) { _, generator in
            var text = ""
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                text += generator.pick([
                    "agents", "resources", ".", "@", "1", "0", ".2", "a", "/", "A", "latest", "-",
                ])
            }
            if (try? ReleaseTag(parsing: text)) != nil {
                #expect(ReleaseTag.looksLikeRelease(text), "\(text)")
            }
            _ = try? PackageReference(parsing: text)
            _ = try? VersionReference(parsing: text)
        }
    }

    @Test func secretNames() throws {
        for vector in try Vectors.json("secret-names.json", as: [Vector].self) {
            do {
                let name = try SecretName(parsing: vector.input)
                #expect(vector.error == nil, "\(vector.input)")
                #expect(name.rawValue == vector.input)
            } catch {
                #expect(error.code == "invalid_secret_name")
                #expect(error.description == vector.error, "\(vector.input)")
            }
        }
    }
}
