import EigenpalAPI
import Foundation
import Testing

/// The wire types of runs: what a later server says survives, and no form that the API documents is refused.
@Suite struct RunTypesTests {
    private func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }

    /// Whether a value writes what it was read from.
    private func survives<Value: Codable>(_ type: Value.Type, _ json: String) throws -> Bool {
        let encoded = try JSONEncoder().encode(try decode(type, json))
        return try JSONDecoder().decode(JSONValue.self, from: encoded) == decode(JSONValue.self, json)
    }

    @Test func wordsAndFieldsOfALaterServerSurvive() throws {
        let json = """
            {"id":"run_1","type":"swarm","finished":false,"timing":{"createdAt":"t","startedAt":null,
            "completedAt":null,"durationMs":1.5,"cancelRequestedAt":null},"source":{"id":"agt_1","name":null,
            "version":null,"git":{"requestedRef":null,"resolvedRef":"1.0.0","resolvedTag":null,"commitSha":"c"}},
            "trigger":{"type":"moon","by":{"id":"u","name":null,"email":"e"},"email":{"from":"x"}},
            "execution":{"status":"dreaming","schemaValid":null,"batchId":null,"annotation":null,
            "retry":{"number":1,"previousRunId":"run_0","nextRun":{"id":"run_2","status":"asleep"}},
            "expected":{"output":[1],"files":[{"name":"a","size":1}],"why":"x"},"mood":"good"},
            "eval":{"example":null,"score":0.5,"passed":true},"output":null,"error":null,"usage":null,
            "files":[{"name":"a","path":"output/a","contentType":null,"size":null}],"karma":{"deep":[1]}}
            """
        let run = try decode(Run.self, json)
        #expect(run.type.rawValue == "swarm")
        #expect(run.execution.status.rawValue == "dreaming")
        #expect(!run.execution.status.isTerminal)
        #expect(run.additional == ["karma": ["deep": [1]]])
        #expect(run.execution.additional == ["mood": "good"])
        #expect(run.execution.expected?.additional == ["why": "x"])
        #expect(run.execution.expected?.files?.first?.additional == ["size": 1])
        #expect(run.output == .null && run.usage == .null && run.debug == nil)
        #expect(try survives(Run.self, json))
    }

    @Test func whatIsExpectedOfAWorkflowMayBeAnyJSON() throws {
        for (json, output) in [("7", JSONValue.integer(7)), ("[1]", [1]), (#""x""#, "x")] {
            let expected = try decode(RunExecution.Expected.self, json)
            #expect(expected.output == output)
        }
        #expect(try decode(RunExecution.Expected.self, "{}").output == nil)
    }

    @Test func answersWithAnyKeysKeepThem() throws {
        #expect(try survives(RunExpectedResponse.self, #"{"output":null,"files":[{"name":"a"}],"x":1}"#))
        #expect(try survives(RunExpectedFileResponse.self, #"{"file":{"name":"a"},"x":{"y":null}}"#))
        #expect(try survives(RunComparisonResponse.self, #"{"score":0.5,"status":"pass"}"#))
        #expect(try survives(RunFileUploadResponse.self, #"{"id":"file_1"}"#))
        #expect(try survives(RunFeedbackResponse.self, #"{"feedback":null,"history":[]}"#))
        #expect(try survives(RunTraceResponse.self, #"{"events":[1,null,{"a":2}],"next":"x"}"#))
        #expect(try survives(RunExpectedRenameBody.self, #"{"name":"a","x":1}"#))
        #expect(try survives(EmailTriggerUpdateBody.self, #"{"enabled":true,"x":1}"#))
        #expect(try survives(EmailAliasCreateBody.self, #"{"alias":"a","x":1}"#))
        #expect(try survives(EmailAliasUpdateBody.self, #"{"label":null,"status":"paused","x":1}"#))
        #expect(try survives(RunDefinitionResponse.self, #"{"definition":null}"#))
        #expect(try survives(RunDebug.self, #"{"observability":null,"traceId":null}"#))
    }

    @Test func aStartIsARunOnlyWhereItHasEnded() throws {
        let accepted = try decode(
            RunStartResponse.self, #"{"id":"run_1","type":"agent","finished":false,"source":{"id":"agt_1"}}"#)
        #expect(accepted.id == "run_1" && accepted.type == .agent && accepted.run == nil)
        let brief = try decode(RunStartResponse.self, #"{"id":"run_1","type":"agent","finished":true}"#)
        #expect(brief.run == nil)
    }
}
