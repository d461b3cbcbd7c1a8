import Eigenpal
import Synchronization

/// The line that says how far a file has come, with a bar, on a terminal alone and ten times a second at most.
final class TransferBar: Sendable {
    private let terminal: any Terminal
    private let name: String
    private let shown = Mutex<ContinuousClock.Instant?>(nil)

    init(_ name: String, _ terminal: any Terminal) { (self.name, self.terminal) = (name, terminal) }

    /// What the SDK tells.
    var progress: TransferProgress? {
        guard terminal.errorIsTerminal else { return nil }
        return { [self] bytes, total in show(bytes, of: total) }
    }

    /// Takes the line away.
    func end() { terminal.progress(nil) }

    private func show(_ bytes: Int64, of total: Int64?) {
        let now = ContinuousClock.now
        let isDue = shown.withLock { last in
            if let last, now - last < .milliseconds(100) { return false }
            last = now
            return true
        }
        if isDue { terminal.progress(Self.line(name, bytes, of: total, width: terminal.width)) }
    }

    /// `report.pdf  ━━━━━━────  60%  1.2 MB of 2.0 MB`; the bar only where there is room for one.
    static func line(_ name: String, _ bytes: Int64, of total: Int64?, width: Int) -> String {
        guard let total, total > 0 else { return "\(name)  \(TimeText.size(bytes))" }
        let share = Double(min(max(bytes, 0), total)) / Double(total)
        let text = "\(Int(share * 100))%  \(TimeText.size(bytes)) of \(TimeText.size(total))"
        let room = min(30, width - TextWidth.of(name) - TextWidth.of(text) - 6)
        guard room >= 5 else { return "\(TextWidth.cut(name, to: max(width - text.count - 3, 6)))  \(text)" }
        let full = Int(share * Double(room))
        return "\(name)  " + String(repeating: "━", count: full) + String(repeating: "─", count: room - full)
            + "  \(text)"
    }
}
