/// Answers that are valid for every call of the API, whatever was asked.
enum CannedAnswers {
    static let source = #"{"id":"agt_1","name":"Invoice","version":"1.0.0"}"#
    static let execution =
        #"{"status":"completed","schemaValid":null,"batchId":null,"annotation":null,"retry":{"number":0,"previousRunId":null,"nextRun":null}}"#

    /// A run that has ended.
    static func run(
        _ id: String = "run_1", type: String = "workflow", finished: Bool = true, more: String = ""
    ) -> String {
        let execution = finished ? execution : execution.replacing("completed", with: "running")
        return """
            {"id":"\(id)","type":"\(type)","finished":\(finished),"timing":{"createdAt":"2026-01-01T00:00:00.000Z",
            "startedAt":null,"completedAt":null,"durationMs":12,"cancelRequestedAt":null},"source":\(source),
            "trigger":{"type":"api","by":null},"execution":\(execution)\(more)}
            """
    }

    static let accepted = #"{"id":"run_1","type":"agent","finished":false}"#

    private static let agent = #"{"id":"agt_1","slug":"a","name":"A","createdAt":"2026-01-01T00:00:00.000Z"}"#

    /// Status and body of the answer to a request.
    static func answer(_ method: String, _ path: String) -> (status: String, body: String) {
        let parts = path.split(separator: "/").dropFirst(2).map(String.init)
        let place = parts.count > 2 ? parts[2] : ""
        switch (method, parts.first ?? "", parts.count) {
        case ("POST", "runs", 1),
            ("POST", "runs", 3) where place == "" || place == "rerun":
            return ("202 Accepted", accepted)
        case ("GET", "runs", 1): return ("200 OK", #"{"runs":[],"nextCursor":null}"#)
        case ("GET", "runs", 2): return ("200 OK", run(parts[1]))
        case (_, "runs", _): return runPart(method, place, parts.count)
        case ("GET", "agents", 1), ("GET", "workflows", 1), ("GET", "workflows", 3):
            return ("200 OK", #"{"data":[],"total":0,"limit":50,"offset":0}"#)
        case ("GET", "workflows", _):
            return ("200 OK", #"{"id":"wf_1","createdAt":"2026-01-01T00:00:00.000Z"}"#)
        case (_, "agents", _) where parts.contains("email"):
            return (
                method == "POST" ? "201 Created" : "200 OK",
                #"{"emails":[],"trigger":{"enabled":true},"email":{"id":"eml_1"},"removed":true}"#
            )
        case ("PUT", "agents", _), ("POST", "agents", 3): return ("409 Conflict", #"{"error":"in Git"}"#)
        case ("POST", "agents", 1): return ("201 Created", #"{"agent":\#(agent)}"#)
        case (_, "agents", _) where place == "files":
            return ("200 OK", #"{"ref":"main","commit":"c","packagePath":"agents/a","files":[]}"#)
        case (_, "agents", _) where place == "versions":
            return ("200 OK", #"{"agentId":"agt_1","slug":"a","packagePath":"agents/a","versions":[]}"#)
        case (_, "agents", _): return ("200 OK", #"{"agent":\#(agent)}"#)
        default: return other(parts)
        }
    }

    private static func runPart(_ method: String, _ place: String, _ count: Int) -> (String, String) {
        switch (method, place) {
        case ("POST", "cancel"):
            (
                "200 OK",
                #"{"id":"run_1","type":"agent","finished":true,"execution":{"status":"cancelled"},"cancellation":{"state":"cancelled","wasStatus":"pending"}}"#
            )
        case ("GET", "artifacts") where count == 3: ("200 OK", #"{"artifacts":[]}"#)
        case ("GET", "definition"): ("200 OK", #"{"definition":{"yamlContent":"x"}}"#)
        case ("GET", "trace"): ("200 OK", #"{"events":[{"type":"start"}]}"#)
        case ("GET", "files"): ("200 OK", #"{"inputs":[],"outputsByStep":{}}"#)
        case ("DELETE", "files"), ("DELETE", "expected"): ("204 No Content", "")
        case ("POST", "files"), ("POST", "expected"): ("201 Created", #"{"file":null}"#)
        case (_, "feedback"): ("200 OK", #"{"feedback":null}"#)
        default: ("200 OK", #"{"status":"pass"}"#)
        }
    }

    private static func other(_ parts: [String]) -> (String, String) {
        switch parts.last ?? "" {
        case "repository": ("200 OK", #"{"gitRepositoryPath":"acme","remoteUrl":"https://x/orgs/acme.git"}"#)
        case "raw": ("200 OK", #"{"ref":"main","path":"x","contentType":"text/plain","content":""}"#)
        case "releases": ("200 OK", #"{"packagePath":"agents/a","releases":[]}"#)
        case "lockfile":
            (
                "200 OK",
                #"{"lockfileVersion":1,"eigenpalVersion":"1","inputHash":"h","root":{"packagePath":"agents/a","requestedRef":"1.x","resolvedRef":"1.0.0","commit":"c","dependencies":[]}}"#
            )
        case "sync":
            (
                "200 OK",
                #"{"automation":{"id":"agt_1","type":"agent","slug":"a","status":"active","updatedAt":"t"},"release":{"version":"1.0.0","tag":"t","commit":"c"},"warnings":[]}"#
            )
        case "encrypt":
            (
                "200 OK",
                #"{"encrypted":{"algorithm":"aes-256-gcm","keyId":"k","nonce":"n","ciphertext":"c","tag":"t"}}"#
            )
        default: ("200 OK", #"{"secrets":{"A":"v"}}"#)
        }
    }
}

extension RawServer {
    /// A server that writes every request down and answers it with something valid. Its paths begin with a label.
    static func recording() throws -> RawServer {
        try RawServer { connection in
            while let request = connection.readRequest() {
                let recorded = RecordedRequest(request)
                let answer = CannedAnswers.answer(recorded.method, recorded.path)
                connection.answer(answer.status, answer.body)
            }
        }
    }
}
