import TestSupport
import Testing

/// What passes through the server does not stay in it.
@Suite struct GitHostingMemoryTests {
    @Test func aLargePushAndCloneLeaveMemoryFlat() async throws {
        let server = try await RunningServer.start()
        let user = try await GitUser.cloning(server)
        try await user.commitAgent()
        try await user.must("push", "origin", "main")
        let state = ServerProcessState(server: server)
        let before = state.peakMemory
        try await user.commitNoise("noise", megabytes: 64)
        let push = try await user.git("push", "origin", "main")
        #expect(push.exitCode == 0, "\(push.errorOutput)")
        let afterPush = state.peakMemory
        let other = try await GitUser.cloning(server)
        #expect(try await other.must("rev-parse", "HEAD") == (try await user.must("rev-parse", "HEAD")))
        let afterClone = state.peakMemory
        // A quarter of what went through.
        #expect(afterPush - before < 16 << 10, "\(before) KiB before, \(afterPush) KiB after the push")
        #expect(afterClone - before < 16 << 10, "\(before) KiB before, \(afterClone) KiB after the clone")
        try await server.stop()
    }
}
