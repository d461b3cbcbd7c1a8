import Foundation
import TestSupport

/// Runs a transcript's commands in one shell, with a home of its own, and writes down what came back.
struct TranscriptRunner {
    let home: TemporaryDirectory
    let server: RunningServer?

    init(directives: [String]) async throws {
        home = try TemporaryDirectory()
        server = directives.contains("server") ? try await RunningServer.start() : nil
    }

    /// The same transcript with what its commands really printed, what differs from run to run put into words.
    func run(_ transcript: Transcript) async throws -> Transcript {
        let steps = home.appending(".steps")
        try FileManager.default.createDirectory(atPath: steps, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: home.appending("here"), withIntermediateDirectories: true)
        var script = "cd \"$HOME/here\"\n"
        for (index, step) in transcript.steps.enumerated() {
            try step.command.write(toFile: "\(steps)/\(index)", atomically: true, encoding: .utf8)
            script += """
                . '\(steps)/\(index)' >'\(steps)/\(index).out' 2>'\(steps)/\(index).err' </dev/null
                echo $? >'\(steps)/\(index).code'

                """
        }
        try script.write(toFile: "\(steps)/all", atomically: true, encoding: .utf8)
        let shell = try await runCommand("bash", ["\(steps)/all"], environment: environment)
        var answer = transcript
        for index in transcript.steps.indices {
            guard
                let code = try? String(contentsOfFile: "\(steps)/\(index).code", encoding: .utf8),
                let exitCode = Int32(code.trimmingCharacters(in: .whitespacesAndNewlines))
            else {
                answer.steps[index].errorOutput = [
                    "the shell ended before this command: \(shell.errorOutput)"
                ]
                answer.steps[index].exitCode = -1
                continue
            }
            answer.steps[index].output = lines(of: "\(steps)/\(index).out")
            answer.steps[index].errorOutput = lines(of: "\(steps)/\(index).err")
            answer.steps[index].exitCode = exitCode
        }
        try await server?.stop()
        return answer
    }

    private var environment: [String: String?] {
        var values: [String: String?] = [
            "HOME": home.path, "PATH": "\(Products.directory):/usr/local/bin:/usr/bin:/bin",
            "TERM": "dumb", "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1", "CHECKOUT": Products.checkout,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
            "EIGENPAL_API_KEY": nil, "EIGENPAL_BASE_URL": nil, "EIGENPAL_PROFILE": nil,
            "EIGENPAL_CA_FILE": nil,
            "XDG_CONFIG_HOME": nil, "XDG_DATA_HOME": nil, "XDG_CACHE_HOME": nil,
            "HTTPS_PROXY": nil, "HTTP_PROXY": nil, "ALL_PROXY": nil,
            "https_proxy": nil, "http_proxy": nil, "all_proxy": nil,
        ]
        if let server {
            values["SERVER"] = server.baseURL
            values["KEY"] = server.apiKey
            values["DATA"] = server.dataDirectory
        }
        return values
    }

    private func lines(of file: String) -> [String] {
        var text = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
        if text.hasSuffix("\n") { text.removeLast() }
        guard !text.isEmpty else { return [] }
        return steady(text).components(separatedBy: "\n").map {
            var line = $0
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    /// The text with what no two runs share replaced by its name.
    private func steady(_ text: String) -> String {
        var text = text
        if let server {
            text = text.replacingOccurrences(of: server.baseURL, with: "<server>")
            text = text.replacingOccurrences(of: server.dataDirectory, with: "<data>")
            text = text.replacingOccurrences(of: server.apiKey, with: "<key>")
            text = text.replacingOccurrences(
                of: String(server.baseURL.drop { $0 != "/" }.dropFirst(2)), with: "<host>")
        }
        text = text.replacingOccurrences(of: home.path, with: "<home>")
        text = text.replacingOccurrences(of: Products.directory, with: "<bin>")
        return
            text
            .replacing(#/\b[0-9a-f]{64}\b/#, with: "<sha256>")
            .replacing(#/\b[0-9a-f]{40}\b/#, with: "<commit>")
            .replacing(#/\b[0-9a-f]{7,12}\b/#, with: "<short>")
            .replacing(#/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| ?[+-]\d\d:?\d\d)?/#, with: "<time>")
            .replacing(#/\b20\d\d-\d\d-\d\d\b/#, with: "<day>")
            .replacing(#/\b127\.0\.0\.1:\d{5}\b/#, with: "<address>")
            .replacing(#/ep_[A-Za-z0-9]*••••[A-Za-z0-9]+/#, with: "<masked key>")
            .replacing(#/\b(agt|wf|wfv|key|ek|req|run|file|eml)_[A-Za-z0-9]{6,}\b/#, with: "<id>")
    }
}
