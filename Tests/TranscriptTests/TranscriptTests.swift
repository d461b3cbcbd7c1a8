import Foundation
import TestSupport
import Testing

@Suite struct TranscriptTests {
    static let directory = "\(Products.checkout)/Tests/Transcripts"

    static var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [])
            .filter { $0.hasSuffix(".txt") && chosen?.contains(String($0.dropLast(4))) != false }.sorted()
    }

    /// Names, with commas between, of the only transcripts to run.
    static let chosen = ProcessInfo.processInfo.environment["TRANSCRIPTS"].map {
        $0.split(separator: ",").map { $0.hasSuffix(".txt") ? String($0.dropLast(4)) : String($0) }
    }

    @Test func whatIsChosenIsThere() {
        #expect(Self.names.count == Self.chosen?.count ?? Self.names.count && !Self.names.isEmpty)
    }

    /// Set to write what the commands print into the transcripts, to be read before it is committed.
    static let updates = ProcessInfo.processInfo.environment["UPDATE_TRANSCRIPTS"] != nil

    @Test(arguments: names)
    func transcript(_ name: String) async throws {
        let file = "\(Self.directory)/\(name)"
        let expected = Transcript(parsing: try String(contentsOfFile: file, encoding: .utf8))
        let actual = try await TranscriptRunner(directives: expected.directives).run(expected)
        if Self.updates {
            var updated = expected
            for (index, step) in actual.steps.enumerated() where !Self.fits(expected.steps[index], step) {
                updated.steps[index] = step
            }
            try updated.text.write(toFile: file, atomically: true, encoding: .utf8)
            return
        }
        for (wanted, got) in zip(expected.steps, actual.steps) where !Self.fits(wanted, got) {
            var (wanted, got) = (wanted, got)
            (wanted.lead, got.lead) = ([], [])
            Issue.record("\(name): this was expected:\n\(Self.text(wanted))but this came:\n\(Self.text(got))")
        }
    }

    @Test func aTranscriptIsPrintedAsItWasRead() throws {
        for name in Self.names {
            let text = try String(contentsOfFile: "\(Self.directory)/\(name)", encoding: .utf8)
            #expect(Transcript(parsing: text).text == text, "\(name)")
        }
    }

    private static func fits(_ wanted: Transcript.Step, _ got: Transcript.Step) -> Bool {
        wanted.exitCode == got.exitCode && Transcript.matches(wanted.output[...], got.output[...])
            && Transcript.matches(wanted.errorOutput[...], got.errorOutput[...])
    }

    private static func text(_ step: Transcript.Step) -> String {
        var transcript = Transcript(parsing: "")
        transcript.steps = [step]
        return transcript.text
    }
}
