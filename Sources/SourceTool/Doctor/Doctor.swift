/// `doctor`: looks at everything a verb needs, and says how to mend what is not right.
public enum Doctor {
    /// Makes every check; one that fails stops no other. Nothing is changed.
    public static func run(_ context: ToolContext) async -> DoctorReport {
        var checks = ProgramChecks(context).all
        checks += AccountChecks(context).all
        checks += await ServerChecks(context).all()
        checks += CheckoutChecks(context).all
        return DoctorReport(checks: checks)
    }
}

/// What `doctor` answers. Its exit code is 1 where a check failed.
public struct DoctorReport: Renderable {
    /// The checks, in the order they were made.
    public let checks: [DoctorCheck]

    /// 1 where a check failed, else 0.
    public var exitCode: Int32 { checks.contains { $0.status == .failure } ? 1 : 0 }

    /// A row a check, its fix below it, and the sum.
    public func lines(_ style: Style) -> [String] {
        let width = checks.map(\.name.count).max() ?? 0
        var lines: [String] = []
        for check in checks {
            let mark =
                switch check.status {
                case .good: style.good("ok     ")
                case .warning: style.caution("warning")
                case .failure: style.bad("failure")
                case .skipped: style.dim("skipped")
                }
            let name = check.name + String(repeating: " ", count: width - check.name.count)
            lines.append("\(mark)  \(style.bold(name))  \(check.detail)")
            if let fix = check.fix {
                lines.append(String(repeating: " ", count: width + 11) + "next: \(fix)")
            }
        }
        let failures = checks.count { $0.status == .failure }
        let warnings = checks.count { $0.status == .warning }
        let words = [(failures, "failure"), (warnings, "warning")].filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        lines.append(words.isEmpty ? "Everything is well" : words.joined(separator: ", "))
        return lines
    }
}
