import Sealing
import SourceFormat
import SystemPackage

/// A secret's plaintext on its way to the server: where it may come from, and what it may be.
public enum SecretValue {
    /// The most bytes a secret may have: 64 KiB. What is larger is a file, and no program takes it as a variable.
    public static let maximumSize = 65_536

    /// The most bytes that are read, to say what is wrong with them.
    private static let largestInput = 4 << 20

    /// Where a plaintext is read from. There is no case for an argument: other programs can read those, and shells
    /// keep them.
    public enum Source: Sendable, Hashable {
        /// The terminal, asked for and not shown.
        case prompt
        /// Standard input to its end, less one line break.
        case standardInput
        /// A file, byte for byte.
        case file(String)
        /// A file of several variables, by its path (`-` is standard input), and its format; nil guesses it.
        case variables(String, SecretsImport.Format?)
    }

    /// Reads a secret, and refuses what none can be.
    ///
    /// - Throws: ``ToolError`` for one that is empty, too large, or not text.
    static func read(
        _ source: Source, for name: String, _ context: ToolContext
    ) throws(ToolError) -> SecretBytes {
        let value: SecretBytes
        switch source {
        case .prompt:
            guard context.terminal.inputIsTerminal else {
                throw .usage(
                    "there is no terminal to ask for the value of \(name); pass it with --stdin or --value-file FILE"
                )
            }
            value = try context.terminal.readSecret(prompt: "Value of \(name)")
        case .standardInput:
            if context.terminal.inputIsTerminal {
                context.terminal.note("reading the value of \(name) from standard input, to its end (Ctrl-D)")
            }
            value = try withoutLineBreak(try context.terminal.readAllInput(limit: largestInput))
        case .file(let typed):
            value = try contents(of: context.path(typed), for: name)
        case .variables(let typed, _):
            throw .usage("\(typed) holds several variables, and one value is read here")
        }
        try check(value, name)
        return value
    }

    /// Refuses an empty value, one of more than ``maximumSize`` bytes, and one that is not text.
    static func check(_ value: SecretBytes, _ name: String) throws(ToolError) {
        if let problem = value.withBytes({ problem(with: $0) }) {
            throw ToolError("the value of \(name) \(problem); nothing was sent")
        }
    }

    /// Why these bytes can be no secret; nil where they can.
    static func problem(with bytes: UnsafeRawBufferPointer) -> String? {
        if bytes.isEmpty { return "is empty" }
        if bytes.count > maximumSize {
            return "is larger than \(maximumSize) bytes"
        }
        if bytes.contains(0) { return "is not text: it holds a NUL byte" }
        guard (try? UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)) != nil else {
            return "is not text: it is not UTF-8"
        }
        return nil
    }

    private static func withoutLineBreak(_ value: SecretBytes) throws(ToolError) -> SecretBytes {
        let length = value.withBytes { bytes in
            if bytes.suffix(2).elementsEqual([0x0D, 0x0A]) { return bytes.count - 2 }
            return bytes.last == 0x0A ? bytes.count - 1 : bytes.count
        }
        guard length < value.count else { return value }
        do {
            return try SecretBytes(count: length) { target in
                value.withBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            }
        } catch {
            throw ToolError(error.description)
        }
    }

    private static func contents(of path: FilePath, for name: String) throws(ToolError) -> SecretBytes {
        guard var bytes = try Files.read(path, limit: largestInput, takesPipes: true) else {
            throw ToolError("\(path): there is no such file")
        }
        guard bytes.count <= maximumSize else {
            throw ToolError(
                "the value of \(name) is larger than \(maximumSize) bytes; nothing was sent")
        }
        do {
            return try SecretBytes(consuming: &bytes)
        } catch {
            throw ToolError(error.description)
        }
    }
}
