import Eigenpal
import EigenpalAPI

/// A page of a list that is asked for by how many come before it.
protocol OffsetPage {
    associatedtype Element
    /// The entries of this page.
    var data: [Element] { get set }
    /// How many entries all pages have.
    var total: Int { get }
    /// How many entries the page may hold.
    var limit: Int { get set }
}

extension ListAgentsResponse: OffsetPage {}
extension ListWorkflowsResponse: OffsetPage {}

extension OffsetPage {
    private static var largest: Int { 100 }

    /// All pages as one.
    ///
    /// - Parameters:
    ///   - limit: the most entries that are asked for; nil for all.
    ///   - page: asks for a page of so many entries at most, behind so many others.
    static func joined(
        limit: Int?, _ page: (_ limit: Int, _ offset: Int) async throws(EigenpalError) -> Self
    ) async throws(EigenpalError) -> Self {
        let most = limit ?? .max
        var all = try await page(min(most, largest), 0)
        while !all.data.isEmpty, all.data.count < min(all.total, most) {
            let next = try await page(min(most - all.data.count, largest), all.data.count)
            guard !next.data.isEmpty else { break }
            all.data += next.data
            all.limit = all.data.count
        }
        return all
    }
}
