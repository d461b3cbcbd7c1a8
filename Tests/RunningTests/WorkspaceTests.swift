import Foundation
import Git
import Running
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct WorkspaceTests {
    private func repository(_ more: [String: String] = [:]) async throws -> RepositoryBuilder {
        let builder = try await RepositoryBuilder()
        var files = [
            "eigenpal.yaml": "schemaVersion: 1\n",
            "agents/invoice/eigenpal.yaml": "name: Invoice\n", "agents/invoice/AGENT.md": "# Invoice\n",
            "agents/invoice/run": "#!/bin/sh\n", "agents/invoice/nested/eigenpal.yaml": "name: Nested\n",
            "agents/invoice/nested/AGENT.md": "# Nested\n", "agents/invoice/data/a.txt": "a",
            "resources/skills/ocr/SKILL.md": "# OCR\n", "resources/skills/ocr/eigenpal.yaml": "name: OCR\n",
        ]
        files.merge(more) { $1 }
        try builder.write(files)
        chmod("\(builder.path)/agents/invoice/run", 0o755)
        try await builder.commit()
        return builder
    }

    private func lockfile(
        _ builder: RepositoryBuilder, ocr commits: [String]? = nil
    ) async throws -> Lockfile {
        let head = try await builder.git("rev-parse", "HEAD")
        let nodes = try (commits ?? [head]).map { commit in
            LockNode(
                packagePath: try PackagePath(parsing: "resources/skills/ocr"), requestedRef: "1.0.0",
                resolvedRef: "1.0.0", commit: commit)
        }
        let root = LockNode(
            packagePath: try PackagePath(parsing: "agents/invoice"), requestedRef: "main",
            resolvedRef: "main",
            commit: head, dependencies: nodes)
        return Lockfile(inputHash: Lockfile.inputHash(packageRef: "agents.invoice"), root: root)
    }

    private func tree(_ path: String) throws -> [String] {
        let paths = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
        return paths.sorted()
    }

    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt32(status.st_mode) & 0o7777 : 0
    }

    @Test func theLayoutComesFromGit() async throws {
        let builder = try await repository()
        // The working tree is not what runs.
        try builder.write("agents/invoice/AGENT.md", "changed")
        let lockfile = try await lockfile(builder)
        let path = builder.directory.appending("run")
        let workspace = try Workspace.make(
            at: path, lockfile: lockfile, from: try Repository(open: builder.path))
        try workspace.writeInput(Array("{}".utf8))
        #expect(
            try tree(path) == [
                "eigenpal.lock", "files", "home", "input.json", "package", "package/AGENT.md", "package/data",
                "package/data/a.txt", "package/eigenpal.yaml", "package/eigenpal_modules",
                "package/eigenpal_modules/resources", "package/eigenpal_modules/resources/skills",
                "package/eigenpal_modules/resources/skills/ocr",
                "package/eigenpal_modules/resources/skills/ocr/SKILL.md",
                "package/eigenpal_modules/resources/skills/ocr/eigenpal.yaml", "package/run", "tmp",
            ])
        #expect(try String(contentsOfFile: "\(path)/package/AGENT.md", encoding: .utf8) == "# Invoice\n")
        #expect(try String(contentsOfFile: "\(path)/eigenpal.lock", encoding: .utf8) == lockfile.text)
        #expect(mode(path) == 0o700)
        #expect(mode("\(path)/package/run") == 0o700)
        #expect(mode("\(path)/package/AGENT.md") == 0o600)
        #expect(try workspace.command(runner: nil) == ["\(path)/package/run"])
        #expect(try workspace.command(runner: "x y") == ["/bin/sh", "-c", "x y"])
        #expect(throws: RunningError.self) { try workspace.writeInput([]) }
        chmod("\(path)/package/run", 0o600)
        #expect(throws: RunningError.self) { try workspace.command(runner: nil) }
        #expect(throws: RunningError.self) {
            try Workspace.make(at: path, lockfile: lockfile, from: try Repository(open: builder.path))
        }
        try workspace.remove()
        #expect(mode(path) == 0)
    }

    @Test func aWorkingCopyIsTakenAsItLies() async throws {
        let builder = try await repository()
        try builder.write([
            "agents/invoice/AGENT.md": "changed", "agents/invoice/new.txt": "new",
            "agents/invoice/eigenpal_modules/old/x": "old", "agents/invoice/venv/bin/x": "x",
            "agents/invoice/.eigenpal/eigenpal.lock": "old",
        ])
        let link = "\(builder.path)/agents/invoice/venv/bin/python"
        symlink("/usr/bin/python3", link)
        let path = builder.directory.appending("run")
        let repository = try Repository(open: builder.path)
        let lockfile = try await lockfile(builder)
        let folder = "\(builder.path)/agents/invoice"
        let workspace = try Workspace.make(
            at: path, lockfile: lockfile, workingCopy: folder, from: repository, isIgnored: { $0 == "venv" })
        let names = try tree("\(path)/package").filter { !$0.hasPrefix("eigenpal_modules") }
        #expect(names == ["AGENT.md", "data", "data/a.txt", "eigenpal.yaml", "new.txt", "run"])
        #expect(try String(contentsOfFile: "\(path)/package/AGENT.md", encoding: .utf8) == "changed")
        #expect(mode("\(path)/package/run") == 0o700)
        #expect(
            FileManager.default.fileExists(atPath: "\(path)/package/eigenpal_modules/resources/skills/ocr"))
        try workspace.remove()
        let error = #expect(throws: RunningError.self) {
            try Workspace.make(at: path, lockfile: lockfile, workingCopy: folder, from: repository)
        }
        #expect(error?.message.contains("venv/bin/python cannot be read: it is a symbolic link") == true)
        #expect(mode(path) == 0)
    }

    @Test func whatLeadsElsewhereIsRefused() async throws {
        let builder = try await repository(["agents/invoice/DATA/b.txt": "b"])
        let path = builder.directory.appending("run")
        let lockfile = try await lockfile(builder)
        let error = #expect(throws: RunningError.self) {
            try Workspace.make(at: path, lockfile: lockfile, from: try Repository(open: builder.path))
        }
        #expect(error?.message.contains("in case only") == true)
        #expect(mode(path) == 0)
    }

    @Test func twoVersionsOfOnePackageAreRefused() async throws {
        let builder = try await repository()
        let first = try await builder.git("rev-parse", "HEAD")
        let second = try await builder.commit("more", files: ["resources/skills/ocr/SKILL.md": "# New\n"])
        let lockfile = try await lockfile(builder, ocr: [first, second])
        let error = #expect(throws: RunningError.self) {
            try Workspace.make(
                at: builder.directory.appending("run"), lockfile: lockfile,
                from: try Repository(open: builder.path))
        }
        #expect(error?.message.contains("resources/skills/ocr is needed at two versions") == true)
    }

    @Test func everythingIsRemoved() throws {
        let directory = try TemporaryDirectory()
        let path = directory.appending("run")
        let kept = directory.appending("kept")
        try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: false)
        try Data("kept".utf8).write(to: URL(fileURLWithPath: "\(kept)/file"))
        mkdir(path, 0o700)
        symlink(kept, "\(path)/link")
        mkfifo("\(path)/pipe", 0o600)
        link("\(kept)/file", "\(path)/hard")
        mkdir("\(path)/closed", 0o700)
        mkdir("\(path)/closed/below", 0o700)
        symlink(kept, "\(path)/closed/below/link")
        for index in 0..<6000 { close(open("\(path)/closed/\(index)", O_CREAT | O_WRONLY, 0o000)) }
        // Deeper than a path can be long, and than a stack or the descriptors would go.
        var folder = open(path, O_RDONLY | O_DIRECTORY)
        for _ in 0..<5000 {
            mkdirat(folder, "nested-folder", 0o700)
            let next = openat(folder, "nested-folder", O_RDONLY | O_DIRECTORY)
            close(folder)
            folder = next
        }
        symlinkat(kept, folder, "link")
        fchmod(folder, 0o000)
        close(folder)
        for name in ["closed/below", "closed"] { chmod("\(path)/\(name)", 0o000) }
        let failure = asNobody(owning: path) { () -> String? in
            do throws(RunningError) { try Workspace(path: path).remove() } catch { return "\(error)" }
            return nil
        }
        #expect(failure == nil)
        #expect(mode(path) == 0)
        #expect(try String(contentsOfFile: "\(kept)/file", encoding: .utf8) == "kept")
        // What is gone already needs no removal.
        try Workspace(path: path).remove()
        // A link in its place is not followed.
        symlink(kept, path)
        #expect(throws: RunningError.self) { try Workspace(path: path).remove() }
        #expect(FileManager.default.fileExists(atPath: "\(kept)/file"))
    }

    /// Calls `body` on this thread as an ordinary user, since permissions do not bind root.
    private func asNobody<Answer>(owning path: String, _ body: () -> Answer) -> Answer {
        guard geteuid() == 0 else { return body() }
        let parent = (path as NSString).deletingLastPathComponent
        _ = try? Process.run(URL(fileURLWithPath: "/bin/chown"), arguments: ["-R", "-h", "65534", parent])
            .waitUntilExit()
        // The C library has it, though not for Swift: of one thread, and with root's privileges over files.
        guard let symbol = dlsym(nil, "setfsuid") else { return body() }
        let setUser = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)
        _ = setUser(65534)
        defer { _ = setUser(0) }
        return body()
    }
}
