import ArgumentParser
import Running

/// `supervise`: what the server starts for each run, not people.
struct SuperviseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supervise", abstract: "Runs one job and ends all that it starts.", shouldDisplay: false)

    func run() throws {
        let code = Supervisor.serve()
        if code != 0 { throw ExitCode(code) }
    }
}
