import Glibc
import Synchronization

/// Ctrl-C, or a terminal that is closed, as a request to stop and clean up, while a value of this type lives; a second
/// one ends the program.
struct Interruption {
    // A signal handler can reach nothing but globals.
    private nonisolated(unsafe) static var flag: Int32 = 0
    private nonisolated(unsafe) static var times: Int32 = 0
    private nonisolated(unsafe) static var endsAtSecond = true

    /// Whether a signal has come.
    static var hasHappened: Bool { flag != 0 }
    /// The signal that came last; 0 for none.
    static var number: Int32 { flag }
    /// How many have come.
    static var count: Int32 { times }

    /// - Parameter endsAtSecond: whether a second signal does what it does by itself. Otherwise it is counted too, for
    ///   whoever has more to clean up than may be left behind.
    init(endsAtSecond: Bool = true) {
        (Self.flag, Self.times, Self.endsAtSecond) = (0, 0, endsAtSecond)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { number in
                Interruption.flag = number
                Interruption.times += 1
                if Interruption.endsAtSecond { signal(number, SIG_DFL) }
            }
        }
    }

    /// Lets the signals do again what they do by themselves.
    func end() {
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }

    /// The answer of `body`; nil where a signal came first, which cancels it.
    static func orAnswer<Answer: Sendable>(
        of body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer? {
        let box = AnswerBox<Answer>()
        let task = Task.detached {
            do { box.set(.success(try await body())) } catch { box.set(.failure(error)) }
        }
        while true {
            if let answer = box.answer { return try answer.get() }
            if hasHappened {
                task.cancel()
                return nil
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// What a task left for the one who waits for it.
private final class AnswerBox<Answer: Sendable>: Sendable {
    private let contents = Mutex<Result<Answer, any Error>?>(nil)

    var answer: Result<Answer, any Error>? { contents.withLock { $0 } }

    func set(_ answer: Result<Answer, any Error>) { contents.withLock { $0 = answer } }
}
