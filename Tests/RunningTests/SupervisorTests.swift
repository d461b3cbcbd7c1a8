import Foundation
import Running
import TestSupport
import Testing

@Suite struct SupervisorTests {
    @Test func aRunnerThatEndsWellSucceeds() async throws {
        let folder = try RunFolder()
        let result = try await folder.run("echo said; echo complained >&2; echo '{}' > output.json")
        #expect(result.isSuccess)
        #expect(result.exitCode == 0 && result.signal == nil && result.survivors == 0)
        #expect(result.endedAt >= result.startedAt && result.startedAt > 1_600_000_000_000)
        #expect(folder.log == "said\ncomplained\n")
        #expect(folder.text("output.json") == "{}\n")
    }

    @Test func theExitCodeIsTold() async throws {
        let result = try await RunFolder().run("exit 7")
        #expect(result.exitCode == 7 && result.signal == nil && result.stop == .none && !result.isSuccess)
    }

    @Test func theSignalIsTold() async throws {
        let result = try await RunFolder().run("kill -SEGV $$")
        #expect(result.exitCode == nil && result.signal == SIGSEGV && result.stop == .none)
    }

    @Test func whatCannotBeStartedIsTold() async throws {
        let folder = try RunFolder()
        var job = folder.job("")
        job.command = ["/nowhere/runner"]
        let result = await (try folder.start(job)).result()
        #expect(result.stop == .cannotStart && result.exitCode == nil)
        #expect(result.message?.contains("/nowhere/runner could not be started: No such file") == true)
        try FileManager.default.removeItem(atPath: "\(folder.path)/runner.log")
        try Data("no interpreter".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/run"))
        chmod("\(folder.path)/run", 0o700)
        job.command = ["\(folder.path)/run"]
        let other = await (try folder.start(job)).result()
        #expect(other.message?.contains("#!/bin/sh") == true)
    }

    @Test func theEnvironmentIsExactlyWhatWasGiven() async throws {
        let folder = try RunFolder()
        var job = folder.job("")
        job.command = ["/usr/bin/env", "-0"]
        job.environment = [
            "EIGENPAL_RUN_ID": folder.marker, "SECRET": "line\nother = 'x' ü", "EMPTY": "", "PATH": "/bin",
        ]
        let result = await (try folder.start(job)).result()
        #expect(result.isSuccess)
        let lines = Set(folder.log.split(separator: "\0").map(String.init))
        #expect(lines == Set(job.environment.map { "\($0)=\($1)" }))
    }

    @Test func nothingElseIsInherited() async throws {
        let folder = try RunFolder()
        // What this process has open, and lets programs inherit, is not the runner's.
        let leak = open("/dev/null", O_RDONLY)
        defer { close(leak) }
        let result = try await folder.run(
            "ls /proc/self/fd; pwd; readlink /proc/self/fd/0; grep -E 'Sig(Blk|Ign)' /proc/self/status; "
                + "ulimit -c; ps -o sid=,pgid= -p $$ | tr -d ' \\n' > ids; echo $$$$ > own")
        #expect(result.isSuccess)
        let lines = folder.log.split(separator: "\n").map(String.init)
        // The fourth is the folder that ls itself reads.
        #expect(lines.prefix(4) == ["0", "1", "2", "3"])
        #expect(lines.dropFirst(4).prefix(2) == [folder.path, "/dev/null"])
        #expect(lines.dropFirst(6).allSatisfy { $0.hasSuffix("0000000000000000") || $0 == "0" })
        #expect(folder.text("ids") == folder.text("own")?.trimmingCharacters(in: .newlines))
    }

    @Test func theLogIsBounded() async throws {
        let folder = try RunFolder()
        let result = try await folder.run(
            "head -c 3000000 /dev/zero; echo done > finished", limits: RunnerLimits(logBytes: 100_000))
        #expect(result.isSuccess)
        #expect(folder.log.utf8.count == 100_000)
        #expect(folder.text("finished") == "done\n")
    }

    @Test func manyRunAtOnce() async throws {
        let folders = try (0..<16).map { _ in try RunFolder() }
        let runs = try folders.enumerated().map { try $1.start($1.job("sleep 0.2; exit \($0)")) }
        var codes: [Int32?] = []
        for run in runs { codes.append(await run.result().exitCode) }
        #expect(codes == (0..<16).map { Int32($0) })
        // A result that is there already is told again.
        #expect(await runs[3].result().exitCode == 3)
    }

    @Test func oneFolderHasOneSupervisor() async throws {
        let folder = try RunFolder()
        let first = try folder.start(folder.job("touch started; sleep 60"))
        try await folder.wait(for: "started")
        #expect(RunLock.isHeld(workingDirectory: folder.path))
        let second = try await folder.run("touch second")
        #expect(second.stop == .cannotStart && second.message?.contains("another supervisor") == true)
        #expect(folder.text("second") == nil)
        first.cancel()
        #expect(await first.result().stop == .cancelled)
        #expect(!RunLock.isHeld(workingDirectory: folder.path))
    }
}
