import Foundation
import Running
import TestSupport
import Testing

/// Runs that do not end by themselves, and what they leave running.
@Suite(.serialized) struct SupervisorStopTests {
    @Test func cancellingAsksFirst() async throws {
        let folder = try RunFolder()
        let run = try folder.start(
            folder.job("trap 'echo cleaned > end; exit 3' TERM; touch started; while :; do sleep 0.05; done"))
        try await folder.wait(for: "started")
        run.cancel()
        let result = await run.result()
        #expect(result.stop == .cancelled && result.exitCode == 3)
        #expect(folder.text("end") == "cleaned\n")
    }

    @Test func cancellingKillsWhoDoesNotListen() async throws {
        let folder = try RunFolder()
        let run = try folder.start(
            folder.job("trap '' TERM; touch started; while :; do sleep 0.05; done", grace: 0.5))
        try await folder.wait(for: "started")
        let start = ContinuousClock.now
        run.cancel()
        let result = await run.result()
        let time = ContinuousClock.now - start
        #expect(result.stop == .cancelled && result.signal == SIGKILL)
        #expect(time >= .milliseconds(450) && time < .seconds(20))
        #expect(folder.alive.isEmpty)
    }

    /// A cancellation that overtook the job would be taken for it.
    @Test func cancellingAtOnceCancels() async throws {
        for _ in 0..<20 {
            let folder = try RunFolder()
            let run = try folder.start(folder.job("sleep 60"))
            run.cancel()
            let result = await run.result()
            #expect(result.stop == .cancelled, "\(result)")
            #expect(folder.alive.isEmpty)
        }
    }

    @Test func timeIsLimited() async throws {
        let folder = try RunFolder()
        let result = try await folder.run("sleep 60", limits: RunnerLimits(timeSeconds: 0.5))
        #expect(result.stop == .timeLimit && result.signal == SIGTERM)
        #expect(result.durationMilliseconds >= 500 && result.durationMilliseconds < 20_000)
        #expect(result.message == "it took longer than 0.5 seconds")
        #expect(folder.alive.isEmpty)
    }

    @Test(arguments: [
        "mkdir output; while :; do head -c 20000000 /dev/zero > output/$((i=i+1)); done",
        "mkdir output; truncate -s 10G output/sparse; sleep 60",
        "truncate -s 10G quick",
        "cat /dev/zero > one",
        "mkdir -m 700 hidden; head -c 30000000 /dev/zero > hidden/x; chmod 000 hidden; sleep 60",
        "i=0; while [ $i -lt 120 ]; do mkdir d; cd d; i=$((i+1)); done; sleep 60",
    ])
    func outputIsLimited(_ script: String) async throws {
        let folder = try RunFolder()
        let start = ContinuousClock.now
        let result = try await folder.run(
            script, limits: RunnerLimits(outputBytes: 25_000_000, fileBytes: 20_000_000_000))
        #expect(result.stop == .outputLimit, "\(result)")
        #expect(result.message != nil)
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(folder.alive.isEmpty)
        try folder.workspace.remove()
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func aFileIsLimited() async throws {
        let folder = try RunFolder()
        let result = try await folder.run(
            "cat /dev/zero > one", limits: RunnerLimits(outputBytes: 100_000_000, fileBytes: 1_000_000))
        #expect(result.stop == .outputLimit && result.message == "it wrote a file of more than 1000000 bytes")
        let size = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/one")[.size] as? Int
        #expect(size == 1_000_000)
    }

    @Test func hardLinksCountOnce() async throws {
        let folder = try RunFolder()
        let result = try await folder.run(
            "head -c 10000000 /dev/zero > a; for i in 1 2 3 4 5; do ln a b$i; done; sleep 0.6",
            limits: RunnerLimits(outputBytes: 25_000_000))
        #expect(result.isSuccess)
    }

    @Test func processesAreLimited() async throws {
        let folder = try RunFolder()
        let result = try await folder.run(
            "i=0; while [ $i -lt 60 ]; do sleep 60 & i=$((i+1)); done; wait",
            limits: RunnerLimits(processes: 40))
        #expect(result.stop == .processLimit && result.survivors == 0)
        #expect(folder.alive.isEmpty)
        let few = try await RunFolder().run(
            "for i in 1 2 3; do sleep 0.5 & done; wait", limits: RunnerLimits(processes: 5))
        #expect(few.isSuccess)
    }

    @Test func whatMultipliesIsBroughtDown() async throws {
        let folder = try RunFolder()
        // Each process starts the next two in sessions of their own and ends: nobody's group or parent leads to them.
        let bomb = """
            import os, sys, time
            end = time.time() + 60
            while time.time() < end:
                if os.fork() == 0:
                    os.setsid()
                    continue
                if os.fork() == 0:
                    os.setsid()
                    time.sleep(60)
                os._exit(0)
            """
        let result = try await folder.run(
            "python3 -c '\(bomb)'; sleep 60", limits: RunnerLimits(processes: 200))
        #expect(result.stop == .processLimit && result.survivors == 0)
        #expect(folder.alive.isEmpty)
    }

    @Test func daemonsAreEndedWithTheRunner() async throws {
        let folder = try RunFolder()
        let result = try await folder.run(
            """
            setsid sh -c 'trap "" TERM HUP; touch one; sleep 60' &
            (setsid sh -c 'sleep 60 & touch two; sleep 60' &)
            nohup sleep 60 &
            while [ ! -e one ] || [ ! -e two ]; do sleep 0.02; done
            exit 0
            """)
        #expect(result.isSuccess && result.survivors == 0)
        #expect(folder.alive.isEmpty)
    }

    @Test func aSupervisorThatIsKilledTakesTheRunAlong() async throws {
        let folder = try RunFolder()
        let run = try folder.start(folder.job("setsid sleep 60 & touch started; sleep 60"))
        try await folder.wait(for: "started")
        #expect(folder.alive.count >= 2)
        kill(run.processID, SIGKILL)
        let result = await run.result()
        #expect(result.stop == .supervisorLost)
        #expect(result.message == "the run's supervisor was killed by signal 9")
        #expect(folder.alive.isEmpty)
        #expect(!RunLock.isHeld(workingDirectory: folder.path))
    }

    @Test func aRunThatIsDroppedIsKilled() async throws {
        let folder = try RunFolder()
        var run: SupervisedRun? = try folder.start(
            folder.job("trap '' TERM; setsid sleep 60 & touch started; while :; do sleep 0.1; done"))
        try await folder.wait(for: "started")
        #expect(run != nil && folder.alive.count >= 2)
        run = nil
        for _ in 0..<300 where RunLock.isHeld(workingDirectory: folder.path) {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(folder.alive.isEmpty)
        #expect(!RunLock.isHeld(workingDirectory: folder.path))
    }

    @Test func aSupervisorThatIsAskedToEndCancels() async throws {
        let folder = try RunFolder()
        let run = try folder.start(folder.job("touch started; sleep 60"))
        try await folder.wait(for: "started")
        kill(run.processID, SIGHUP)
        kill(run.processID, SIGINT)
        kill(run.processID, SIGTERM)
        let result = await run.result()
        #expect(result.stop == .cancelled && result.signal == SIGTERM)
    }
}
