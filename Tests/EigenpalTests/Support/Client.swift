import Eigenpal
import Testing

/// A key that no test's output may show.
let testKey = "eg_test_5f3a9c0d7b"

/// Calls `body` with a client of a server and shuts it down after.
@discardableResult
func withClient<Value>(
    of baseURL: String, key: String = testKey, timeout: Duration = .seconds(60), verifyTLS: Bool = true,
    configuration: ClientConfiguration = .direct, _ body: (EigenpalClient) async throws -> Value
) async throws -> Value {
    let client = try EigenpalClient(
        apiKey: key, baseURL: baseURL, timeout: timeout, verifyTLS: verifyTLS, configuration: configuration)
    do {
        let value = try await body(client)
        await client.shutdown()
        return value
    } catch {
        await client.shutdown()
        throw error
    }
}

/// The error of a request that must fail; it shows no key.
func failure(
    of baseURL: String, timeout: Duration = .seconds(60), verifyTLS: Bool = true,
    configuration: ClientConfiguration = .direct, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (EigenpalClient) async throws -> Void
) async throws -> EigenpalError {
    try await withClient(of: baseURL, timeout: timeout, verifyTLS: verifyTLS, configuration: configuration) {
        client in
        let error = try await #require(throws: EigenpalError.self, sourceLocation: sourceLocation) {
            try await body(client)
        }
        for shown in ["\(error)", String(reflecting: error), dumped(error)] {
            #expect(!shown.contains(testKey), sourceLocation: sourceLocation)
        }
        return error
    }
}

/// What `dump` shows.
func dumped(_ value: some Any) -> String {
    var text = ""
    dump(value, to: &text)
    return text
}

extension ClientConfiguration {
    /// An empty environment: no proxy and no key of the machine that runs the tests.
    static var direct: ClientConfiguration {
        var configuration = ClientConfiguration()
        configuration.environment = [:]
        return configuration
    }
}

/// A generator of numbers that are the same in every run: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
