import ArgumentParser
import SourceTool

/// `auth login`.
struct AuthLoginCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Store an API key after its server has taken it.",
        discussion: """
            The key is typed at a prompt that does not show it, or read from standard input; it is never an argument. \
            It is stored in ~/.config/eigenpal/credentials.json under the name that --profile gives, else under that \
            of an earlier login to the same server, else as "default".

            Examples:
              eigenpal-src auth login
              eigenpal-src auth login --base-url http://127.0.0.1:4747 --profile local
              eigenpal-src auth login --with-token <key.txt
            """)

    @OptionGroup var global: GlobalArguments
    @Flag(name: .customLong("with-token"), help: "Read the API key from standard input.")
    var readsToken = false

    // Understood to be refused with the reason, instead of an error that repeats the key.
    @Argument(help: .hidden) var typed: [String] = []

    func perform() async throws {
        guard typed.isEmpty else { throw AuthLogin.keyAsArgument }
        let context = try global.context()
        try render(try await AuthLogin.run(context, readsToken: readsToken), json: false, in: context)
    }
}
