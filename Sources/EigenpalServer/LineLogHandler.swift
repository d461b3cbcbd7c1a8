import Logging
import SourceFormat
import SystemPackage

/// A log of one line an event, each written whole in one call: `TIME LEVEL LABEL: KEY=VALUE … [SOURCE] MESSAGE`, the time
/// in UTC with milliseconds.
///
/// What a client or a runner sent cannot make a line of its own, nor drive the terminal that the log is read in:
/// control characters are shown, not written.
public struct LineLogHandler: LogHandler {
    /// The least level that is written.
    public var logLevel: Logger.Level = .info
    /// What stands in every line.
    public var metadata: Logger.Metadata = [:]

    private let label: String
    private let output: FileDescriptor

    /// A log that goes to an open file.
    public init(label: String, output: FileDescriptor = .standardError) {
        self.label = label
        self.output = output
    }

    /// One of the values that stand in every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line. A log that cannot be written stops nothing.
    public func log(event: LogEvent) {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        func add(_ text: String) { line.append(contentsOf: TerminalText.cleaned(text).utf8) }
        add(Timestamp.now.iso8601)
        line.append(UInt8(ascii: " "))
        add(event.level.rawValue)
        line.append(UInt8(ascii: " "))
        add(label)
        line.append(UInt8(ascii: ":"))
        for (key, value) in pairs(event) {
            line.append(UInt8(ascii: " "))
            add(key)
            line.append(UInt8(ascii: "="))
            if case .string(let text) = value { add(text) } else { add("\(value)") }
        }
        line.append(contentsOf: " [".utf8)
        add(event.source)
        line.append(contentsOf: "] ".utf8)
        add(event.message.description)
        line.append(UInt8(ascii: "\n"))
        _ = try? output.writeAll(line)
    }

    /// The values of an event and of every line, in the order of their names.
    private func pairs(_ event: LogEvent) -> [(key: String, value: Logger.Metadata.Value)] {
        var all = metadata
        if let more = event.metadata { all.merge(more) { $1 } }
        if let error = event.error {
            all["error"] = "\(type(of: error)): \(error)"
        }
        return all.sorted { $0.key < $1.key }
    }
}
