import ArgumentParser
import EigenpalServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The server's start: what is made is its owner's alone, and every failure has an exit code that says of what kind it
/// is: 1 for what was refused or failed, 2 for wrong usage.
@main
enum Main {
    static func main() async {
        umask(0o077)
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try RootCommand.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let error as ServerError {
            Output.note("eigenpal-server: \(error)")
            return 1
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            let text = RootCommand.fullMessage(for: error)
            if RootCommand.exitCode(for: error) == .success {
                do throws(ServerError) { try Output.answer(text) } catch {
                    Output.note("eigenpal-server: \(error)")
                    return 1
                }
                return 0
            }
            Output.note(text)
            return 2
        }
    }
}
