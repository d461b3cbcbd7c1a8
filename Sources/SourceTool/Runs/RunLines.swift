import EigenpalAPI

/// Runs as people read of them.
enum RunLines {
    /// `agents.invoice@1.2.0`.
    static func target(_ type: RunType, _ source: RunSource) -> String {
        let name = source.slug.value ?? source.name.value ?? source.id
        let version = source.version.value ?? source.git.value?.resolvedRef.value ?? ""
        let short =
            version.count == 40 && version.allSatisfy(\.isHexDigit) ? String(version.prefix(7)) : version
        return "\(type.rawValue)s.\(name)" + (short.isEmpty ? "" : "@\(short)")
    }

    /// Who started it, else what did.
    static func by(_ trigger: RunTrigger) -> String {
        let person = trigger.by.value
        return [person?.name.value, person?.email, person?.id, trigger.type.value].lazy
            .compactMap { $0 }.first { !$0.isEmpty } ?? ""
    }

    /// When it was made: as people say it on a terminal, to the letter elsewhere.
    static func moment(_ text: String, _ style: Style, now: Int64) -> String {
        style.isTerminal ? TimeText.ago(text, now: now) : text
    }

    static func took(_ timing: RunTiming) -> String {
        timing.durationMs.value.map { TimeText.duration(milliseconds: $0) } ?? ""
    }

    static func painted(_ status: String, as shown: String, _ style: Style) -> String {
        switch ExecutionStatus(rawValue: status) {
        case .completed: style.good(shown)
        case .failed, .rejected: style.bad(shown)
        case .cancelled: style.caution(shown)
        default: shown
        }
    }

    /// Names and values below one another, those without a value left out. A value of several lines is indented.
    static func facts(_ rows: [(String, String?)], _ style: Style) -> [String] {
        let shown = rows.filter { !($0.1 ?? "").isEmpty }
        let width = shown.map(\.0.count).max() ?? 0
        return shown.flatMap { name, value -> [String] in
            let lines = (value ?? "").split(whereSeparator: \.isNewline)
            let title = style.dim(name) + String(repeating: " ", count: width - name.count + 2)
            let indent = String(repeating: " ", count: width + 2)
            return lines.enumerated().map { "\($0.offset == 0 ? title : indent)\($0.element)" }
        }
    }
}
