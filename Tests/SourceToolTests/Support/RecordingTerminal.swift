import Sealing
import SourceTool
import Synchronization

/// A terminal that answers from a script and writes down what it is told.
final class RecordingTerminal: Terminal {
    struct State {
        var output: [UInt8] = []
        var talk: [String] = []
        var input: [UInt8]
        var secrets: [[UInt8]]
        var confirms: [Bool]
    }

    private let state: Mutex<State>
    let inputIsTerminal: Bool
    let outputIsTerminal = false
    let errorIsTerminal = false
    let usesColor = false
    let width = 80

    /// - Parameters:
    ///   - input: what standard input holds.
    ///   - secrets: what is typed at hidden prompts; with any, or with `confirms`, input is a terminal.
    init(input: String = "", secrets: [String] = [], confirms: [Bool] = []) {
        state = Mutex(
            State(input: Array(input.utf8), secrets: secrets.map { Array($0.utf8) }, confirms: confirms))
        inputIsTerminal = !secrets.isEmpty || !confirms.isEmpty
    }

    /// All of standard output.
    var output: String { state.withLock { String(decoding: $0.output, as: UTF8.self) } }

    /// The lines of standard error, prompts too.
    var talk: [String] { state.withLock { $0.talk } }

    func write(_ bytes: [UInt8]) throws(ToolError) { state.withLock { $0.output += bytes } }
    func note(_ line: String) { state.withLock { $0.talk.append(line) } }
    func warn(_ line: String) { note("warning: \(line)") }
    func pass(_ bytes: [UInt8]) { note(String(decoding: bytes, as: UTF8.self)) }
    func detail(_ line: String) {}
    func progress(_ line: String?) {}

    func readSecret(prompt: String) throws(ToolError) -> SecretBytes {
        note(prompt)
        var bytes = state.withLock { $0.secrets.isEmpty ? nil : $0.secrets.removeFirst() }
        guard bytes != nil else { throw ToolError("there is no terminal") }
        do { return try SecretBytes(consuming: &bytes!) } catch { throw ToolError(error.description) }
    }

    func readAllInput(limit: Int) throws(ToolError) -> SecretBytes {
        var bytes = state.withLock { state in
            defer { state.input = [] }
            return state.input
        }
        guard bytes.count <= limit else { throw ToolError("standard input holds more than \(limit) bytes") }
        do { return try SecretBytes(consuming: &bytes) } catch { throw ToolError(error.description) }
    }

    func confirm(_ question: String) throws(ToolError) -> Bool {
        note(question)
        guard let answer = state.withLock({ $0.confirms.isEmpty ? nil : $0.confirms.removeFirst() }) else {
            throw ToolError("there is no terminal to ask at: \(question)")
        }
        return answer
    }
}
