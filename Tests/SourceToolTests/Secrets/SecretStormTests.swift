import Foundation
import SourceFormat
import TestSupport
import Testing

/// Many processes at once, and processes that die at any instant.
@Suite(.serialized) struct SecretStormTests {
    @Test func aHundredWritersLoseNothing() async throws {
        let place = try await SecretPlace()
        let done = "\(place.session.work)/done"
        let watcher = Task { () -> [String] in
            var broken: [String] = []
            while !FileManager.default.fileExists(atPath: done) {
                if let text = place.text, SecretsFile.parse(text, file: "").0 == nil { broken.append(text) }
                try await Task.sleep(for: .milliseconds(1))
            }
            return broken
        }
        let result = try await place.session.shell(
            """
            cd acme
            for number in $(seq 1 100); do
                printf 'value-%s-of-a-hundred' $number |
                    eigenpal-src secrets set NAME_$number --stdin --package agents/invoice > /dev/null &
                pids="$pids $!"
            done
            failed=0
            for pid in $pids; do wait $pid || failed=$((failed + 1)); done
            touch "\(done)"
            echo failed $failed
            """)
        #expect(result.output == "failed 0\n", "\(result.errorOutput)")
        #expect(try await watcher.value == [])
        let names = try place.file().entries.map(\.name.rawValue)
        #expect(Set(names) == Set((1...100).map { "NAME_\($0)" }))
        let verdict = try await place.secrets("verify")
        #expect(verdict.exitCode == 0, "\(verdict.output)")
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(place.checkout)/agents/invoice")
        #expect(left.filter { $0.hasPrefix(".") } == [])
        #expect(try await place.files(holding: "of-a-hundred") == [])
        try await place.server.stop()
    }

    @Test func deathAtAnyInstantLeavesTheOldOrTheNew() async throws {
        let place = try await SecretPlace()
        try await place.secrets("set", "KEPT", "--stdin", input: "plaintext-kept")
        let editor = "\(place.session.work)/editor"
        try "#!/bin/sh\nprintf 'EDITED=plaintext-edited-%s\\n' $$ >> \"$1\"\n".write(
            toFile: editor, atomically: true, encoding: .utf8)
        #expect(chmod(editor, 0o755) == 0)
        var session = place.session
        session.variables["EDITOR"] = editor
        let result = try await session.shell(
            """
            cd acme/agents/invoice
            RANDOM=4747
            exec 3>&1
            for number in $(seq 1 200); do
                case $((number % 4)) in
                0) printf "plaintext-$number" | eigenpal-src secrets set CHANGED --stdin & ;;
                1) printf "A=plaintext-a-$number\\nB=plaintext-b-$number\\n" | eigenpal-src secrets import - & ;;
                2) eigenpal-src secrets edit & ;;
                3) [ $((number % 8)) = 3 ] && eigenpal-server encryption-keys rotate --data "\(place.server.dataDirectory)" > /dev/null
                   eigenpal-src secrets rotate --yes & ;;
                esac
                pid=$!
                sleep 0.0$((RANDOM % 90 + 10))
                kill -9 $pid 2> /dev/null
                wait $pid
                eigenpal-src secrets list > /dev/null || { echo "broken after $number" >&3; exit 1; }
            done > /dev/null 2>&1
            ls -a | grep eigenpal- ; git -C ../.. status --porcelain --untracked-files=all | grep -v secrets.enc.yaml
            git check-ignore -q .secrets.enc.yaml.eigenpal-x.tmp || echo not ignored
            """)
        #expect(result.output == "", "\(result.errorOutput)")
        let names = Set(try place.file().entries.map(\.name.rawValue))
        #expect(names.contains("KEPT"))
        #expect(names.isSubset(of: ["KEPT", "CHANGED", "A", "B", "EDITED"]))
        #expect(try await place.secrets("get", "KEPT").output == "plaintext-kept")
        let verdict = try await place.secrets("verify")
        #expect(verdict.exitCode == 0, "\(verdict.output)")
        try FileManager.default.removeItem(atPath: editor)
        let leaks = try await place.files(holding: "plaintext-")
        #expect(leaks == [], "\(leaks.map { place.session.read($0) ?? "" })")
        try await place.server.stop()
    }
}
