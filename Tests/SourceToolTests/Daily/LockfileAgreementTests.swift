import Foundation
import SourceFormat
import TestSupport
import Testing

@testable import SourceTool

/// What the checkout resolves and what the server does.
@Suite struct LockfileAgreementTests {
    @Test func bothResolveAlikeAndRefuseAlike() async throws {
        let server = try await RunningServer.start()
        let session = try Session()
        _ = try await session.login(to: server)
        var generator = SeededGenerator(seed: 20)
        var script = """
            exec >&2
            eigenpal-src clone acme --no-hooks --quiet && cd acme
            mkdir -p agents/a{0..11}; for name in a{0..11}; do echo "# $name" > agents/$name/AGENT.md; done

            """
        // A package depends on packages of lower numbers, at versions some of which were never released.
        for round in 0..<5 {
            for number in 0..<12 where round == 0 || Bool.random(using: &generator) {
                var lines = ["schemaVersion: 1", "name: a\(number)", "description: round \(round)"]
                let below = (0..<number).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
                if !below.isEmpty { lines.append("dependencies:") }
                for other in below {
                    let version = "1.\(Int.random(in: 0...round, using: &generator)).0"
                    lines.append("  \"workspace:agents.a\(other)\": \"\(version)\"")
                }
                script += "printf '\(lines.joined(separator: "\\n"))\\n' > agents/a\(number)/eigenpal.yaml\n"
                script += "git add -A; git commit --quiet -m 'feat: \(round) \(number)'\n"
                script += "git tag -m r agents.a\(number)@1.\(round).0\n"
            }
        }
        script += "git push --quiet origin main && git push --quiet origin --tags && git fetch --quiet\n"
        let made = try await session.shell(script)
        #expect(made.exitCode == 0, "\(made.errorOutput)")
        let commits = try await session.git("rev-list", "main", in: "acme").output.split(separator: "\n")
        var references: [String] = []
        for _ in 0..<100 {
            let version: String
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: version = "main"
            case 1: version = "latest"
            case 2: version = "1.x"
            case 3: version = String(commits[Int.random(in: 0..<commits.count, using: &generator)])
            default: version = "1.\(Int.random(in: 0...5, using: &generator)).0"
            }
            references.append("agents/a\(Int.random(in: 0..<13, using: &generator))@\(version)")
        }
        let compared = try await session.shell(
            """
            cd acme; same=0; refused=0
            for reference in \(references.joined(separator: " ")); do
                eigenpal-src lockfile --json $reference > ../here 2> ../here.err; one=$?
                eigenpal-src lockfile --json --server $reference > ../there 2> ../there.err; two=$?
                cmp -s ../here ../there && [ $one = $two ] || echo "$reference differs: $(cat ../here.err ../there.err)"
                sed -i 's/packageRef: //' ../there.err
                cmp -s ../here.err ../there.err || { echo "$reference: $(cat ../here.err ../there.err)"; }
                if [ $one = 0 ]; then same=$((same + 1)); else refused=$((refused + 1)); fi
            done
            [ $same -gt 20 ] && [ $refused -gt 5 ] || echo "$same resolved, $refused refused"
            """)
        #expect(compared.output == "", "\(compared.errorOutput)")
        try await server.stop()
    }
}
