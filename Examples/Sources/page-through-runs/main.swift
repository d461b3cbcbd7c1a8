// Prints every run that failed, the newest first: page-through-runs [AUTOMATION]
import Eigenpal

let client = try EigenpalClient()
do {
    for try await run in client.runs.all(source: CommandLine.arguments.dropFirst().first, status: [.failed]) {
        print(run.id, run.timing.createdAt, run.source.name.value ?? "", run.error.value ?? "")
    }
} catch {
    print(error)
}
await client.shutdown()
