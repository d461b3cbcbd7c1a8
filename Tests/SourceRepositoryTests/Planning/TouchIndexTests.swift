import Foundation
import Git
import SourceFormat
import TestSupport
import Testing

@testable import SourceRepository

@Suite struct TouchIndexTests {
    private func made() async throws -> (builder: RepositoryBuilder, plan: ReleasePlan, file: String) {
        let builder = try await RepositoryBuilder(bare: true)
        var history = RandomHistory(seed: 99)
        try await history.make(commits: 12, in: builder)
        return (builder, try plan(builder), builder.path + "/eigenpal/touch-index")
    }

    private func plan(_ builder: RepositoryBuilder, usesIndex: Bool = true) throws -> ReleasePlan {
        let repository = try builder.open()
        let tip = try #require(try repository.reference("refs/heads/main")?.target)
        return try ReleasePlanEngine(repository: repository).plan(.init(usesIndex: usesIndex), at: tip)
    }

    @Test func isReadAsItWasWritten() async throws {
        let (builder, _, file) = try await made()
        defer { withExtendedLifetime(builder) {} }
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        let index = try #require(TouchIndex(bytes: bytes))
        #expect(index.graph.ids.count > 5 && index.catalog?.packages.isEmpty == false)
        #expect(index.bytes == bytes)
    }

    @Test func believesNothingThatIsNotWhole() async throws {
        let (builder, plan, file) = try await made()
        let url = URL(fileURLWithPath: file)
        let bytes = Array(try Data(contentsOf: url))
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= UInt8(1 << (place % 8))
            #expect(TouchIndex(bytes: damaged) == nil, "byte \(place)")
            #expect(TouchIndex(bytes: Array(bytes[..<place])) == nil, "\(place) bytes")
        }
        for text in ["", "eptouch1", String(repeating: "x", count: 1000)] {
            try Data(text.utf8).write(to: url)
            #expect(try self.plan(builder) == plan)
            #expect(try Data(contentsOf: url) == Data(bytes))
        }
        // A checksum that is right does not make sense of what has none.
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            var damaged = Array(bytes.dropLast(8))
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                damaged[Int.random(in: 8..<damaged.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            let sum = damaged.withUnsafeBytes { TouchIndex.checksum($0) }
            withUnsafeBytes(of: sum.littleEndian) { damaged.append(contentsOf: $0) }
            _ = TouchIndex(bytes: damaged).map { CommitOrder(of: $0.graph, from: $0.graph.ids.count - 1) }
        }
    }

    @Test func standsBackForAnotherProcess() async throws {
        let (builder, plan, file) = try await made()
        try FileManager.default.removeItem(atPath: file)
        #expect(FileManager.default.createFile(atPath: file + ".lock", contents: Data("half".utf8)))
        #expect(try self.plan(builder) == plan)
        #expect(!FileManager.default.fileExists(atPath: file))
        let past = Date(timeIntervalSinceNow: -3_600)
        try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: file + ".lock")
        #expect(try self.plan(builder) == plan)
        #expect(FileManager.default.fileExists(atPath: file))
        #expect(!FileManager.default.fileExists(atPath: file + ".lock"))
    }

    @Test func isWholeWhileManyWriteIt() async throws {
        let (builder, plan, file) = try await made()
        let path = builder.path
        try await withThrowingTaskGroup(of: ReleasePlan.self) { group in
            for number in 0..<16 {
                group.addTask { @concurrent in
                    if number % 4 == 0 { try? FileManager.default.removeItem(atPath: file) }
                    let repository = try Repository(open: path)
                    let tip = try #require(try repository.reference("refs/heads/main")?.target)
                    return try ReleasePlanEngine(repository: repository).plan(at: tip)
                }
            }
            for try await other in group { #expect(other == plan) }
        }
        #expect(try self.plan(builder) == plan)
        #expect(TouchIndex(bytes: Array(try Data(contentsOf: URL(fileURLWithPath: file)))) != nil)
    }
}
