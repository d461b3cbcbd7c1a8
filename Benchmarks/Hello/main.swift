import Hummingbird

// The least that a server on this framework can do: what the server's own routes are measured against.
let router = Router()
router.get("hello") { _, _ in "hello" }
guard let port = CommandLine.arguments.dropFirst().first.flatMap({ Int($0) }) else {
    fatalError("usage: hello PORT")
}
let application = Application(
    router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)))
try await application.runService()
