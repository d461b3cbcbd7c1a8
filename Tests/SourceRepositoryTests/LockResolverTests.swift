import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct LockResolverTests {
    private func resolve(_ reference: String, in builder: RepositoryBuilder) throws -> Lockfile {
        try LockResolver(repository: try builder.open()).resolve(try PackageReference(parsing: reference))
    }

    private func refusal(_ reference: String, in builder: RepositoryBuilder) throws -> ResolutionError? {
        let error = #expect(throws: SourceRepositoryError.self) { try resolve(reference, in: builder) }
        guard case .resolution(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return nil
        }
        #expect(reason.path.count > 16 || reason.message.hasPrefix(reason.path.joined(separator: " → ")))
        return reason
    }

    /// Commits files and releases the head under some tags.
    private func release(
        _ tags: String..., files: [String: String] = [:], in builder: RepositoryBuilder
    ) async throws -> String {
        let commit = try await builder.commit("change", files: files)
        for tag in tags { try await builder.release(tag) }
        return commit
    }

    @Test func resolvesEveryKindOfReference() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        let first = try await release("agents.a@1.1.0", "agents.a@2.0.0", in: builder)
        let second = try await release("agents.a@1.2.0", "agents.a@1.1.1", in: builder)
        let third = try await builder.commit("more")
        for (version, commit, resolved, tag) in [
            ("latest", first, "2.0.0", "agents.a@2.0.0"), ("1.x", second, "1.2.0", "agents.a@1.2.0"),
            ("1.*", second, "1.2.0", "agents.a@1.2.0"), ("1.1.x", second, "1.1.1", "agents.a@1.1.1"),
            ("1.1.0", first, "1.1.0", "agents.a@1.1.0"), ("main", third, "main", nil),
            (first, first, first, nil),
            (third, third, third, nil),
        ] as [(String, String, String, String?)] {
            let lockfile = try resolve("agents/a@\(version)", in: builder)
            #expect(lockfile.lockfileVersion == 1)
            #expect(lockfile.eigenpalVersion == "1.0.0")
            #expect(
                lockfile.root
                    == LockNode(
                        packagePath: packagePath("agents/a"), requestedRef: version, resolvedRef: resolved,
                        resolvedTag: tag, commit: commit))
        }
        #expect(try resolve("agents.a", in: builder).root.requestedRef == "latest")
    }

    @Test func hashesTheWordsThatWereAsked() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        try await builder.release("agents.a@1.0.0")
        let resolver = LockResolver(repository: try builder.open())
        let reference = try PackageReference(parsing: "agents/a")
        #expect(
            try resolver.resolve(reference).inputHash == Lockfile.inputHash(packageRef: "agents.a@latest"))
        #expect(
            try resolver.resolve(reference, requestedAs: "agents/a").inputHash
                == Lockfile.inputHash(packageRef: "agents/a"))
    }

    @Test func followsDependenciesAtTheirExactVersions() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("resources/skills/c"))
        let first = try await release("resources.skills.c@1.0.0", in: builder)
        let second = try await release("resources.skills.c@1.1.0", in: builder)
        let third = try await release(
            "agents.b@1.0.0",
            files: Sample.package("agents/b", dependencies: ["resources.skills.c": "1.0.0"]),
            in: builder)
        let fourth = try await release(
            "agents.a@1.0.0",
            files: Sample.package(
                "agents/a", dependencies: ["resources.skills.c": "1.1.0", "agents.b": "1.0.0"]),
            in: builder)
        // What is on main now is not what was released.
        try await builder.commit(
            "later", files: Sample.package("agents/b", dependencies: ["agents.none": "1.0.0"]))
        func node(
            _ path: String, _ version: String, _ commit: String, _ dependencies: [LockNode] = []
        ) -> LockNode {
            let path = packagePath(path)
            return LockNode(
                packagePath: path, requestedRef: version, resolvedRef: version,
                resolvedTag: "\(path.dottedName)@\(version)", commit: commit, dependencies: dependencies)
        }
        #expect(
            try resolve("agents/a@1.0.0", in: builder).root
                == node(
                    "agents/a", "1.0.0", fourth,
                    [
                        node("agents/b", "1.0.0", third, [node("resources/skills/c", "1.0.0", first)]),
                        node("resources/skills/c", "1.1.0", second),
                    ]))
    }

    @Test func refusesWhatHasNoRelease() async throws {
        let builder = try await RepositoryBuilder.sample(
            Sample.package("agents/a"), Sample.package("agents/fresh"))
        _ = try await release("agents.a@1.2.0", in: builder)
        try await builder.git("tag", "agents.a@1.3.0")
        for (reference, code, words) in [
            (
                "agents.a@1.0.0", ResolutionError.Code.releaseNotFound,
                "no release 1.0.0; the highest is 1.2.0"
            ),
            ("agents.a@2.x", .releaseNotFound, "no release 2.x; the highest is 1.2.0"),
            ("agents.a@1.3.0", .releaseNotFound, "agents.a@1.3.0 is not annotated"),
            ("agents.fresh", .releaseNotFound, "no release yet"),
            ("agents.none", .packageNotFound, "no package agents.none"),
            ("agents.none@1.0.0", .packageNotFound, "no package agents.none"),
            ("agents.none@main", .packageNotFound, "no package agents.none"),
        ] {
            let reason = try #require(try refusal(reference, in: builder))
            #expect(reason.code == code)
            #expect(reason.message.contains(words), "\(reason.message)")
            #expect(reason.path.count == 1)
        }
    }

    @Test func refusesCommitsThatAreNotOnMain() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        let base = try await builder.git("rev-parse", "HEAD")
        let tree = try await builder.git("rev-parse", "HEAD^{tree}")
        try await builder.git("checkout", "--quiet", "-b", "side")
        let side = try await builder.commit("side")
        try await builder.git("checkout", "--quiet", "main")
        try await builder.commit("later", files: Sample.package("agents/b"))
        for (commit, code) in [
            (side, ResolutionError.Code.commitNotOnMain),
            (String(repeating: "0", count: 40), .commitNotFound),
            (String(repeating: "a", count: 40), .commitNotFound), (tree, .commitNotFound),
        ] {
            #expect(try refusal("agents.a@\(commit)", in: builder)?.code == code)
        }
        // The package came later than the commit.
        #expect(try refusal("agents.b@\(base)", in: builder)?.code == .packageNotFound)
        #expect(try resolve("agents.a@\(base.uppercased())", in: builder).root.commit == base)
    }

    @Test func namesTheWayToWhatIsMissing() async throws {
        let builder = try await RepositoryBuilder.sample()
        _ = try await release(
            "agents.a@1.0.0", "agents.b@1.0.0", "agents.c@1.0.0",
            files: Sample.package("agents/a", dependencies: ["agents.b": "1.0.0"])
                .merging(Sample.package("agents/b", dependencies: ["agents.none": "3.0.0"])) { $1 }
                .merging(Sample.package("agents/c", dependencies: ["agents.a": "2.0.0"])) { $1 }, in: builder)
        let missing = try #require(try refusal("agents.a", in: builder))
        #expect(missing.code == .packageNotFound)
        #expect(missing.path == ["agents.a@1.0.0", "agents.b@1.0.0", "agents.none@3.0.0"])
        #expect(missing.remedy?.contains("agents/b/eigenpal.yaml") == true)
        let tag = try #require(try refusal("agents.c@main", in: builder))
        #expect(tag.code == .releaseNotFound)
        #expect(tag.path == ["agents.c@main", "agents.a@2.0.0"])
        #expect(tag.remedy?.contains("agents/c/eigenpal.yaml") == true)
    }

    @Test func refusesTagsWhosePackageIsNotThere() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        try await builder.release("agents.gone@1.0.0")
        _ = try await release(
            "agents.b@1.0.0", files: Sample.package("agents/b", dependencies: ["agents.gone": "1.0.0"]),
            in: builder)
        let reason = try #require(try refusal("agents.b", in: builder))
        #expect(reason.code == .packageNotFound)
        #expect(reason.path == ["agents.b@1.0.0", "agents.gone@1.0.0"])
        #expect(reason.message.contains("the release agents.gone@1.0.0"))
    }

    @Test func refusesTagsThatAreNotOfACommit() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        try await builder.release("agents.a@1.0.0", at: "HEAD^{tree}")
        let reason = try #require(try refusal("agents.a", in: builder))
        #expect(reason.code == .releaseNotFound)
        #expect(reason.message.contains("not of a commit"))
    }

    @Test func namesThePathAroundACycle() async throws {
        let builder = try await RepositoryBuilder.sample()
        let files = Sample.package("agents/a", dependencies: ["agents.b": "1.0.0"])
            .merging(Sample.package("agents/b", dependencies: ["agents.c": "1.0.0"])) { $1 }
            .merging(Sample.package("agents/c", dependencies: ["agents.b": "2.0.0"])) { $1 }
            .merging(Sample.package("agents/self", dependencies: ["agents.self": "1.0.0"])) { $1 }
        _ = try await release(
            "agents.a@1.0.0", "agents.b@1.0.0", "agents.c@1.0.0", "agents.self@1.0.0", files: files,
            in: builder)
        _ = try await release("agents.b@2.0.0", files: Sample.package("agents/b"), in: builder)
        let reason = try #require(try refusal("agents.a@1.0.0", in: builder))
        #expect(reason.code == .dependencyCycle)
        #expect(reason.path == ["agents.a@1.0.0", "agents.b@1.0.0", "agents.c@1.0.0", "agents.b@2.0.0"])
        let itself = try #require(try refusal("agents.self", in: builder))
        #expect(itself.code == .dependencyCycle)
        #expect(itself.path == ["agents.self@1.0.0", "agents.self"])
    }

    @Test func findsACycleThroughAGraphItKnows() async throws {
        // z is resolved first below m, and then again below a, which z's own graph holds.
        let builder = try await RepositoryBuilder.sample()
        let files = Sample.package("agents/top", dependencies: ["agents.m": "1.0.0", "agents.q": "1.0.0"])
            .merging(Sample.package("agents/m", dependencies: ["agents.z": "1.0.0"])) { $1 }
            .merging(Sample.package("agents/q", dependencies: ["agents.z": "1.0.0"])) { $1 }
            .merging(Sample.package("agents/z", dependencies: ["agents.q": "2.0.0"])) { $1 }
        _ = try await release(
            "agents.top@1.0.0", "agents.m@1.0.0", "agents.q@1.0.0", "agents.z@1.0.0", files: files,
            in: builder)
        _ = try await release("agents.q@2.0.0", files: Sample.package("agents/q"), in: builder)
        let reason = try #require(try refusal("agents.top@1.0.0", in: builder))
        #expect(reason.code == .dependencyCycle)
        #expect(reason.path == ["agents.top@1.0.0", "agents.q@1.0.0", "agents.z@1.0.0", "agents.q@2.0.0"])
    }

    @Test func refusesManifestsThatAreInvalid() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/b"))
        try builder.write("agents/b/eigenpal.yaml", "schemaVersion: 1\nname: B\nnope: 1\n")
        _ = try await release(
            "agents.a@1.0.0", "agents.b@1.0.0",
            files: Sample.package("agents/a", dependencies: ["agents.b": "1.0.0"]), in: builder)
        let reason = try #require(try refusal("agents.a", in: builder))
        #expect(reason.code == .invalidManifest)
        #expect(reason.path == ["agents.a@1.0.0", "agents.b@1.0.0"])
        #expect(reason.message.contains("line 3"))
        #expect(reason.findings.map(\.file) == ["agents/b/eigenpal.yaml"])
        try builder.write("agents/b/eigenpal.yaml", String(repeating: "# much\n", count: 200_000))
        try await builder.commit()
        #expect(try refusal("agents.b@main", in: builder)?.code == .invalidManifest)
    }

    @Test func wantsAValidRoot() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit("begin", files: Sample.package("agents/a"))
        let reason = try #require(try refusal("agents.a@main", in: builder))
        #expect(reason.code == .invalidManifest)
        #expect(reason.message.contains("missing"))
        try await builder.commit("root", files: ["eigenpal.yaml": "schemaVersion: one\n"])
        #expect(try refusal("agents.a@main", in: builder)?.message.contains("invalid") == true)
    }

    @Test func refusesWithoutMain() async throws {
        let builder = try await RepositoryBuilder(bare: true)
        #expect(try refusal("agents.a@main", in: builder)?.code == .mainNotFound)
        #expect(try refusal("agents.a", in: builder)?.code == .packageNotFound)
    }

    @Test func resolvesDiamondsOnceAndBoundsTheirSize() async throws {
        // Each level depends on both packages of the next: a lockfile of 2^n nodes.
        let builder = try await RepositoryBuilder.sample()
        var files: [String: String] = [:]
        let levels = 20
        for level in 0..<levels {
            for side in ["l", "r"] {
                let next =
                    level + 1 < levels
                    ? ["agents.l\(level + 1)": "1.0.0", "agents.r\(level + 1)": "1.0.0"] : [:]
                files.merge(Sample.package("agents/\(side)\(level)", dependencies: next)) { $1 }
            }
        }
        try await builder.commit("all", files: files)
        let head = try await builder.git("rev-parse", "HEAD")
        var stream = ""
        for level in 0..<levels {
            for side in ["l", "r"] {
                stream +=
                    "tag agents.\(side)\(level)@1.0.0\nfrom \(head)\ntagger A <a@b> 1700000000 +0000\ndata 1\nx\n"
            }
        }
        try await builder.fastImport(stream)
        func size(_ node: LockNode) -> Int { 1 + node.dependencies.reduce(0) { $0 + size($1) } }
        #expect(size(try resolve("agents.l10@1.0.0", in: builder).root) == 1023)
        let reason = try #require(try refusal("agents.l0@1.0.0", in: builder))
        #expect(reason.code == .graphTooLarge)
    }

    @Test func boundsTheDepth() async throws {
        let builder = try await RepositoryBuilder.sample()
        var files: [String: String] = [:]
        for index in 0..<70 {
            files.merge(
                Sample.package(
                    "agents/n\(index)", dependencies: index < 69 ? ["agents.n\(index + 1)": "1.0.0"] : [:])
            ) { $1 }
        }
        let head = try await builder.commit("all", files: files)
        try await builder.fastImport(
            (0..<70).map {
                "tag agents.n\($0)@1.0.0\nfrom \(head)\ntagger A <a@b> 1700000000 +0000\ndata 1\nx\n"
            }.joined())
        _ = try resolve("agents.n6@1.0.0", in: builder)
        #expect(try refusal("agents.n5@1.0.0", in: builder)?.code == .graphTooLarge)
        // The same, when most of the way is known by then.
        let resolver = LockResolver(repository: try builder.open())
        _ = try resolver.resolve(try PackageReference(parsing: "agents.n40"))
        let error = #expect(throws: SourceRepositoryError.self) {
            try resolver.resolve(try PackageReference(parsing: "agents.n0"))
        }
        guard case .resolution(let reason) = error else { return }
        #expect(reason.code == .graphTooLarge)
    }

    @Test func resolvesWorkingPackages() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("resources/skills/s"))
        let commit = try await release("resources.skills.s@1.0.0", in: builder)
        try builder.write(Sample.package("agents/a", dependencies: ["resources.skills.s": "1.0.0"]))
        let resolver = LockResolver(repository: try builder.open())
        let files = WorkingFiles(directory: builder.path)
        let lockfile = try resolver.resolve(
            working: packagePath("agents/a"), in: files, commit: try #require(ObjectID(hex: commit)))
        #expect(lockfile.root.resolvedRef == commit && lockfile.root.resolvedTag == nil)
        #expect(lockfile.root.dependencies.map(\.resolvedTag) == ["resources.skills.s@1.0.0"])
        #expect(
            lockfile.inputHash
                == Lockfile.inputHash(
                    packagePath: "agents/a",
                    dependencies: [(name: "workspace:resources.skills.s", version: "1.0.0")]))
    }
}
