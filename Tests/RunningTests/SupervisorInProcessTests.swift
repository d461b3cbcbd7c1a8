import Foundation
import Running
import TestSupport
import Testing

/// A run in the calling process, which may start no other programs meanwhile: a test program of its own, with this test
/// alone.
@Suite struct SupervisorInProcessTests {
    private static let isAlone = ProcessInfo.processInfo.environment["EIGENPAL_TEST_ALONE"] != nil

    @Test(.disabled(if: isAlone)) func aRunInThisProcessSparesItsOtherChildren() async throws {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let result = try await runCommand(
            program, ["--testing-library", "swift-testing", "--filter", "SupervisorInProcessTests"],
            environment: ["EIGENPAL_TEST_ALONE": "1"])
        #expect(result.exitCode == 0, "\(result.output)\(result.errorOutput)")
        #expect((result.output + result.errorOutput).contains("Test alone() passed"), "\(result.output)")
    }

    @Test(.enabled(if: isAlone)) func alone() throws {
        let folder = try RunFolder()
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/bin/sleep")
        other.arguments = ["60"]
        try other.run()
        defer { other.terminate() }
        let result = Supervisor.run(folder.job("(setsid sleep 60 &) ; exit 4"), isCancelled: { false })
        #expect(result.exitCode == 4 && result.stop == .none)
        #expect(folder.alive.isEmpty)
        #expect(other.isRunning)
        let start = ContinuousClock.now
        let another = try RunFolder()
        let cancelled = Supervisor.run(
            another.job("sleep 60"), isCancelled: { ContinuousClock.now - start > .milliseconds(200) })
        #expect(cancelled.stop == .cancelled && cancelled.signal == SIGTERM)
        #expect(another.alive.isEmpty && other.isRunning)
    }
}
