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
        write(event, to: &line) { text, line in line.append(contentsOf: text.utf8) }
        if !line.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            line.removeAll(keepingCapacity: true)
            write(event, to: &line) { text, line in line.append(contentsOf: TerminalText.cleaned(text).utf8) }
        }
        line.append(UInt8(ascii: "\n"))
        _ = try? line.withUnsafeBytes { try output.writeAll($0) }
    }

    private func write(
        _ event: LogEvent, to line: inout [UInt8], _ add: (_ text: String, _ line: inout [UInt8]) -> Void
    ) {
        line.append(contentsOf: "\(Timestamp.now.iso8601) \(event.level.rawValue) ".utf8)
        add(label, &line)
        line.append(UInt8(ascii: ":"))
        for (key, value) in pairs(event) {
            line.append(UInt8(ascii: " "))
            add(key, &line)
            line.append(UInt8(ascii: "="))
            if case .string(let text) = value { add(text, &line) } else { add("\(value)", &line) }
        }
        line.append(contentsOf: " [\(event.source)] ".utf8)
        add(event.message.description, &line)
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
