import GRDB
import TestSupport
import Testing

@testable import EigenpalServer

/// How the store finds a page of many runs.
@Suite struct RunQueryTests {
    @Test func whatAPagePassesOverIsCountedInAnIndex() async throws {
        #expect(try await plan { _ in }.contains("SCAN run USING COVERING INDEX run_sequence"))
        #expect(
            try await plan { $0.kind = .agent }.contains("SEARCH run USING COVERING INDEX run_kind (kind=?)"))
    }

    /// The steps that SQLite takes for a page far down.
    private func plan(_ change: (inout RunFilter) -> Void) async throws -> [String] {
        let sample = try await SampleStore()
        var filter = RunFilter()
        filter.limit = 50
        filter.offset = 99_950
        change(&filter)
        let (sql, arguments) = SQLiteStore.page(filter)
        return try await sample.store.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: arguments)
                .map { $0["detail"] }
        }
    }
}
