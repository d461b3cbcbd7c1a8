import Eigenpal

let client = try EigenpalClient()

let started = try await client.run(
    "agents.finance.invoice", input: ["contract": .file(path: "contract.pdf")],
    waitForCompletion: .seconds(120))

var run = try await client.runs.get(started.id)
while !run.finished {
    try await Task.sleep(for: .seconds(2))
    run = try await client.runs.get(started.id)
}
print(run.execution.status.rawValue, run.output.value ?? "no output", run.error.value ?? "")

let artifacts = try await client.runs.artifacts.list(run.id).artifacts
for artifact in artifacts where artifact.path.hasPrefix("output/") {
    try await client.runs.artifacts.download(run.id, path: artifact.path, to: artifact.name)
}
await client.shutdown()
