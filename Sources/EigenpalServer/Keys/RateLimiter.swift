import Synchronization

/// Token buckets, one a client: each holds a minute's worth of requests and fills steadily.
public final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    /// The buckets kept at most; beyond it the ones that have filled up again are dropped, and should none have,
    /// all of them, which can only let a client go on sooner.
    private static let capacity = 10_000

    private let perMinute: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// A limiter that lets each client make `perMinute` requests a minute; 0 or less sets no limit.
    public init(perMinute: Int) { self.perMinute = Double(perMinute) }

    /// How many clients are kept.
    var count: Int { buckets.withLock(\.count) }

    /// Takes one token of a client's bucket.
    ///
    /// - Returns: nil if there was one, else the seconds until there is, rounded up.
    public func take(_ client: String, at now: ContinuousClock.Instant = .now) -> Int? {
        guard perMinute > 0 else { return nil }
        return buckets.withLock { buckets -> Int? in
            if buckets.count >= Self.capacity, buckets[client] == nil { drop(&buckets, at: now) }
            var bucket = buckets[client] ?? Bucket(tokens: perMinute, filledAt: now)
            fill(&bucket, at: now)
            var wait: Int?
            if bucket.tokens >= 1 {
                bucket.tokens -= 1
            } else {
                wait = max(1, Int(((1 - bucket.tokens) * 60 / perMinute).rounded(.up)))
            }
            buckets[client] = bucket
            return wait
        }
    }

    private func fill(_ bucket: inout Bucket, at now: ContinuousClock.Instant) {
        let elapsed = now - bucket.filledAt
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        guard seconds > 0 else { return }
        bucket.tokens = min(perMinute, bucket.tokens + seconds * perMinute / 60)
        bucket.filledAt = now
    }

    private func drop(_ buckets: inout [String: Bucket], at now: ContinuousClock.Instant) {
        buckets = buckets.filter { _, bucket in
            var bucket = bucket
            fill(&bucket, at: now)
            return bucket.tokens < perMinute
        }
        if buckets.count >= Self.capacity { buckets = [:] }
    }
}
