// Runs an agent or a workflow and waits for its end: run-agent agents.finance.invoice language=en
import Eigenpal

let arguments = CommandLine.arguments.dropFirst()
guard let target = arguments.first else { fatalError("run-agent TARGET [NAME=TEXT...]") }

var input: [String: RunInputValue] = [:]
for argument in arguments.dropFirst() {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    input[parts[0]] = .string(parts.count > 1 ? parts[1] : "")
}

let client = try EigenpalClient()
do {
    let started = try await client.run(RunTarget(target), input: input, waitForCompletion: .seconds(60))
    var run = try await client.runs.get(started.id)
    while !run.finished {
        try await Task.sleep(for: .seconds(2))
        run = try await client.runs.get(started.id)
    }
    print(run.id, run.execution.status.rawValue, run.output.value ?? "no output")
    if let reason = run.error.value { print(reason) }
} catch {
    print(error)
}
await client.shutdown()
