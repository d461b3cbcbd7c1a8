import Eigenpal

let client = try EigenpalClient()

let started = try await client.run(
    "agents.finance.invoice", input: ["contract": .file(path: "contract.pdf")],
    waitForCompletion: .seconds(120))
