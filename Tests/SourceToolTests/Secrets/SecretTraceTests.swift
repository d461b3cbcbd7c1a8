import Foundation
import TestSupport
import Testing

/// What the kernel is asked to write, seen by strace: no plaintext but where it belongs.
@Suite struct SecretTraceTests {
    /// The writes of a command that hold the plaintext, as strace shows them with their descriptors' targets.
    private func writes(
        _ place: SecretPlace, _ strace: String, holding plaintext: String, _ line: String
    ) async throws -> [String] {
        let trace = "\(place.session.directory.path)/trace"
        let result = try await place.session.shell(
            """
            cd acme/agents/invoice
            run() { \(strace) -f -yy -s 1000000 -o "\(trace)" \
                -e trace=write,writev,pwrite64,pwritev,sendto,sendmsg,sendmmsg,copy_file_range,splice "$@"; }
            \(line)
            """)
        #expect(result.exitCode == 0, "\(line): \(result.errorOutput)")
        let text = (try? String(contentsOfFile: trace, encoding: .utf8)) ?? ""
        #expect(!text.isEmpty)
        try? FileManager.default.removeItem(atPath: trace)
        return text.split(separator: "\n").map(String.init).filter { $0.contains(plaintext) }
    }

    @Test(.enabled(if: Strace.path != nil))
    func noCommandWritesPlaintextWhereItDoesNotBelong() async throws {
        let strace = try #require(Strace.path)
        let place = try await SecretPlace()
        let plaintext = "pl4intext-to-be-traced"
        let tool = "run eigenpal-src secrets"
        let socket = "<TCP:"
        for (line, allowed) in [
            ("printf \(plaintext) | \(tool) set TRACED --stdin", [socket]),
            ("printf \(plaintext)2 | \(tool) set LATER --stdin --offline", []),
            ("\(tool) push", [socket]),
            ("printf 'MORE=\(plaintext)3' | \(tool) import -", [socket]),
            ("\(tool) get TRACED > ../../../got", ["/got>"]),
            ("\(tool) get TRACED --cache-ttl 0 | cat > /dev/null", ["<pipe:", "/dev/null"]),
            ("\(tool) export | cat > /dev/null", ["<pipe:", "/dev/null"]),
            ("\(tool) list", []),
            ("\(tool) verify", []),
            ("\(tool) rename MORE MOVED", [socket]),
            ("EDITOR=true \(tool) edit", ["memfd:secrets"]),
            ("\(tool) run -- true", []),
            (
                "eigenpal-server encryption-keys rotate --data '\(place.server.dataDirectory)' > /dev/null; "
                    + "\(tool) rotate --yes", [socket]
            ),
            ("\(tool) unset LATER", []),
        ] {
            for write in try await writes(place, strace, holding: plaintext, line) {
                #expect(allowed.contains { write.contains($0) }, "\(line): \(write.prefix(200))")
            }
        }
        try FileManager.default.removeItem(atPath: "\(place.session.work)/got")
        #expect(try await place.files(holding: plaintext) == [])
        try await place.server.stop()
    }
}
