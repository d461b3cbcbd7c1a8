import Eigenpal
import Foundation
import TestSupport
import Testing

/// What the published Python SDK makes of a server's answers, and what this one makes of another server's to the same calls.
@Suite struct ScenarioTests {
    @Test func everyCallComesToWhatTheReferenceMakesOfIt() async throws {
        let python = try await ReferenceClient.python()
        async let theirs = reference(python)
        async let ours = calls()
        let (expected, steps) = try await (theirs, ours)
        #expect(steps.map(\.label) == expected.map(\.label))
        for (step, expected) in zip(steps, expected) {
            let seen = ScenarioDifferences.seenByReference(step)
            if seen.outcome != expected.outcome {
                let difference = try Self.text(seen).difference(from: try Self.text(expected))
                Issue.record("\(step.label)\n\(difference.map(Self.line).joined(separator: "\n"))")
            }
            // One that there is no more has no place in the list.
            if ScenarioDifferences.known[step.label] != nil {
                #expect(step.outcome != expected.outcome, "\(step.label)")
            }
        }
        #expect(Set(ScenarioDifferences.known.keys).isSubset(of: steps.map(\.label)))
    }

    private func reference(_ python: String) async throws -> [Scenario.Step] {
        let server = try await SeededServer.running().server
        let result = try await runCommand(
            python, ["\(SeededServer.folder)/scenario.py"],
            environment: ReferenceClient.environment(of: server, ["DATA": server.dataDirectory]))
        #expect(result.exitCode == 0, "\(result.errorOutput)\(server.log)")
        try await server.stop()
        let steps = try JSONDecoder().decode([Scenario.Step].self, from: Data(result.output.utf8))
        return Self.normal(steps, baseURL: server.baseURL)
    }

    private func calls() async throws -> [Scenario.Step] {
        let server = try await SeededServer.running().server
        let steps = try await withClient(of: server.baseURL, key: server.apiKey) { client in
            let scenario = Scenario(client: client)
            try await scenario.makeSourceCalls()
            try await scenario.makeSecretCalls()
            try await scenario.makeAgentCalls()
            try await scenario.makeMailCalls()
            try await scenario.makeWorkflowCalls()
            let runs = try await scenario.makeRunCalls()
            try await scenario.makePartCalls(runs)
            try await scenario.makeExpectedCalls(run: runs.agent)
            try await scenario.makeFeedbackCalls(run: runs.agent)
            try await scenario.makeWaitingCalls()
            try await scenario.makeErrorCalls(server: server)
            return scenario.steps
        }
        try await server.stop()
        return Self.normal(steps, baseURL: server.baseURL)
    }

    private static func normal(_ steps: [Scenario.Step], baseURL: String) -> [Scenario.Step] {
        var normal = ScenarioNormalization(baseURL: baseURL)
        return steps.map { step in
            switch step.outcome {
            case .result(let value): Scenario.Step(label: step.label, outcome: .result(normal(value)))
            case .error(let value): Scenario.Step(label: step.label, outcome: .error(normal(value)))
            }
        }
    }

    private static func line(_ change: CollectionDifference<Substring>.Change) -> String {
        switch change {
        case .remove(_, let line, _): "theirs \(line)"
        case .insert(_, let line, _): "ours   \(line)"
        }
    }

    /// An outcome line by line, for a difference to be seen.
    private static func text(_ step: Scenario.Step) throws -> [Substring] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data =
            switch step.outcome {
            case .result(let value): try encoder.encode(["result": value])
            case .error(let value): try encoder.encode(["error": value])
            }
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }
}
