import Foundation
import TestSupport
import Testing

/// Commands that are killed before each of the calls by which they change what is on the disk, one after the other,
/// and then done again.
@Suite struct KilledCommandTests {
    /// A checkout `start` with changes to commit, and one `behind` that has fetched a commit to move on to.
    private static let begin = """
        eigenpal-src clone acme --quiet && cd acme
        eigenpal-src init ocr --template skill --quiet && eigenpal-src save -m "feat: read" --quiet
        cp -a . ../behind
        echo more >> resources/skills/ocr/SKILL.md; echo new > resources/skills/ocr/new.md
        eigenpal-src save -m "feat: more" --quiet
        (cd ../behind && git fetch --quiet)
        cp -a . ../start; cd ../start
        echo x >> resources/skills/ocr/SKILL.md; rm resources/skills/ocr/new.md; echo n > resources/skills/ocr/n.md
        cd ..

        """

    /// Kills a command before its first call, its second, and so on until none is left; says where it was not as if
    /// nothing had happened after it was done again.
    private static let kills = """
        kills() {
            start=$1; shift
            for number in $(seq 1 200); do
                rm -rf place; cp -a $start place; cd place
                $strace -f -qq -o /dev/null -e trace=rename,unlink,write \\
                    -e inject=rename,unlink,write:signal=KILL:when=$number "$@" > ../said 2>&1
                status=$?
                [ $status = 137 ] || break
                "$@" > ../again 2>&1 || grep -q "nothing to commit" ../again || { echo "$number: $(cat ../again)"; }
                [ -z "$(git status --porcelain)" ] || { echo "$number: not clean"; git status --short; }
                left=$(find .git -name 'index?*'; find .git -name '*.lock' ! -name release.lock ! -name FETCH_HEAD.lock)
                [ -z "$left" ] || echo "$number: $left"
                git log -1 --format=%s >> ../subjects
                cd ..
            done 2> /dev/null
            echo "$status $(sort -u ../subjects) $([ $number -gt 10 ] && echo often)"
            rm ../subjects; cd ..
        }

        """

    @Test(.enabled(if: Strace.path != nil))
    func areDoneAgainAsIfNothingHadHappened() async throws {
        let strace = try #require(Strace.path)
        let server = try await RunningServer.start()
        let session = try Session()
        #expect(try await session.login(to: server).exitCode == 0)
        let result = try await session.shell(
            "strace=\(strace)\n" + "{\n" + Self.begin + "} > /dev/null\n" + Self.kills + """
                kills start eigenpal-src commit -m "fix: it"
                kills behind eigenpal-src pull

                """)
        #expect(result.output == "0 fix: it often\n0 feat: more often\n", "\(result.errorOutput)")
        try await server.stop()
    }
}
