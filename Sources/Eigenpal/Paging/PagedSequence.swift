/// Everything that a list holds, fetched a page at a time as it is asked for.
///
/// ```swift
/// for try await run in client.runs.all(type: .agent, status: [.failed]) {
///     print(run.id, run.error.value ?? "")
/// }
/// ```
///
/// Nothing is fetched before the first element is asked for, and no page before the one before it is used up. Each
/// iteration begins anew. What is added or removed meanwhile may shift a list that is paged by offsets; runs are paged by
/// cursors, which do not.
public struct PagedSequence<Element: Sendable>: AsyncSequence, Sendable {
    /// What fetching a page throws.
    public typealias Failure = EigenpalError

    let fetch: @Sendable (PagePosition) async throws(EigenpalError) -> Page

    /// A page, and where the next one is.
    struct Page: Sendable {
        var elements: [Element]
        /// Nil for the last page.
        var next: PagePosition?
    }

    /// Begins with the first page.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(fetch: fetch) }

    /// Goes through the pages.
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// What fetching a page throws.
        public typealias Failure = EigenpalError

        let fetch: @Sendable (PagePosition) async throws(EigenpalError) -> Page
        private var page: [Element] = []
        private var used = 0
        private var next: PagePosition? = PagePosition()

        init(fetch: @escaping @Sendable (PagePosition) async throws(EigenpalError) -> Page) {
            self.fetch = fetch
        }

        /// The next element; nil at the end.
        ///
        /// - Throws: ``EigenpalError``; nothing follows it.
        @concurrent
        public mutating func next() async throws(EigenpalError) -> Element? {
            while used == page.count {
                guard let position = next else { return nil }
                next = nil
                guard !Task.isCancelled else { throw .cancelled }
                let fetched = try await fetch(position)
                page = fetched.elements
                used = 0
                next = fetched.next
            }
            defer { used += 1 }
            return page[used]
        }
    }
}

/// Where a page begins.
struct PagePosition: Sendable, Hashable {
    /// What the server named the page by; nil for the first.
    var cursor: String?
    /// How many elements come before it.
    var offset = 0

    /// The page after one that is told of by its offset; nil after the last.
    func after(_ count: Int, of total: Int) -> PagePosition? {
        let end = offset + count
        return count > 0 && end < total ? PagePosition(offset: end) : nil
    }
}
