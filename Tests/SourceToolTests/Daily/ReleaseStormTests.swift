import Foundation
import TestSupport
import Testing

@testable import SourceTool

/// Releases that are cut off at any instant, and releases at once.
@Suite(.serialized) struct ReleaseStormTests {
    /// A checkout `acme` with an agent that depends on a skill, the skill released as 1.0.0.
    private static let begin = """
        exec 4>&1 > /dev/null
        eigenpal-src clone acme --quiet && cd acme
        eigenpal-src init ocr --template skill --quiet && eigenpal-src save -m "feat: read" --quiet
        eigenpal-src release 1.0.0 resources/skills/ocr --yes --quiet
        eigenpal-src init invoice --template agent --quiet
        printf 'dependencies:\\n  "workspace:resources.skills.ocr": "1.0.0"\\n' >> agents/invoice/eigenpal.yaml
        eigenpal-src save -m "feat: invoices" --quiet
        exec >&4

        """

    /// Says what must not be after a release was finished or given up.
    private static let check = """
        check() {
            [ ! -e .git/eigenpal/release.json ] || echo "$1: the journal is there"
            [ -z "$(git for-each-ref refs/eigenpal)" ] || echo "$1: references are left"
            git show-ref --tags | awk '{ print $1 "\\t" $2 }' | sort > ../here
            git ls-remote --tags origin | grep -v '\\^{}' | sort > ../there
            cmp -s ../here ../there || { echo "$1: the tags differ"; diff ../here ../there; }
            [ -z "$(git status --porcelain)" ] || { echo "$1: not clean"; git status --short; }
            git fetch --quiet; [ "$(git rev-parse main)" = "$(git rev-parse origin/main)" ] || echo "$1: main differs"
        }

        """

    /// Says where a release is not what it names, or a version is missing.
    private static let audit = """
        for name in resources.skills.ocr agents.invoice; do
            git tag --list "$name@*" --sort=version:refname > ../tags
            awk -F'[@.]' '{ m = $(NF-1); p = $NF; if (NR > 1 && !(m == lm + 1 && p == 0) && !(m == lm && p == lp + 1)) print "gap before " $0; lm = m; lp = p }' ../tags
            git for-each-ref --format='%(*objectname)' "refs/tags/$name@*" | while read commit; do
                git merge-base --is-ancestor $commit origin/main || echo "$commit is not on main"
            done
        done
        eigenpal-src validate --all > ../valid || cat ../valid

        """

    private func session() async throws -> (Session, RunningServer) {
        let server = try await RunningServer.start()
        let session = try Session()
        let login = try await session.login(to: server)
        #expect(login.exitCode == 0)
        return (session, server)
    }

    @Test func aReleaseThatIsKilledIsFinishedAsItWasPlanned() async throws {
        let (session, server) = try await session()
        let result = try await session.shell(
            Self.begin + Self.check + """
                RANDOM=4747
                exec 3>&1
                for number in $(seq 1 24); do
                    echo "$number" >> resources/skills/ocr/SKILL.md
                    eigenpal-src save -m "fix: $number" --quiet > /dev/null
                    eigenpal-src release auto resources/skills/ocr --with-dependents --yes > ../said 2>&1 &
                    pid=$!
                    sleep 0.$(printf %03d $((RANDOM % 900)))
                    kill -9 $pid 2> /dev/null; wait $pid
                    case $((number % 2)) in
                    0) eigenpal-src release auto resources/skills/ocr --with-dependents --yes > ../said 2>&1 ||
                        { echo "$number: $(cat ../said)" >&3; exit 1; } ;;
                    1) eigenpal-src release resume > ../said 2>&1 || grep -q "no release is unfinished" ../said ||
                        { echo "$number: $(cat ../said)" >&3; exit 1; } ;;
                    esac
                    check $number >&3
                done 2> /dev/null
                eigenpal-src release auto --all --yes > /dev/null 2>&1
                [ "$(eigenpal-src release auto --all --dry-run)" = "Nothing to release: no commit asks for it" ] || echo more
                check end

                """ + Self.audit)
        #expect(result.output == "", "\(result.errorOutput)")
        try await server.stop()
    }

    @Test func aServerThatDiesIsWaitedFor() async throws {
        let session = try Session()
        let result = try await session.shell(
            """
            serve() {
                rm -f ready
                eigenpal-server serve --data data --port ${1:-0} --ready-file ready > server.log 2>&1 & server=$!
                for _ in $(seq 200); do [ -s ready ] && break; sleep 0.05; done
            }
            top=$PWD; serve
            url=$(sed -n 's/.*"baseUrl" *: *"\\([^"]*\\)".*/\\1/p' ready | tr -d '\\\\')
            sed -n 's/.*"apiKey" *: *"\\([^"]*\\)".*/\\1/p' ready |
                eigenpal-src auth login --with-token --base-url $url --quiet > /dev/null

            """ + Self.begin + Self.check + """
                RANDOM=4848
                exec 3>&1
                for number in $(seq 1 8); do
                    echo "$number" >> resources/skills/ocr/SKILL.md
                    eigenpal-src save -m "fix: $number" --quiet > /dev/null
                    eigenpal-src release auto resources/skills/ocr --with-dependents --yes > ../said 2>&1 &
                    pid=$!
                    sleep 0.$(printf %03d $((RANDOM % 800)))
                    kill -9 $server; wait $server
                    wait $pid
                    cd "$top"; serve ${url##*:}; cd acme
                    eigenpal-src release resume > ../said 2>&1 || grep -q "no release is unfinished" ../said ||
                        { echo "$number: $(cat ../said)" >&3; break; }
                    check $number >&3
                done 2> /dev/null
                eigenpal-src release auto resources/skills/ocr --with-dependents --yes > /dev/null 2>&1
                check end

                """ + Self.audit + "\nkill $server; wait $server 2> /dev/null\n")
        #expect(result.output == "", "\(result.errorOutput)")
    }

    @Test func aLockThatAKilledProcessLeftIsTakenAway() async throws {
        let (session, server) = try await session()
        let result = try await session.shell(
            Self.begin + Self.check + """
                : > '.git/refs/tags/agents.invoice@0.1.0.lock'
                eigenpal-src release minor agents/invoice --yes > ../said 2>&1 && echo released
                grep -q "agents.invoice@0.1.0 is locked by another process" ../said || cat ../said
                eigenpal-src release resume > ../said 2>&1 || cat ../said
                [ -z "$(find .git -name '*.lock' ! -name release.lock)" ] || find .git -name '*.lock'
                check lock

                """ + Self.audit)
        #expect(result.output == "", "\(result.errorOutput)")
        try await server.stop()
    }

    @Test func oneCheckoutReleasesOnceAtATime() async throws {
        let (session, server) = try await session()
        let result = try await session.shell(
            Self.begin + """
                for number in 1 2 3 4; do
                    eigenpal-src release minor agents/invoice --yes > ../out.$number 2>&1 & pids="$pids $!"
                done
                failed=0; for pid in $pids; do wait $pid || failed=$((failed + 1)); done
                made=$(git ls-remote --tags origin 'agents.invoice@*' | grep -vc '\\^{}')
                [ $((made + failed)) = 4 ] || cat ../out.*
                grep -h "^eigenpal-src:" ../out.* | grep -v "another release is under way in this checkout: process [0-9]*, since "
                """)
        #expect(result.output == "", "\(result.errorOutput)")
        try await server.stop()
    }

    @Test func twoDevelopersGetTwoVersionsOrOneRefusal() async throws {
        let (session, server) = try await session()
        let result = try await session.shell(
            Self.begin + """
                cd ..; eigenpal-src clone other --quiet > /dev/null; git -C other config user.name Grace
                for number in $(seq 1 6); do
                    (cd acme && eigenpal-src release minor agents/invoice --yes > ../one 2>&1) & one=$!
                    (cd other && eigenpal-src release minor agents/invoice --yes > ../two 2>&1) & two=$!
                    made=0; wait $one && made=$((made + 1)); wait $two && made=$((made + 1))
                    total=$((total + made))
                    tags=$(git -C acme ls-remote --tags origin 'agents.invoice@*' | grep -vc '\\^{}')
                    [ $made -ge 1 ] && [ $tags = $total ] || { echo "round $number: $tags tags, $total made"; cat one two; }
                    grep -h "^eigenpal-src:" one two | grep -v "was released meanwhile, by someone else"
                    [ $made = 2 ] || grep -q "^next: eigenpal-src release 0.$((total + 1)).0 agents/invoice\\|^next: eigenpal-src release 0.$total.1 agents/invoice" one two ||
                        cat one two
                done
                """)
        #expect(result.output == "", "\(result.errorOutput)")
        try await server.stop()
    }

    @Test func twentyClonesReleaseOneAfterTheOther() async throws {
        let (session, server) = try await session()
        let result = try await session.shell(
            Self.begin + """
                cd ..
                for number in $(seq 1 20); do
                    git clone --quiet acme clone-$number; cp acme/.git/config clone-$number/.git/config
                    git -C clone-$number fetch --quiet --tags; git -C clone-$number config user.name "Nr $number"
                done
                for number in $(seq 1 20); do
                    (cd clone-$number && exec eigenpal-src release patch agents/invoice --yes > ../out.$number 2>&1) &
                    pids="$pids $!"
                done
                made=0; for pid in $pids; do wait $pid && made=$((made + 1)); done
                tags=$(git -C acme ls-remote --tags origin 'agents.invoice@*' | grep -v '\\^{}' | wc -l)
                [ $made -ge 1 ] && [ $tags = $made ] || { echo "$made made, $tags tags"; cat out.*; }
                git -C acme fetch --quiet --tags; git -C acme tag --list 'agents.invoice@*' --sort=version:refname > got
                for number in $(seq 1 $tags); do echo "agents.invoice@0.0.$number"; done | cmp - got
                for number in $(seq 1 20); do
                    grep -q '^Released' out.$number || grep -q '^next: eigenpal-src release 0.0.[0-9]* agents/invoice$' out.$number || cat out.$number
                done
                """)
        #expect(result.output == "", "\(result.errorOutput)")
        try await server.stop()
    }
}
