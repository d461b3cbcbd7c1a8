import ArgumentParser
import EigenpalServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What git calls back, not people.
struct HookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook", abstract: "Answers git's hooks.", shouldDisplay: false,
        subcommands: [PreReceiveCommand.self])
}

/// `hook pre-receive`: says whether a push may proceed, by its exit code, and why not, on standard error.
struct PreReceiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pre-receive", abstract: "Says whether a push may proceed.", shouldDisplay: false)

    // A million references; git holds as much in memory itself.
    private static let inputLimit = 128 << 20

    @Flag(help: "Search the push for secrets.") var scan = false

    func run() throws {
        guard let input = Self.standardInput() else {
            Output.note("push refused: it names more references than this server takes at once")
            throw ExitCode(1)
        }
        let verdict = PreReceiveHook.run(input: input, scans: scan)
        if !verdict.message.isEmpty { Output.note(verdict.message) }
        if !verdict.isAccepted { throw ExitCode(1) }
    }

    /// All of standard input; nil where it is too long, or cannot be read.
    private static func standardInput() -> [UInt8]? {
        var input: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(0, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0, input.count + count <= inputLimit else { return nil }
            if count == 0 { return input }
            input += buffer[..<count]
        }
    }
}
