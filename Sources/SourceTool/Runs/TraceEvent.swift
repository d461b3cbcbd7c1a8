import EigenpalAPI

/// An event of a run's trace as a line: what it tells is up to the runner, and only the usual names are known.
struct TraceEvent {
    /// The time of day, where it has one.
    let time: String
    /// What it is about: the event's type, and what it says.
    let text: String

    init(_ event: JSONValue) {
        guard let fields = event.object else {
            (time, text) = ("", JSONText.compact(event))
            return
        }
        let moment = ["time", "timestamp", "ts", "at", "createdAt"].lazy.compactMap { fields[$0]?.string }
            .first
        time =
            moment.flatMap {
                APIDate.milliseconds(parsing: $0) == nil ? nil : String($0.dropFirst(11).prefix(8))
            } ?? ""
        let type = fields["type"]?.string ?? ""
        let name = (fields["stepName"] ?? fields["name"])?.string ?? ""
        let status = fields["status"]?.string ?? ""
        let said = ["message", "text", "msg"].lazy.compactMap { fields[$0]?.string }.first ?? ""
        let words = [type, name, status, said].filter { !$0.isEmpty }
        text = said.isEmpty && name.isEmpty ? JSONText.compact(event) : words.joined(separator: " ")
    }

    func line(_ style: Style) -> String {
        let whole = time.isEmpty ? text : "\(time)  \(text)"
        return style.isTerminal ? TextWidth.cut(whole, to: style.width) : whole
    }
}
