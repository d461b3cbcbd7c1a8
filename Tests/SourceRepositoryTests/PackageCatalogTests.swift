import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct PackageCatalogTests {
    @Test func findsPackagesUnderTheRootsAndNowhereElse() async throws {
        let manifest = "schemaVersion: 1\nname: A\n"
        let builder = try await RepositoryBuilder.sample([
            "agents/b/eigenpal.yaml": manifest, "agents/b/inner/eigenpal.yaml": manifest,
            "agents/b/eigenpal_modules/resources/skills/c/eigenpal.yaml": manifest,
            "agents/b/node_modules/d/eigenpal.yaml": manifest, "agents/b/.hidden/d/eigenpal.yaml": manifest,
            "agents/finance/deep/er/eigenpal.yaml": manifest, "agents/Capital/x/eigenpal.yaml": manifest,
            "agents/-dash/eigenpal.yaml": manifest, "agents/under_score/eigenpal.yaml": manifest,
            "agents/eigenpal.yaml": manifest, "agents/yml/eigenpal.yml": manifest,
            "agents/folder/eigenpal.yaml/file": "", "docs/eigenpal.yaml": manifest,
            "evaluators/e/eigenpal.yaml": manifest, "resources/skills/s/eigenpal.yaml": manifest,
            "workflows/w/eigenpal.yaml": manifest, "workflows/empty/README.md": "",
        ])
        let expected = [
            "agents/b", "agents/b/inner", "agents/finance/deep/er", "evaluators/e", "resources/skills/s",
            "workflows/w",
        ]
        let working = WorkingFiles(directory: builder.path)
        #expect(try PackageCatalog.packages(in: working).map(\.description) == expected)
        let committed = try CommitFiles(repository: try builder.open(), commit: try await builder.head())
        #expect(try PackageCatalog.packages(in: committed).map(\.description) == expected)
    }

    @Test func findsTheDeepestPackageThatThereCanBe() throws {
        let directory = try TemporaryDirectory()
        let path = "agents" + String(repeating: "/a", count: (PackagePath.maximumLength - 6) / 2)
        _ = try Scaffolder.write(
            NewPackage(template: .agent, path: packagePath(path), name: "Deep"), into: directory.path)
        let files = WorkingFiles(directory: directory.path)
        #expect(try PackageCatalog.packages(in: files) == [packagePath(path)])
        #expect(PackageValidator(files: files).validateAll() == [])
    }

    @Test func namesTheInnermostPackageThatHoldsAPath() async throws {
        let builder = try await RepositoryBuilder.sample(
            Sample.package("agents/a"), Sample.package("agents/a/b/c"))
        let files = WorkingFiles(directory: builder.path)
        for (path, package) in [
            ("agents/a", "agents/a"), ("agents/a/AGENT.md", "agents/a"), ("agents/a/b", "agents/a"),
            ("agents/a/b/c", "agents/a/b/c"), ("agents/a/b/c/x/y", "agents/a/b/c"),
        ] {
            #expect(try PackageCatalog.package(holding: path, in: files)?.description == package)
        }
        for path in ["", "agents", "agents/other", "eigenpal.yaml", "../agents/a", "agents/a/.."] {
            #expect(try PackageCatalog.package(holding: path, in: files) == nil)
        }
    }
}
