// Runs an agent with a file and downloads what it makes of it: files agents.finance.invoice contract contract.pdf
import Eigenpal

let arguments = CommandLine.arguments.dropFirst().map(\.self)
guard arguments.count == 3 else { fatalError("files TARGET INPUT-NAME FILE") }

let client = try EigenpalClient()
do {
    let started = try await client.run(
        RunTarget(arguments[0]), input: [arguments[1]: .file(path: arguments[2])],
        waitForCompletion: .seconds(600),
        progress: { sent, total in print("sent \(sent) of \(total.map(String.init) ?? "?") bytes") })
    let artifacts = try await client.runs.artifacts.list(started.id).artifacts
    for artifact in artifacts where artifact.path.hasPrefix("output/") {
        let size = try await client.runs.artifacts.download(
            started.id, path: artifact.path, to: artifact.name)
        print("\(artifact.name): \(size) bytes")
    }
} catch {
    print(error)
}
await client.shutdown()
