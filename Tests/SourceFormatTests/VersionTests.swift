import Testing

@testable import SourceFormat

@Suite struct VersionTests {
    struct Vector: Decodable {
        let input: String
        let error: String?
    }

    @Test func versions() throws {
        for vector in try Vectors.json("versions.json", as: [Vector].self) {
            do {
                let version = try SemanticVersion(parsing: vector.input)
                #expect(vector.error == nil, "\(vector.input)")
                #expect(version.description == vector.input)
            } catch {
                #expect(error.code == "invalid_version")
                #expect(error.description == vector.error, "\(vector.input)")
            }
        }
    }

    struct RangeVector: Decodable {
        let input: String
        let contains: [String]?
        let excludes: [String]?
        let error: String?
    }

    @Test func ranges() throws {
        for vector in try Vectors.json("ranges.json", as: [RangeVector].self) {
            do {
                let range = try VersionRange(parsing: vector.input)
                #expect(vector.error == nil, "\(vector.input)")
                #expect(range.description == vector.input)
                for text in try #require(vector.contains) {
                    #expect(range.contains(try SemanticVersion(parsing: text)), "\(range) \(text)")
                }
                for text in try #require(vector.excludes) {
                    #expect(!range.contains(try SemanticVersion(parsing: text)), "\(range) \(text)")
                }
            } catch let error as FormatError {
                #expect(error.code == "invalid_version_range")
                #expect(error.description == vector.error, "\(vector.input)")
            }
        }
    }

    @Test func orderIsThatOfNumbers() throws {
        let versions = try ["10.0.0", "2.0.0", "1.10.0", "1.9.9", "1.9.10", "0.0.1"].map {
            try SemanticVersion(parsing: $0)
        }
        #expect(
            versions.sorted().map(\.description) == ["0.0.1", "1.9.9", "1.9.10", "1.10.0", "2.0.0", "10.0.0"])
    }

    @Test func bumps() throws {
        let version = SemanticVersion(major: 1, minor: 2, patch: 3)
        #expect(try version.bumped(.patch).description == "1.2.4")
        #expect(try version.bumped(.minor).description == "1.3.0")
        #expect(try version.bumped(.major).description == "2.0.0")
        #expect(try SemanticVersion.zero.bumped(.patch).description == "0.0.1")
        let last = SemanticVersion(major: .max, minor: .max, patch: .max)
        for bump in Bump.allCases {
            #expect(throws: FormatError.self) { try last.bumped(bump) }
        }
    }

    @Test func anyVersionReadsBack() throws {
        try rounds(5_000) { _, generator in
            func number() -> UInt64 {
                generator.chance(50)
                    ? .random(in: 0...20, using: &generator) : .random(in: 0...UInt64.max, using: &generator)
            }
            let version = SemanticVersion(major: number(), minor: number(), patch: number())
            let readBack = try SemanticVersion(parsing: version.description)
            #expect(readBack == version)
            #expect((try? version.bumped(.patch)).map { version < $0 } ?? true)
        }
    }
}
