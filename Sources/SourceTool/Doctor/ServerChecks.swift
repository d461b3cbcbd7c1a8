import Eigenpal
import EigenpalAPI

/// The server: whether it answers, takes the key, and agrees about the time.
struct ServerChecks {
    private let context: ToolContext

    init(_ context: ToolContext) {
        self.context = context
    }

    func all() async -> [DoctorCheck] {
        guard let account = try? context.account() else {
            return [
                .skipped("server", "no account says which"), .skipped("clock", "no server to compare with"),
            ]
        }
        do throws(ToolError) {
            let before = context.clock()
            let answer = try await context.withClient(for: account) { client in
                let check = try await client.checkAuthentication()
                return (check, try await client.send(method: "GET", path: "/api/v1/auth/check"))
            }
            let who = answer.0.name ?? answer.0.email ?? answer.0.keyId
            return [
                .good("server", "\(account.baseURL) takes the key (\(who))"),
                clock(answer.1.headers.first { $0.name.lowercased() == "date" }?.value, before: before),
            ]
        } catch {
            return [.failure("server", error), .skipped("clock", "no answer to compare with")]
        }
    }

    private func clock(_ date: String?, before: Int64) -> DoctorCheck {
        guard let date, let server = HTTPDate.secondsSince1970(date) else {
            return .skipped("clock", "the server does not say its time")
        }
        let now = context.clock()
        let difference = server < before ? server - before : max(server - now, 0)
        guard abs(difference) <= 300 else {
            return .warning(
                "clock",
                "this machine's clock is \(abs(difference)) s \(difference > 0 ? "behind" : "ahead of") the server's",
                fix: "set the clock")
        }
        return .good("clock", "agrees with the server's")
    }
}

/// The date of an HTTP header: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
enum HTTPDate {
    /// Seconds since 1970; nil for text of another form.
    static func secondsSince1970(_ text: String) -> Int64? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int64(words[1]), let year = Int64(words[3]),
            let month = months.firstIndex(of: String(words[2])), 1...31 ~= day, 1970...9999 ~= year
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int64($0) }
        guard time.count == 3, 0...23 ~= time[0], 0...59 ~= time[1], 0...60 ~= time[2] else { return nil }
        // Days of the civil calendar, counted from March so that a leap day comes last.
        let shifted = Int64(month) < 2 ? year - 1 : year
        let (era, ofEra) = (shifted / 400, shifted % 400)
        let ofYear = (153 * ((Int64(month) + 10) % 12) + 2) / 5 + day - 1
        let days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
        return days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
