import Foundation
import Testing

@testable import Scanning

@Suite struct NegativeTests {
    /// None of the lines is reported, alone or among the others, in a program or in settings.
    @Test func lines() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Vectors/scanning/negatives.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        #expect(lines.count > 80)
        let scanner = Scanner()
        for path in [nil, "a.swift", ".env", "a.yaml"] {
            for line in lines {
                let matches = scanner.scan(String(line) + "\n", path: path)
                #expect(matches.isEmpty, "\(matches.map(\.rule)): \(line)")
            }
            #expect(scanner.scan(lines.joined(separator: "\n"), path: path).isEmpty)
        }
    }
}
