import Logging
import SourceFormat
import SystemPackage

/// One line of the log, put together from its front: `TIME LEVEL LABEL: KEY=VALUE … [SOURCE] MESSAGE`.
///
/// Control characters are shown, not written: nobody's value makes a line of its own, nor drives a terminal.
struct LogLine {
    private var bytes: [UInt8] = []

    /// Begins a line of the present moment, in UTC.
    init(_ level: Logger.Level, label: String) {
        bytes.reserveCapacity(256)
        bytes.append(contentsOf: Timestamp.now.iso8601.utf8)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: level.rawValue.utf8)
        bytes.append(UInt8(ascii: " "))
        append(label)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Adds a value.
    mutating func add(_ key: String, _ value: String) {
        bytes.append(UInt8(ascii: " "))
        append(key)
        bytes.append(UInt8(ascii: "="))
        append(value)
    }

    /// Ends the line.
    mutating func end(source: String, message: String) {
        bytes.append(contentsOf: " [".utf8)
        append(source)
        bytes.append(contentsOf: "] ".utf8)
        append(message)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes the line in one call. A log that cannot be written stops nothing.
    func write(to output: FileDescriptor) {
        _ = try? bytes.withUnsafeBytes { try output.writeAll($0) }
    }

    private mutating func append(_ text: String) {
        var text = TerminalText.cleaned(text)
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }
}
