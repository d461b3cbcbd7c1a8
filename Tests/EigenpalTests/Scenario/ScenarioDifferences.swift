import Eigenpal

/// Where the two SDKs differ, and why: by the label of the call, what the Python SDK makes of this one's result.
enum ScenarioDifferences {
    typealias Difference = @Sendable (JSONValue) -> JSONValue

    static let known: [String: Difference] = [
        // Its generated code reads the answer to a rerun as that of a run that goes on, though it has ended.
        "rerun": { $0.keeping(["id", "type", "finished", "source"]) },
        "runs.rerun": { $0.keeping(["id", "type", "finished", "source"]) },
        // Its model of a run knows the short form of `execution` alone, and of files no more than the name.
        "runs.get with everything": { shortened($0) },
        "runs.get of a workflow": { shortened($0) },
        "runs.get of a judged one": { shortened($0) },
        // It throws the bytes away.
        "expected.download": { $0 == ["bytes": "{}"] ? .null : $0 },
        // It loses the body on the way, and a server without one copies all that the run made, not one file.
        "expected.copy_output": {
            let other: JSONValue = [
                "name": "deep/all.bin", "size": 7, "contentType": "application/octet-stream",
            ]
            return ["files": .array([other] + ($0["file"].map { [$0] } ?? []))]
        },
    ]

    /// What the Python SDK is to make of a call of which this one makes `step`.
    static func seenByReference(_ step: Scenario.Step) -> Scenario.Step {
        guard let difference = known[step.label], case .result(let value) = step.outcome else { return step }
        return Scenario.Step(label: step.label, outcome: .result(difference(value)))
    }

    private static func shortened(_ run: JSONValue) -> JSONValue {
        run.changing("execution") {
            $0.keeping(["status", "annotation", "batchId", "retry", "schemaValid"])
        }
        .changing("input") {
            $0.changing("files") { .array(($0.array ?? []).map { $0.keeping(["name"]) }) }
        }
    }
}

extension JSONValue {
    /// An object's fields of these names alone.
    fileprivate func keeping(_ names: Set<String>) -> JSONValue {
        object.map { .object($0.filter { names.contains($0.key) }) } ?? self
    }

    /// An object with another value for one of the fields that it has.
    fileprivate func changing(_ name: String, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard var fields = object, let value = fields[name] else { return self }
        fields[name] = change(value)
        return .object(fields)
    }
}
