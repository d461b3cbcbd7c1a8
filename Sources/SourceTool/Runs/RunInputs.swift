import Eigenpal
import EigenpalAPI
import Running
import SystemPackage

/// What a run is given, as it was typed.
public struct RunInputs: Sendable {
    /// `--input NAME=VALUE`, in their order.
    public var fields: [String]
    /// `--input-json`.
    public var json: String?
    /// `--input-file NAME=PATH`, in their order.
    public var files: [String]

    /// Inputs as typed.
    public init(fields: [String] = [], json: String? = nil, files: [String] = []) {
        (self.fields, self.json, self.files) = (fields, json, files)
    }

    /// A file that is given under a name.
    struct File: Sendable, Hashable {
        let name: String
        let path: FilePath
    }

    /// What was typed, read: values by name, and files.
    struct Read: Sendable, Hashable {
        var values: [String: JSONValue] = [:]
        var files: [File] = []

        /// The names of the inputs that are files.
        var fileNames: Set<String> { Set(files.map(\.name)) }

        /// In the SDK's form: one file, or a list where a name is given more than once.
        var forServer: [String: RunInputValue] {
            var inputs = values.mapValues { RunInputValue.json($0) }
            for name in fileNames {
                let uploads = files.filter { $0.name == name }.map { FileUpload.file(path: $0.path.string) }
                inputs[name] = uploads.count == 1 ? .file(uploads[0]) : .list(uploads.map { .file($0) })
            }
            return inputs
        }
    }

    /// Reads it all.
    ///
    /// - Throws: ``ToolError``: exit code 2 for what is not `NAME=VALUE`, a name that is given twice, or no JSON; 1 for
    ///   a file that is not there.
    func read(_ context: ToolContext) throws(ToolError) -> Read {
        var read = Read()
        if let json { read.values = try JSONArgument.object(json, of: "--input-json", context) }
        var seen: Set<String> = []
        for field in fields {
            let (name, text) = try Self.pair(field, of: "--input", form: "NAME=VALUE")
            guard seen.insert(name).inserted else {
                throw .usage("--input \(name) is given twice; a list is written --input '\(name)=[…]'")
            }
            read.values[name] = Self.value(text)
        }
        for file in files {
            let (name, text) = try Self.pair(file, of: "--input-file", form: "NAME=PATH")
            guard read.values[name] == nil else {
                throw .usage("the input \(name) is given as a value and as a file")
            }
            guard !text.isEmpty else {
                throw .usage("--input-file takes NAME=PATH, and \"\(file)\" names no file")
            }
            let path = context.path(text)
            guard let kind = Files.kind(of: Files.resolved(path) ?? path) else {
                throw ToolError("--input-file \(name): there is no file \(path)")
            }
            guard kind == .file else { throw ToolError("--input-file \(name): \(path) is not a file") }
            read.files.append(File(name: name, path: path))
        }
        return read
    }

    /// A name and what follows the first `=`.
    static func pair(
        _ typed: String, of option: String, form: String
    ) throws(ToolError) -> (name: String, text: String) {
        guard let equals = typed.firstIndex(of: "="), equals != typed.startIndex else {
            throw .usage("\(option) takes \(form), and \"\(typed)\" is none")
        }
        return (String(typed[..<equals]), String(typed[typed.index(after: equals)...]))
    }

    /// A value as typed: a number, `true`, `false`, `null`, an object, a list or a text in quotation marks where it is that
    /// in JSON, else the text itself. A number that would not be kept digit by digit stays text.
    static func value(_ text: String) -> JSONValue {
        guard let value = try? JSONReader.value(of: Array(text.utf8)) else { return .string(text) }
        if case .number = value, text.utf8.count(where: { (0x30...0x39).contains($0) }) > 17 {
            return .string(text)
        }
        return value
    }

    /// Values by name, each as ``value(_:)`` takes it: `--metadata`.
    static func values(_ typed: [String], of option: String) throws(ToolError) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for field in typed {
            let (name, text) = try pair(field, of: option, form: "NAME=VALUE")
            guard values.updateValue(value(text), forKey: name) == nil else {
                throw .usage("\(option) \(name) is given twice")
            }
        }
        return values
    }
}
