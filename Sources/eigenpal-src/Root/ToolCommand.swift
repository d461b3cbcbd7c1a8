import ArgumentParser

/// A verb. It runs on the thread that parsed it: the parser's own `run` is called on another, which takes longer to start
/// than many a verb takes.
protocol ToolCommand: AsyncParsableCommand {
    /// Does what was asked for.
    func perform() async throws
}

extension ToolCommand {
    /// What the parser calls.
    func run() async throws { try await perform() }
}
