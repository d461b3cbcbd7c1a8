import Foundation
import Git
import SourceFormat
import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

/// The daily verbs against a real server.
@Suite struct ServerVerbsTests {
    /// A checkout of a real server's repository, with the agent and the skill of ``Workplace`` pushed.
    private struct Place {
        let server: RunningServer
        let fixture: Fixture
        var baseURL: String

        init() async throws {
            server = try await RunningServer.start()
            fixture = try Fixture()
            baseURL = server.baseURL
            _ = try await Clone.run(context(""), directory: "checkout")
            _ = try await git("config", "user.name", "Ada")
            _ = try await git("config", "user.email", "ada@example.com")
            for (name, contents) in Workplace.files where name.contains("/") { try write(name, contents) }
            _ = try await SaveChanges.run(context(), message: "feat: begin")
        }

        var path: String { "\(fixture.work)/checkout" }

        func context(
            _ directory: String = "checkout", _ terminal: RecordingTerminal = RecordingTerminal()
        ) -> ToolContext {
            var context = fixture.context(
                terminal, environment: ["EIGENPAL_API_KEY": server.apiKey, "EIGENPAL_BASE_URL": baseURL])
            if !directory.isEmpty { context.workingDirectory = fixture.work.appending(directory) }
            return context
        }

        func write(_ name: String, _ contents: String) throws {
            let url = URL(fileURLWithPath: "\(path)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(contents.utf8).write(to: url)
        }

        func git(_ arguments: String..., bare: Bool = false) async throws -> String {
            let repository = "\(server.dataDirectory)/repositories/\(server.organization).git"
            let result = try await runCommand("git", arguments, in: bare ? repository : path)
            return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }

        /// The same checkout by another way to the server.
        func by(_ proxy: CuttingProxy) async throws -> Place {
            var place = self
            place.baseURL = proxy.baseURL
            _ = try await git(
                "remote", "set-url", "origin", "\(proxy.baseURL)/orgs/\(server.organization).git")
            _ = try await git(
                "config", "eigenpal.gitRemoteUrl", "\(proxy.baseURL)/orgs/\(server.organization).git")
            return place
        }

        /// The checkout with the server's own address again.
        func directly() async throws -> Place {
            let url = "\(server.baseURL)/orgs/\(server.organization).git"
            _ = try await git("remote", "set-url", "origin", url)
            _ = try await git("config", "eigenpal.gitRemoteUrl", url)
            return self
        }

        func release(
            _ arguments: [String], _ options: ReleaseOptions = .init(isConfirmed: true)
        ) async throws
            -> ReleaseReport
        {
            try await MakeRelease.run(context(), try ReleaseRequest(parsing: arguments), options)
        }
    }

    @Test func aReleaseIsTaggedPushedReadBackAndSynced() async throws {
        let place = try await Place()
        let report = try await place.release(["minor", "agents/invoice"])
        let release = try #require(report.releases.first)
        #expect(release.isReleased && release.isReadBack)
        #expect(release.sync?.version == "0.1.0")
        #expect(report.exitCode == 0)
        let head = try await place.git("rev-parse", "HEAD")
        #expect(try await place.git("rev-parse", "agents.invoice@0.1.0^{commit}", bare: true) == head)
        #expect(try await place.git("cat-file", "-t", "agents.invoice@0.1.0", bare: true) == "tag")
        let shown = try await ShowAutomation.run(place.context(), automation: "agents/invoice")
        #expect(shown.releases.map(\.version) == ["0.1.0"])
        let again = await refusal { _ = try await place.release(["0.1.0", "agents/invoice"]) }
        #expect(again?.next == "eigenpal-src release 0.1.1 agents/invoice")
    }

    @Test func aSkillIsReleasedWithoutASync() async throws {
        let place = try await Place()
        let report = try await place.release(
            ["1.0.0", "resources.skills.ocr"], .init(message: "First", isConfirmed: true))
        #expect(report.releases.first?.sync == nil)
        let words = try await place.git(
            "tag", "--list", "--format=%(contents)", "resources.skills.ocr@1.0.0", bare: true)
        #expect(words == "First")
        guard
            case .package(let releases) = try await ListReleases.run(
                place.context(), package: "resources/skills/ocr", comparesWithServer: true)
        else { throw ToolError("every package is listed") }
        #expect(releases.releases.map(\.place) == [.both])
    }

    /// The planner refuses these: they are the races that the server decides.
    private func published(_ place: Place, _ version: String, at revision: String) async -> ToolError? {
        await refusal {
            let context = place.context()
            let checkout = try context.openCheckout()
            let commit = try checkout.repository.resolve(revision)
            let tag = try ReleaseTag(parsing: "agents.invoice@\(version)")
            let object = try checkout.repository.createTagObject(
                named: tag.name, target: commit,
                tagger: Signature(name: "Ada", email: "ada@example.com"), message: "again\n")
            let journal = ReleaseJournal(
                request: "", begun: "", remote: "origin", mainBranch: "main", main: nil,
                releases: [
                    .init(
                        package: tag.path, version: tag.version, previous: nil, object: object.hex,
                        commit: commit.hex, syncs: false)
                ])
            let file = try ReleaseJournalFile(in: checkout)
            try file.write(journal)
            _ = try await FinishRelease.finish(journal, file, checkout, context, isAgain: false)
        }
    }

    /// What a release leaves in a checkout while it is unfinished.
    private func leftovers(_ place: Place) async throws -> String {
        let references = try await place.git("for-each-ref", "refs/eigenpal")
        let isThere = FileManager.default.fileExists(atPath: "\(place.path)/.git/eigenpal/release.json")
        return references + (isThere ? "journal" : "")
    }

    @Test func aTagThatTheServerRefusesIsNotHere() async throws {
        let place = try await Place()
        _ = try await place.git("commit", "--quiet", "--allow-empty", "--message", "not pushed")
        let error = await published(place, "1.0.0", at: "HEAD")
        #expect(error?.message.hasPrefix("origin refused agents.invoice@1.0.0: ") == true)
        #expect(error?.details.last == "nothing was released")
        #expect(error?.details.contains { $0.contains("main") } == true)
        #expect(try await place.git("tag", "--list") == "")
        #expect(try await leftovers(place) == "")
    }

    @Test func aTagThatSomeoneElseMadeMeanwhileStays() async throws {
        let place = try await Place()
        _ = try await place.release(["1.0.0", "agents/invoice"])
        let theirs = try await place.git("rev-parse", "agents.invoice@1.0.0", bare: true)
        _ = try await place.git("tag", "--delete", "agents.invoice@1.0.0")
        let error = await published(place, "1.0.0", at: "HEAD")
        #expect(error?.message == "agents.invoice@1.0.0 was released meanwhile, by someone else")
        #expect(error?.next == "eigenpal-src release 1.0.1 agents/invoice")
        #expect(try await place.git("tag", "--list") == "")
        #expect(try await leftovers(place) == "")
        #expect(try await place.git("rev-parse", "agents.invoice@1.0.0", bare: true) == theirs)
    }

    @Test func aPushThatDidNotArriveIsNoRelease() async throws {
        let proxied = try await Place()
        let proxy = try CuttingProxy(to: proxied.server.baseURL, cut: .before)
        let place = try await proxied.by(proxy)
        let error = await refusal { _ = try await place.release(["minor", "agents/invoice"]) }
        #expect(proxy.metPush)
        #expect(error?.message.hasSuffix("agents.invoice@0.1.0 is not released") == true)
        #expect(try await place.git("tag", "--list") == "")
        #expect(try await place.git("tag", "--list", bare: true) == "")
        // The same again goes through.
        #expect(try await place.release(["minor", "agents/invoice"]).releases.first?.isReadBack == true)
    }

    @Test func aPushWhoseAnswerIsLostIsARelease() async throws {
        let proxied = try await Place()
        let proxy = try CuttingProxy(to: proxied.server.baseURL, cut: .after)
        let place = try await proxied.by(proxy)
        let report = try await place.release(["minor", "agents/invoice"])
        #expect(proxy.metPush)
        #expect(report.releases.first?.isReadBack == true)
        #expect(try await place.git("tag", "--list") == "agents.invoice@0.1.0")
        #expect(
            try await place.git("rev-parse", "agents.invoice@0.1.0")
                == place.git("rev-parse", "agents.invoice@0.1.0", bare: true))
    }

    @Test func whenTheServerIsGoneItIsNotKnown() async throws {
        let proxied = try await Place()
        let proxy = try CuttingProxy(to: proxied.server.baseURL, cut: .beforeForGood)
        let place = try await proxied.by(proxy)
        let error = await refusal { _ = try await place.release(["minor", "agents/invoice"]) }
        #expect(error?.message.hasPrefix("it is not known whether agents.invoice@0.1.0 is released") == true)
        #expect(error?.next == "eigenpal-src release resume")
        #expect(try await place.git("tag", "--list") == "")
        // What cannot be found out yet is not given up either, nor does another release begin.
        let given = await refusal { _ = try await FinishRelease.abort(place.context()) }
        #expect(given?.next == "eigenpal-src release resume")
        let other = await refusal { _ = try await place.release(["major", "agents/invoice"]) }
        #expect(other?.message.hasPrefix("agents.invoice@0.1.0, begun at ") == true)
        // The server is back: the same command finishes what it began.
        let direct = try await proxied.directly()
        let report = try await direct.release(["minor", "agents/invoice"])
        #expect(report.releases.map(\.isReadBack) == [true])
        #expect(try await direct.git("tag", "--list", bare: true) == "agents.invoice@0.1.0")
        #expect(try await leftovers(direct) == "")
    }

    @Test func whatDidNotReachTheServerIsGivenUp() async throws {
        let proxied = try await Place()
        let proxy = try CuttingProxy(to: proxied.server.baseURL, cut: .beforeForGood)
        let place = try await proxied.by(proxy)
        let error = await refusal { _ = try await place.release(["minor", "agents/invoice"]) }
        #expect(error?.next == "eigenpal-src release resume")
        let direct = try await proxied.directly()
        let report = try await FinishRelease.abort(direct.context())
        #expect(report.releases == ["agents.invoice@0.1.0"])
        #expect(try await leftovers(direct) == "")
        #expect(try await direct.git("tag", "--list", bare: true) == "")
        let nothing = await refusal { _ = try await FinishRelease.resume(direct.context()) }
        #expect(nothing?.message == "no release is unfinished")
    }

    @Test func aFailedSyncLeavesTheReleaseAndSaysSo() async throws {
        let place = try await Place()
        let report = try await SyncAutomations.run(
            place.context(), automations: ["nobody", "agents/invoice"])
        // Nothing is released: neither can be synced, and each says why.
        #expect(report.exitCode == 1)
        #expect(report.results.map { $0.problem == nil } == [false, false])
        let wrong = await refusal {
            _ = try await SyncAutomations.run(place.context(), automations: ["resources/skills/ocr"])
        }
        #expect(wrong?.exitCode == 2)
        _ = try await place.release(["minor", "agents/invoice"], .init(isConfirmed: true, syncs: false))
        let synced = try await SyncAutomations.run(place.context("checkout/agents/invoice"))
        #expect(synced.results.map(\.version) == ["0.1.0"])
        #expect(synced.exitCode == 0)
    }

    @Test func secretsGoThroughTheServerAndBack() async throws {
        let place = try await Place()
        let secret = "s3cret-pässword"
        let report = try await SetSecret.run(
            place.context("checkout", RecordingTerminal(input: secret + "\n")),
            .init(
                names: ["MAIL_TOKEN"], package: "agents/invoice", source: .standardInput,
                description: "Sends mail"))
        #expect(report.added.map(\.rawValue) == ["MAIL_TOKEN"])
        try place.write("more.env", "MAIL_TOKEN=other\nMAIL_HOST='mail.example.com' # there\n")
        let imported = try await ImportSecrets.run(
            place.context(), .init(file: "more.env", package: "agents/invoice"))
        #expect(imported.added.map(\.rawValue) == ["MAIL_HOST"])
        #expect(imported.replaced.map(\.rawValue) == ["MAIL_TOKEN"])
        let typed = try await SetSecret.run(
            place.context("checkout/agents/invoice", RecordingTerminal(secrets: ["typed"])),
            .init(names: ["TYPED"], source: .prompt))
        #expect(typed.package.description == "agents/invoice")
        let list = try await ListSecrets.run(place.context(), package: "agents/invoice")
        #expect(list.secrets.map(\.name.rawValue).sorted() == ["MAIL_HOST", "MAIL_TOKEN", "TYPED"])
        #expect(list.secrets.first { $0.name.rawValue == "MAIL_TOKEN" }?.description == "Sends mail")
        #expect(try await ValidatePackages.run(place.context(), packages: ["agents/invoice"]).isValid)
        let file = try #require(
            try place.fixture.read(place.fixture.work.appending("checkout/agents/invoice/secrets.enc.yaml")))
        for plaintext in [secret, "other", "mail.example.com", "typed"] { #expect(!file.contains(plaintext)) }
        #expect(!place.server.log.contains(secret))
    }

    @Test func aLockfileIsPreviewed() async throws {
        let place = try await Place()
        _ = try await place.release(["1.0.0", "resources/skills/ocr"])
        try place.write(
            "agents/invoice/eigenpal.yaml",
            "schemaVersion: 1\nname: Invoice\ndependencies:\n  \"workspace:resources.skills.ocr\": \"1.0.0\"\n"
        )
        _ = try await SaveChanges.run(place.context(), message: "feat: read scans")
        let report = try await PreviewLockfile.run(
            place.context("checkout/agents"), reference: "invoice@main")
        let lines = report.lines(.plain)
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("agents/invoice@main  "))
        #expect(lines[1].hasPrefix("└── resources/skills/ocr@1.0.0  "))
        #expect(try Lockfile.parse(report.text) == report.lockfile)
        let missing = await refusal {
            _ = try await PreviewLockfile.run(place.context(), reference: "agents/invoice")
        }
        #expect(missing?.message.contains("agents.invoice") == true)
        let odd = await refusal {
            _ = try await PreviewLockfile.run(place.context(), reference: "agents/invoice@soon")
        }
        #expect(odd?.exitCode == 2)
    }

    @Test func anUnknownAutomationAndAWrongKey() async throws {
        let place = try await Place()
        let unknown = await refusal {
            _ = try await ShowAutomation.run(place.context(), automation: "nobody")
        }
        #expect(unknown?.exitCode == 1)
        var context = place.context()
        context.environment["EIGENPAL_API_KEY"] = "ep_wrong_0123456789abcdef"
        for verb in [
            { (context: ToolContext) in _ = try await PushBranch.run(context) },
            { (context: ToolContext) in _ = try await PullChanges.run(context) },
            { (context: ToolContext) in _ = try await ShowAutomation.run(context, automation: "invoice") },
        ] {
            let error = await refusal { try await verb(context) }
            #expect(error?.message.contains(" refused ") == true, "\(String(describing: error))")
        }
    }

    @Test func controlCInAPushThatHangsEndsSoonWithoutATag() async throws {
        let proxied = try await Place()
        let proxy = try CuttingProxy(to: proxied.server.baseURL, cut: .stalled)
        let place = try await proxied.by(proxy)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Products.tool)
        process.arguments = ["release", "minor", "agents/invoice", "--yes"]
        process.currentDirectoryURL = URL(fileURLWithPath: place.path)
        process.environment = [
            "EIGENPAL_API_KEY": place.server.apiKey, "EIGENPAL_BASE_URL": place.baseURL,
            "HOME": place.fixture.home.string, "PATH": "/usr/local/bin:/usr/bin:/bin",
        ]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let deadline = ContinuousClock.now + .seconds(60)
        while !proxy.metPush, process.isRunning, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        kill(process.processIdentifier, SIGINT)
        while process.isRunning, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        let talk = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 1)
        #expect(talk.contains("interrupted; agents.invoice@0.1.0 is not released"))
        #expect(try await place.git("tag", "--list") == "")
        #expect(try await place.git("tag", "--list", bare: true) == "")
    }
}
