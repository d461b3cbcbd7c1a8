/// One thing that has to be right, and whether it is.
public struct DoctorCheck: Encodable, Sendable, Hashable {
    /// How a thing is.
    public enum Status: String, Encodable, Sendable, Hashable {
        /// As it should be.
        case good
        /// Works, but not as well as it could.
        case warning
        /// Keeps verbs from working.
        case failure
        /// Could not be looked at, because of another check's failure or because there is nothing to look at.
        case skipped
    }

    /// What was looked at, stable for programs: `git`, `server`, `credentials`, …
    public let name: String
    /// How it is.
    public let status: Status
    /// What was found, in one sentence.
    public let detail: String
    /// What to do about it.
    public let fix: String?

    static func good(_ name: String, _ detail: String) -> DoctorCheck {
        DoctorCheck(name: name, status: .good, detail: detail, fix: nil)
    }

    static func warning(_ name: String, _ detail: String, fix: String? = nil) -> DoctorCheck {
        DoctorCheck(name: name, status: .warning, detail: detail, fix: fix)
    }

    static func failure(_ name: String, _ detail: String, fix: String? = nil) -> DoctorCheck {
        DoctorCheck(name: name, status: .failure, detail: detail, fix: fix)
    }

    static func failure(_ name: String, _ error: ToolError) -> DoctorCheck {
        let detail = ([error.message] + error.details).joined(separator: "; ")
        // A check that sends the reader back to the doctor helps nobody.
        let fix = error.next.flatMap { $0 == "\(ToolVersion.name) doctor" ? nil : $0 }
        return DoctorCheck(name: name, status: .failure, detail: detail, fix: fix)
    }

    static func skipped(_ name: String, _ detail: String) -> DoctorCheck {
        DoctorCheck(name: name, status: .skipped, detail: detail, fix: nil)
    }
}
