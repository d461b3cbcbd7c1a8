import Logging
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

    /// Writes a line.
    public func log(event: LogEvent) {
        let values = pairs(event).map { key, value in
            if case .string(let text) = value { (key, text) } else { (key, "\(value)") }
        }
        write(event.level, values, source: event.source, message: event.message.description)
    }

    /// Writes a line of these values as they stand: what ``log(event:)`` would write where they are in the order of their
    /// names and none stands in every line.
    func write(
        _ level: Logger.Level, _ values: [(key: String, value: String)], source: String, message: String
    ) {
        var line = LogLine(level, label: label)
        for (key, value) in values { line.add(key, value) }
        line.end(source: source, message: message)
        line.write(to: output)
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
