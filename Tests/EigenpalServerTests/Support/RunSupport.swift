import EigenpalAPI
import Foundation
import TestSupport
import Testing

/// A run that did not come as far as a test needs within a minute.
struct Overdue: Error {
    let run: String
    let log: String
}

extension RunningServer {
    /// Makes an agent whose executable `run` is a shell script, and releases it.
    func addAgent(
        _ slug: String, run script: String?, files: [String: String] = [:], version: String = "1.0.0"
    ) async throws {
        let checkout = try await SourceCheckout(of: self)
        try await checkout.addAgent(slug, run: script, files: files, version: version)
        try await checkout.push()
    }

    /// Starts a run and waits for its end.
    func run(
        _ target: String, input: JSONValue = [:], query: String = "wait_for_completion=60"
    ) async throws -> Run {
        let body = try JSONEncoder().encode(JSONValue.object(["target": .string(target), "input": input]))
        let answer = try await send(
            "POST", "/api/v1/runs?\(query)", body: String(decoding: body, as: UTF8.self))
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decoded(Run.self)
    }

    /// Starts a run without waiting.
    func start(_ target: String, input: JSONValue = [:]) async throws -> String {
        let body = try JSONEncoder().encode(JSONValue.object(["target": .string(target), "input": input]))
        let answer = try await send("POST", "/api/v1/runs", body: String(decoding: body, as: UTF8.self))
        try #require(answer.status == 202, "\(answer.text)")
        return try answer.decoded(RunAccepted.self).id
    }

    /// A run's page with all its sections.
    func page(_ run: String) async throws -> Run {
        let answer = try await send("GET", "/api/v1/runs/\(run)?expand=input,usage,execution,debug")
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decoded(Run.self)
    }

    /// Waits until a run has a status, a minute at most.
    func wait(for run: String, until isWanted: (ExecutionStatus) -> Bool) async throws -> Run {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let page = try await page(run)
            if isWanted(page.execution.status) { return page }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Overdue(run: run, log: log)
    }

    /// Sends a form of text fields and files.
    func send(
        form fields: [(name: String, value: String)], files: [(field: String, name: String, text: String)],
        to path: String
    ) async throws -> HTTPAnswer {
        let boundary = "----test-boundary-7e3"
        var body = ""
        for field in fields {
            body +=
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n"
        }
        for file in files {
            body +=
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n"
                + "Content-Type: text/plain\r\n\r\n\(file.text)\r\n"
        }
        body += "--\(boundary)--\r\n"
        return try await send(
            "POST", path, body: body, headers: ["Content-Type": "multipart/form-data; boundary=\(boundary)"])
    }

    /// The ids of processes whose environment names this server's working folders.
    func runProcesses() -> [Int32] {
        let mark = Array("\(dataDirectory)/runs/workspaces/".utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { id in
            guard let environment = FileManager.default.contents(atPath: "/proc/\(id)/environ") else {
                return false
            }
            return environment.range(of: Data(mark)) != nil
        }
    }
}

extension SourceCheckout {
    /// Commits an agent whose executable `run` is a shell script, and tags a release.
    func addAgent(
        _ slug: String, run script: String?, files: [String: String] = [:], version: String = "1.0.0"
    ) async throws {
        var contents = SamplePackage.agent("agents/\(slug)")
        for (name, text) in files { contents["agents/\(slug)/\(name)"] = text }
        if let script { contents["agents/\(slug)/run"] = "#!/bin/sh\n\(script)\n" }
        try await commit(contents)
        if script != nil {
            try await git("update-index", "--chmod=+x", "agents/\(slug)/run")
            try await git("commit", "--quiet", "--allow-empty", "-m", "Let it run")
            try await git("checkout", "--quiet", "--", ".")
        }
        try await release("agents.\(slug)@\(version)")
    }
}
