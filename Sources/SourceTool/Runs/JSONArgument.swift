import EigenpalAPI
import Running
import Sealing
import SystemPackage

/// JSON on a command line: as it stands, `@FILE` for a file's, `-` for standard input's.
enum JSONArgument {
    /// The most bytes that are read.
    static let maximumSize = 16 << 20

    /// Reads any JSON.
    ///
    /// - Parameter option: what it was given with, for the error.
    /// - Throws: ``ToolError`` with exit code 2 for what is no JSON, 1 for a file that cannot be read.
    static func value(
        _ typed: String, of option: String, _ context: ToolContext
    ) throws(ToolError) -> JSONValue {
        let (bytes, shown): ([UInt8], String)
        if typed == "-" {
            shown = "standard input"
            bytes = try context.terminal.readAllInput(limit: maximumSize).withBytes { Array($0) }
        } else if typed.hasPrefix("@") {
            let path = context.path(String(typed.dropFirst()))
            guard let read = try Files.read(path, limit: maximumSize, takesPipes: true) else {
                throw ToolError("\(option): there is no file \(path)")
            }
            (bytes, shown) = (read, path.string)
        } else {
            (bytes, shown) = (Array(typed.utf8), "its value")
        }
        do throws(RunningError) {
            return try JSONReader.value(of: bytes)
        } catch {
            throw .usage("\(option): \(shown) is not JSON: \(error.message)")
        }
    }

    /// Reads an object.
    ///
    /// - Throws: ``ToolError``, as ``value(_:of:_:)``, and for other JSON.
    static func object(
        _ typed: String, of option: String, _ context: ToolContext
    ) throws(ToolError) -> [String: JSONValue] {
        guard case .object(let fields) = try value(typed, of: option, context) else {
            throw .usage("\(option) takes a JSON object, {\"name\": value, …}")
        }
        return fields
    }
}
