import Foundation
import TestSupport
import Testing

@testable import SourceFormat

@Suite struct LockfileTests {
    struct HashVector: Decodable {
        let packageRef: String?
        let packagePath: String?
        let dependencies: [[String]]?
        let json: String
        let hash: String
    }

    @Test func inputHashes() throws {
        for vector in try Vectors.json("input-hashes.json", as: [HashVector].self) {
            if let reference = vector.packageRef {
                #expect(Lockfile.inputHash(packageRef: reference) == vector.hash, "\(vector.json)")
            } else {
                let hash = Lockfile.inputHash(
                    packagePath: try #require(vector.packagePath),
                    dependencies: try #require(vector.dependencies).map { ($0[0], $0[1]) })
                #expect(hash == vector.hash, "\(vector.json)")
            }
        }
    }

    /// The files in `Tests/Vectors` are as another program's JSON writer makes them.
    @Test(arguments: ["release.lock", "working.lock"])
    func textIsCanonical(name: String) throws {
        let text = try String(contentsOf: Vectors.folder.appending(path: name), encoding: .utf8)
        let lockfile = try Lockfile.parse(text)
        #expect(lockfile.text == text)
        // As an API sends it: without spaces, in any order of keys.
        let sent = try JSONEncoder().encode(lockfile)
        #expect(try Lockfile.parse(String(decoding: sent, as: UTF8.self)) == lockfile)
    }

    struct Refused: Decodable {
        let text: String
        let error: String
    }

    @Test func refusals() throws {
        for vector in try Vectors.json("lockfiles-refused.json", as: [Refused].self) {
            let error = #expect(throws: FormatError.self) { try Lockfile.parse(vector.text) }
            #expect(error?.code == "invalid_lockfile")
            #expect(error?.message == vector.error, "\(vector.text)")
        }
        let deep = String(repeating: "{\"root\":", count: 10_000)
        #expect(throws: FormatError.self) { try Lockfile.parse(deep) }
        #expect(throws: FormatError.self) {
            try Lockfile.parse(String(repeating: " ", count: Lockfile.maximumSize + 1))
        }
    }

    @Test func anyLockfileReadsBack() throws {
        try rounds(500) { _, generator in
            func node(_ depth: Int) throws -> LockNode {
                let dependencies = try (0..<(depth < 3 ? Int.random(in: 0...3, using: &generator) : 0)).map {
                    _ in
                    try node(depth + 1)
                }
                return LockNode(
                    packagePath: try PackagePath(parsing: "agents/a\(generator.next() % 100)"),
                    requestedRef: generator.pick(["latest", "1.x", "\"quoted\\\u{1}é😀\u{2028}"]),
                    resolvedRef: "1.0.0",
                    resolvedTag: generator.chance(50) ? "agents.a@1.0.0" : nil,
                    commit: String(repeating: generator.pick(["a", "0"]), count: 40),
                    dependencies: dependencies)
            }
            let lockfile = Lockfile(inputHash: Lockfile.inputHash(packageRef: "x"), root: try node(0))
            let readBack = try Lockfile.parse(lockfile.text)
            #expect(readBack == lockfile)
            let bytes = damaged(Array(lockfile.text.utf8), alphabet: "{}[]\",:01a", using: &generator)
            _ = try? Lockfile.parse(String(decoding: bytes, as: UTF8.self))
        }
    }
}
