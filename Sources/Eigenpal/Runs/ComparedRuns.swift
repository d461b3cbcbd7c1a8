import EigenpalAPI

/// Two runs as the server tells of them, and how they differ: to the letter what the Python SDK makes of them.
struct ComparedRuns {
    var referenceID: String
    var reference: JSONValue
    var runID: String
    var run: JSONValue

    // MARK: Workflows

    /// - Parameter step: the names of the steps that count, with commas between; all where nil or empty.
    func workflows(step: String?) -> RunComparison.Workflow {
        let wanted = (step ?? "").split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
        let targets = Dictionary(
            Self.steps(of: run).map { (Self.name(of: $0), $0) }, uniquingKeysWith: { _, last in last })
        var steps: [RunComparison.Step] = []
        for step in Self.steps(of: reference) {
            let name = Self.name(of: step)
            if !wanted.isEmpty, !wanted.contains(name) { continue }
            let target = targets[name]
            let isSame = JSONComparison.areSame(
                Self.output(ofStep: step), target.map(Self.output(ofStep:)) ?? .null)
            steps.append(
                RunComparison.Step(
                    stepName: name, referenceStatus: step["status"].flatMap(PythonText.ifTrue) ?? "",
                    targetStatus: target.flatMap(Self.status(ofTarget:)) ?? "missing",
                    outputState: isSame ? .match : .diff))
        }
        let passed = steps.allSatisfy { $0.targetStatus != "missing" && $0.outputState == .match }
        return RunComparison.Workflow(
            status: passed ? .pass : .fail, runId: runID, comparedWithRunId: referenceID, steps: steps)
    }

    private static func steps(of run: JSONValue) -> [JSONValue] {
        (run["execution"]?["steps"]?.array ?? []).filter { $0.object != nil }
    }

    private static func name(of step: JSONValue) -> String {
        ["stepName", "name", "id"].lazy.compactMap { step[$0].flatMap(PythonText.ifTrue) }.first ?? ""
    }

    /// The status of a step that is there; an empty one counts as missing.
    private static func status(ofTarget step: JSONValue) -> String? {
        step.object?.isEmpty == false ? PythonText.of(step["status"] ?? .null) : String?.none
    }

    private static func output(ofStep step: JSONValue) -> JSONValue {
        step["outputData"] ?? step["output"] ?? .null
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }

    // MARK: Agents

    func agents(mode: RunComparison.Mode, normalizingDates: Bool) -> RunComparison.Agent {
        let expected = reference["execution"]?["expected"]
        let wantedOutput = mode == .baseline ? Self.output(of: reference) : expected?["output"] ?? .null
        let wanted = Self.names(mode == .baseline ? Self.outputFiles(of: reference) : expected?["files"])
        let found = Self.names(Self.outputFiles(of: run))
        func key(_ name: String) -> [UInt8] {
            Array((normalizingDates ? DatesInNames.leftOut(of: name) : name).utf8)
        }
        let (wantedKeys, foundKeys) = (Set(wanted.map(key)), Set(found.map(key)))
        let missing = wanted.filter { !foundKeys.contains(key($0)) }
        let extra = found.filter { !wantedKeys.contains(key($0)) }
        let matched = wanted.filter { foundKeys.contains(key($0)) }.map { name in
            RunComparisonResponse.MatchedFile(
                expected: name, actual: found.first { key($0) == key(name) } ?? name)
        }
        let differences = JSONComparison.differences(
            expected: wantedOutput, actual: Self.output(of: run))
        return RunComparison.Agent(
            status: differences.isEmpty && missing.isEmpty && extra.isEmpty ? .pass : .fail, runId: runID,
            comparedWithRunId: referenceID, mode: mode, jsonDifferences: differences, matchedFiles: matched,
            missingFiles: missing, extraFiles: extra)
    }

    private static func output(of run: JSONValue) -> JSONValue {
        if let output = run["output"], output != .null { return output }
        return run["result"]?["output"] ?? .null
    }

    /// The files that an agent's run made: with its execution, or beside it.
    private static func outputFiles(of run: JSONValue) -> JSONValue? {
        if let files = run["execution"]?["files"], files.object != nil { return files["output"] }
        return run["files"]
    }

    private static func names(_ files: JSONValue?) -> [String] {
        (files?.array ?? []).compactMap { $0["name"].flatMap(PythonText.ifTrue) }
    }
}
