import Foundation
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// Clients that go away, that stall, and a server that stops: no git outlives its request.
@Suite struct GitHostingDisconnectTests {
    private static let push = ["Content-Type": "application/x-git-receive-pack-request"]

    /// The beginning of a push: one command, and the first bytes of a pack that says it has many objects.
    private func beginningOfPush(_ server: RunningServer) async throws -> [UInt8] {
        let zero = String(repeating: "0", count: 40)
        let commit = String(repeating: "1", count: 40)
        return packetLine("\(zero) \(commit) refs/heads/topic\0 report-status side-band-64k")
            + Array("0000PACK".utf8)
            + [0, 0, 0, 2, 0, 1, 0, 0]
    }

    private func expectNothingLeft(_ server: RunningServer, descriptors: Int) async throws {
        let state = ServerProcessState(server: server)
        #expect(await ServerProcessState.eventually { state.workers == [] }, "\(state.workers)")
        #expect(
            await ServerProcessState.eventually { state.descriptors <= descriptors }, "\(state.descriptors)")
        let objects = "\(server.dataDirectory)/repositories/acme.git/objects"
        let names = try FileManager.default.contentsOfDirectory(atPath: objects)
        #expect(!names.contains { $0.hasPrefix("tmp_objdir") })
    }

    /// Descriptors that the server opens once, when it first serves git.
    private func warm(_ server: RunningServer) async throws -> Int {
        for _ in 0..<2 { _ = try await GitUser.cloning(server) }
        let state = ServerProcessState(server: server)
        var count = state.descriptors
        // Connections of finished clients go away a moment later.
        for _ in 0..<10 {
            try await Task.sleep(for: .milliseconds(50))
            count = min(count, state.descriptors)
        }
        return count
    }

    @Test(arguments: [["Transfer-Encoding": "chunked"], ["Content-Length": "50000000"]])
    func aClientThatLeavesMidPush(framing: [String: String]) async throws {
        let server = try await RunningServer.start()
        let descriptors = try await warm(server)
        let state = ServerProcessState(server: server)
        for _ in 0..<5 {
            let connection = try RawConnection(server)
            try connection.sendHead(
                "POST", "/orgs/acme.git/git-receive-pack", key: server.apiKey,
                Self.push.merging(framing) { $1 })
            let beginning = try await beginningOfPush(server)
            try connection.send(framing["Content-Length"] == nil ? chunk(beginning) : beginning)
            #expect(
                await ServerProcessState.eventually {
                    state.workers.contains { $0.contains("index-pack") || $0.contains("unpack-objects") }
                })
            connection.drop()
        }
        try await expectNothingLeft(server, descriptors: descriptors)
        let user = try await GitUser.cloning(server)
        try await user.commit()
        #expect(try await user.git("push", "origin", "main").exitCode == 0)
        try await server.stop()
    }

    /// Git has read a whole push, and its HTTP request is not over: what the client meant is not known.
    @Test func aPushWithoutItsEndIsNotTaken() async throws {
        let server = try await RunningServer.start()
        let user = try await GitUser.cloning(server)
        let commit = try await user.must("rev-parse", "HEAD")
        let zero = String(repeating: "0", count: 40)
        // Another name for a commit that is there needs no pack but an empty one.
        let pack = try await runBytes("git", ["pack-objects", "--stdout", "-q"], in: user.path)
        let request =
            packetLine("\(zero) \(commit) refs/heads/topic\0 report-status") + Array("0000".utf8) + pack
        let connection = try RawConnection(server)
        try connection.sendHead(
            "POST", "/orgs/acme.git/git-receive-pack", key: server.apiKey,
            Self.push.merging(["Content-Length": "\(request.count + 1)"]) { $1 })
        try connection.send(request.dropLast(20))
        try await Task.sleep(for: .milliseconds(300))
        connection.drop()
        #expect(await ServerProcessState.eventually { ServerProcessState(server: server).workers == [] })
        #expect(!(try await user.must("ls-remote", "origin")).contains("topic"))
        let whole = try RawConnection(server)
        try whole.sendHead(
            "POST", "/orgs/acme.git/git-receive-pack", key: server.apiKey,
            Self.push.merging(["Content-Length": "\(request.count)"]) { $1 })
        try whole.send(request)
        #expect(try whole.receive().text.contains("ok refs/heads/topic"))
        try await server.stop()
    }

    @Test func aClientThatLeavesMidClone() async throws {
        let server = try await RunningServer.start()
        let user = try await GitUser.cloning(server)
        try await user.commitNoise("noise", megabytes: 24)
        try await user.must("push", "origin", "main")
        let descriptors = try await warm(server)
        let head = try await user.must("rev-parse", "HEAD")
        let state = ServerProcessState(server: server)
        for _ in 0..<4 {
            let connection = try RawConnection(server)
            try fetch(head, on: connection, server)
            // It reads nothing: the server waits, with git behind it, and holds little.
            #expect(await ServerProcessState.eventually { !state.workers.isEmpty })
            connection.drop()
        }
        try await expectNothingLeft(server, descriptors: descriptors)
        try await server.stop()
    }

    @Test func aClientThatStopsReadingHoldsNoMemory() async throws {
        let server = try await RunningServer.start()
        let user = try await GitUser.cloning(server)
        try await user.commitNoise("noise", megabytes: 24)
        try await user.must("push", "origin", "main")
        let head = try await user.must("rev-parse", "HEAD")
        let state = ServerProcessState(server: server)
        let before = state.peakMemory
        var connections: [RawConnection] = []
        for _ in 0..<6 {
            let connection = try RawConnection(server)
            try fetch(head, on: connection, server)
            connections.append(connection)
        }
        #expect(await ServerProcessState.eventually { state.workers.count >= 6 })
        try await Task.sleep(for: .seconds(1))
        #expect(state.peakMemory - before < 24 << 10, "\(before) \(state.peakMemory)")
        connections = []
        #expect(await ServerProcessState.eventually { state.workers == [] }, "\(state.workers)")
        try await server.stop()
    }

    /// The server waits for a push under way, and takes no new request.
    @Test func aStoppingServerDrains() async throws {
        let server = try await RunningServer.start()
        let user = try await GitUser.cloning(server)
        let request = try await emptyPush(user)
        let connection = try RawConnection(server)
        try connection.sendHead(
            "POST", "/orgs/acme.git/git-receive-pack", key: server.apiKey,
            Self.push.merging(["Content-Length": "\(request.count)"]) { $1 })
        try connection.send(request.prefix(30))
        let state = ServerProcessState(server: server)
        #expect(await ServerProcessState.eventually { !state.workers.isEmpty })
        async let stopped = server.stop()
        try await Task.sleep(for: .milliseconds(500))
        try connection.send(request.dropFirst(30))
        #expect(try connection.receive().text.contains("ok refs/heads/topic"))
        #expect(try await stopped == 0)
        #expect(state.workers == [])
    }

    /// A push that never ends does not keep the server from stopping, and its git does not outlive it.
    @Test func aStoppingServerDoesNotWaitForEver() async throws {
        let server = try await RunningServer.start(arguments: ["--shutdown-timeout", "1"])
        let connection = try RawConnection(server)
        try connection.sendHead(
            "POST", "/orgs/acme.git/git-receive-pack", key: server.apiKey,
            Self.push.merging(["Transfer-Encoding": "chunked"]) { $1 })
        try connection.send(chunk(try await beginningOfPush(server)))
        let state = ServerProcessState(server: server)
        #expect(await ServerProcessState.eventually { !state.workers.isEmpty })
        _ = try await server.stop(expectingSuccess: false)
        #expect(await ServerProcessState.eventually { state.workers == [] }, "\(state.workers)")
        let objects = "\(server.dataDirectory)/repositories/acme.git/objects"
        #expect(
            !(try FileManager.default.contentsOfDirectory(atPath: objects)).contains {
                $0.hasPrefix("tmp_objdir")
            })
    }

    /// A server that was killed leaves what was uploaded; the next start takes it away.
    @Test func whatACrashLeavesIsRemoved() async throws {
        let server = try await RunningServer.start()
        let objects = "\(server.dataDirectory)/repositories/acme.git/objects"
        try await server.stop()
        let leftover = "\(objects)/tmp_objdir-incoming-x/pack"
        try FileManager.default.createDirectory(atPath: leftover, withIntermediateDirectories: true)
        try Data([1]).write(to: URL(fileURLWithPath: "\(leftover)/tmp_pack_y"))
        let next = try await RunningServer.start(dataDirectory: server.dataDirectory, apiKey: server.apiKey)
        #expect(!FileManager.default.fileExists(atPath: "\(objects)/tmp_objdir-incoming-x"))
        _ = try await GitUser.cloning(next)
        try await next.stop()
    }

    /// A push that outlives its server holds the push lock while it puts its objects into the repository: were they
    /// taken away then, it would put in only some.
    @Test func whatAPushUnderWayNeedsIsNotTakenAway() async throws {
        let server = try await RunningServer.start()
        let repositories = "\(server.dataDirectory)/repositories"
        let quarantine = "\(repositories)/acme.git/objects/tmp_objdir-incoming-x"
        try await server.stop()
        try FileManager.default.createDirectory(atPath: quarantine, withIntermediateDirectories: true)
        let lock = open("\(repositories)/acme.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
        async let starting = RunningServer.start(dataDirectory: server.dataDirectory, apiKey: server.apiKey)
        try await Task.sleep(for: .seconds(1))
        #expect(FileManager.default.fileExists(atPath: quarantine))
        close(lock)
        let next = try await starting
        #expect(!FileManager.default.fileExists(atPath: quarantine))
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(repositories)/acme.git")
        #expect(!left.contains { $0.hasPrefix("leftover-") })
        try await next.stop()
    }

    /// A push of another name for the commit that is there.
    private func emptyPush(_ user: GitUser) async throws -> [UInt8] {
        let zero = String(repeating: "0", count: 40)
        let commit = try await user.must("rev-parse", "HEAD")
        let pack = try await runBytes("git", ["pack-objects", "--stdout", "-q"], in: user.path)
        return packetLine("\(zero) \(commit) refs/heads/topic\0 report-status") + Array("0000".utf8) + pack
    }

    private func fetch(_ commit: String, on connection: RawConnection, _ server: RunningServer) throws {
        let request =
            packetLine("command=fetch") + Array("0001".utf8) + packetLine("ofs-delta")
            + packetLine("want \(commit)\n")
            + packetLine("done\n") + Array("0000".utf8)
        try connection.sendHead(
            "POST", "/orgs/acme.git/git-upload-pack", key: server.apiKey,
            [
                "Content-Type": "application/x-git-upload-pack-request", "Git-Protocol": "version=2",
                "Content-Length": "\(request.count)",
            ])
        try connection.send(request)
    }

    private func runBytes(
        _ program: String, _ arguments: [String], in directory: String
    ) async throws -> [UInt8] {
        try await run(
            .name(program), arguments: Arguments(arguments), workingDirectory: FilePath(directory),
            input: .none,
            output: .bytes(limit: 1 << 20), error: .discarded
        ).standardOutput
    }
}
