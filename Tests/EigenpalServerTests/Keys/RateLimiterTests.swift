import Testing

@testable import EigenpalServer

@Suite struct RateLimiterTests {
    private let start = ContinuousClock.now

    @Test func letsAMinutesBurstThroughAndNoMore() {
        let limiter = RateLimiter(perMinute: 30)
        for _ in 0..<30 { #expect(limiter.take("a", at: start) == nil) }
        #expect(limiter.take("a", at: start) == 2)
        #expect(limiter.take("b", at: start) == nil)
    }

    @Test func fillsSteadily() {
        let limiter = RateLimiter(perMinute: 30)
        for _ in 0..<30 { _ = limiter.take("a", at: start) }
        #expect(limiter.take("a", at: start + .milliseconds(1_900)) == 1)
        #expect(limiter.take("a", at: start + .milliseconds(2_000)) == nil)
        #expect(limiter.take("a", at: start + .milliseconds(2_000)) == 2)
        // After an hour the bucket is full, and holds no more than a minute's worth.
        for _ in 0..<30 { #expect(limiter.take("a", at: start + .seconds(3_600)) == nil) }
        #expect(limiter.take("a", at: start + .seconds(3_600)) == 2)
    }

    @Test func aClockThatStandsStillOrGoesBackGivesNothing() {
        let limiter = RateLimiter(perMinute: 2)
        #expect(limiter.take("a", at: start) == nil)
        #expect(limiter.take("a", at: start - .seconds(60)) == nil)
        #expect(limiter.take("a", at: start) == 30)
    }

    @Test func zeroIsNoLimit() {
        let limiter = RateLimiter(perMinute: 0)
        for _ in 0..<1_000 { #expect(limiter.take("a", at: start) == nil) }
    }

    @Test func manyClientsDoNotGrowItWithoutEnd() {
        let limiter = RateLimiter(perMinute: 1)
        for client in 0..<25_000 { #expect(limiter.take("client \(client)", at: start) == nil) }
        #expect(limiter.count <= 10_000)
    }

    @Test func clientsAtOnceShareOneBucket() async {
        let limiter = RateLimiter(perMinute: 100)
        let start = start
        let taken = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<50).filter { _ in limiter.take("a", at: start) == nil }.count }
            }
            return await group.reduce(0, +)
        }
        #expect(taken == 100)
    }
}
