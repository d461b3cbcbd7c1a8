/// The value of `body`. What the rooms below throw becomes the tool's own error, so that a verb reads as what it does
/// and not as what may go wrong.
///
/// - Parameter exitCode: 2 where the text that is read was typed on the command line.
func attempt<Value>(exitCode: Int32 = 1, _ body: () throws -> Value) throws(ToolError) -> Value {
    do {
        return try body()
    } catch {
        var problem = ToolError(translating: error)
        if exitCode != 1 { problem.exitCode = exitCode }
        throw problem
    }
}
