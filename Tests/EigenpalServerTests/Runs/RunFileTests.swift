import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct RunFileTests {
    @Test func aFileIsSentWholeOrInRanges() async throws {
        let server = try await RunningServer.start()
        try await server.addAgent("a", run: "mkdir output; printf 0123456789 > output/ten; : > output/none")
        let run = try await server.run("agents.a")
        func get(
            _ range: String?, _ condition: String? = nil, path: String = "output/ten"
        ) async throws -> HTTPAnswer {
            var headers: [String: String] = [:]
            headers["Range"] = range
            headers["If-Range"] = condition
            return try await server.send("GET", "/api/v1/runs/\(run.id)/artifacts/\(path)", headers: headers)
        }
        let whole = try await get(nil)
        #expect(whole.status == 200 && whole.text == "0123456789")
        #expect(whole.headers["accept-ranges"] == "bytes")
        #expect(whole.headers["content-disposition"] == "attachment; filename=\"ten\"; filename*=UTF-8''ten")
        let tag = try #require(whole.headers["etag"])
        for (range, text, field) in [
            ("bytes=0-0", "0", "bytes 0-0/10"), ("bytes=3-5", "345", "bytes 3-5/10"),
            ("bytes=8-", "89", "bytes 8-9/10"),
            ("bytes=-3", "789", "bytes 7-9/10"), ("bytes=-30", "0123456789", "bytes 0-9/10"),
            ("bytes=5-99999999999999999", "56789", "bytes 5-9/10"),
        ] {
            let answer = try await get(range)
            #expect(answer.status == 206 && answer.text == text, "\(range): \(answer.text)")
            #expect(answer.headers["content-range"] == field)
        }
        for range in ["bytes=10-", "bytes=11-12", "bytes=-0"] {
            let answer = try await get(range)
            #expect(answer.status == 416, "\(range)")
            #expect(answer.headers["content-range"] == "bytes */10")
        }
        // What is no range of bytes, and several at once, are answered with the whole.
        for range in [
            "bytes=5-3", "lines=1-2", "bytes=a-b", "bytes=0-1,3-4", "bytes=-", "bytes=99999999999999999999-",
        ] {
            #expect(try await get(range).status == 200, "\(range)")
        }
        #expect(try await get("bytes=3-5", tag).status == 206)
        #expect(try await get("bytes=3-5", "\"other\"").text == "0123456789")
        #expect(try await get(nil, path: "output/none").text.isEmpty)
        #expect(try await get("bytes=0-", path: "output/none").status == 416)
        #expect(try await get(nil, path: "output/nothing").status == 404)
        try await server.stop()
    }

    @Test func theArchiveHoldsWhatTheRunMade() async throws {
        let server = try await RunningServer.start()
        try await server.addAgent(
            "a",
            run:
                "mkdir -p output/deep; printf one > output/1.txt; printf 'zwei' > 'output/deep/zwölf.txt'; : > output/none; head -c 3000000 /dev/urandom > output/big"
        )
        let run = try await server.run("agents.a")
        func names(_ query: String) async throws -> String {
            let answer = try await server.send("GET", "/api/v1/runs/\(run.id)/files-zip\(query)")
            #expect(answer.status == 200)
            #expect(answer.headers["transfer-encoding"] == "chunked")
            let folder = try TemporaryDirectory()
            let file = folder.appending("a.zip")
            try Data(unchunked(answer.body)).write(to: URL(filePath: file))
            let script = """
                import sys, zipfile
                z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
                print(",".join(f"{i.filename}:{i.file_size}" for i in z.infolist()))
                """
            let result = try await runCommand("python3", ["-c", script, file], in: folder.path)
            #expect(result.exitCode == 0, "\(result.errorOutput)")
            return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(try await names("") == "1.txt:3,big:3000000,deep/zwölf.txt:4,none:0")
        #expect(try await names("?files=none,output/1.txt,none") == "none:0,1.txt:3")
        try await server.stop()
    }

    @Test func whatIsExpectedIsKeptAndCompared() async throws {
        let server = try await RunningServer.start()
        try await server.addAgent(
            "a",
            run:
                #"mkdir -p output/d; printf one > output/1.txt; printf two > output/d/2.txt; echo '{"n":1,"m":{"k":2}}' > output.json"#
        )
        let run = try await server.run("agents.a")
        let path = "/api/v1/runs/\(run.id)"
        func comparison() async throws -> RunComparisonResponse {
            try await server.send("GET", "\(path)/comparison").decoded(RunComparisonResponse.self)
        }
        #expect(try await comparison().status == "none")
        // Without a body everything is expected as it is: what the published client sends for any file.
        let all = try await server.send("POST", "\(path)/expected")
        #expect(all.status == 201)
        #expect(try all.decoded(RunExpectedFileResponse.self).files?.map(\.name) == ["1.txt", "d/2.txt"])
        #expect(try await comparison().status == "pass")
        let listed = try await server.send("GET", "\(path)/expected").decoded(RunExpectedResponse.self)
        #expect(listed.output == .value(["n": 1, "m": ["k": 2]]))

        let upload = try await server.send(
            form: [("name", "1.txt")], files: [("file", "x", "other")], to: "\(path)/expected")
        #expect(upload.status == 201)
        #expect(try await comparison().status == "fail")
        #expect(try await server.send("GET", "\(path)/expected/1.txt").text == "other")
        #expect(try await server.send("GET", "\(path)/expected/d%2F2.txt").text == "two")
        let copied = try await server.send(
            "POST", "\(path)/expected", body: #"{"outputFileName":"1.txt","expectedName":"new.txt"}"#)
        #expect(try copied.decoded(RunExpectedFileResponse.self).file?.name == "new.txt")
        #expect(
            try await server.send("PATCH", "\(path)/expected/new.txt", body: #"{"name":"1.txt"}"#).status
                == 409)
        #expect(
            try await server.send("PATCH", "\(path)/expected/new.txt", body: #"{"name":"n.txt"}"#).status
                == 200)
        #expect(
            try await server.send("PATCH", "\(path)/expected/new.txt", body: #"{"name":"m.txt"}"#).status
                == 404)
        let different = try await comparison()
        #expect(different.missingFiles == ["n.txt"])
        #expect(different.matchedFiles?.map(\.isIdentical) == [false, true])
        #expect(try await server.send("DELETE", "\(path)/expected/n.txt").status == 204)
        #expect(try await server.send("DELETE", "\(path)/expected/n.txt").status == 404)
        #expect(
            try await server.send("POST", "\(path)/expected", body: #"{"outputFileName":"no"}"#).status == 404
        )

        let feedback = try await server.send(
            "PATCH", "\(path)/feedback", body: #"{"expected":{"n":2,"k":1},"rating":"fail"}"#)
        #expect(try feedback.decoded(RunFeedbackResponse.self).feedback.value?.status == .value("open"))
        #expect(
            try await comparison().jsonDifferences
                == [
                    .init(path: "$.k", type: "missing"), .init(path: "$.m", type: "extra"),
                    .init(path: "$.n", type: "changed"),
                ])
        #expect(
            try await server.send("PATCH", "\(path)/feedback", body: #"{"rating":"splendid"}"#).status == 400)
        #expect(
            try await server.send("DELETE", "\(path)/feedback").decoded(RunFeedbackResponse.self).feedback
                == .null)
        let kept = try FileManager.default.subpathsOfDirectory(atPath: "\(server.dataDirectory)/runs/kept")
        #expect(kept.filter { $0.contains("/expected/") }.count == 2, "\(kept)")
        try await server.stop()
    }

    /// The bytes of a body in chunks.
    private func unchunked(_ body: [UInt8]) -> [UInt8] {
        var rest = body[...]
        var result: [UInt8] = []
        while let end = rest.firstRange(of: [13, 10]),
            let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16), size > 0
        {
            result += rest[end.upperBound..<end.upperBound + size]
            rest = rest[(end.upperBound + size + 2)...]
        }
        return result
    }
}
