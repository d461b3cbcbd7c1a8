import Git
import TestSupport
import Testing

@Suite("Tags")
struct TagTests {
    @Test("annotated, lightweight and nested are read as git reads them, loose and packed")
    func kinds() async throws {
        let builder = try await RepositoryBuilder()
        let one = try await builder.commit("one", files: ["file": "text"])
        try await builder.release("agents.a@1.0.0", message: "first\n\nMore of it.")
        try await builder.release("agents.a@1.0.1", at: "agents.a@1.0.0", message: "a tag of a tag")
        try await builder.git("tag", "agents.a@2.0.0")
        try await builder.release("agents.ab@1.0.0")
        try await builder.release("of-a-file", at: "HEAD:file")
        for isPacked in [false, true] {
            if isPacked { try await builder.git("pack-refs", "--all") }
            let repository = try Repository(open: builder.path)
            let tags = try repository.tags(prefix: "agents.a@")
            #expect(tags.map(\.name) == ["agents.a@1.0.0", "agents.a@1.0.1", "agents.a@2.0.0"])
            #expect(tags.map(\.target.hex) == [one, one, one])
            for tag in tags {
                #expect(try await tag.reference.hex == builder.git("rev-parse", tag.name))
                #expect(try repository.tag(named: tag.name) == tag)
            }
            let annotation = try #require(tags[0].annotation)
            #expect(annotation.message == "first\n\nMore of it.\n")
            #expect(
                annotation.tagger
                    == Signature(name: "Ada", email: "ada@example.com", date: 1_700_000_000, offsetMinutes: 0)
            )
            #expect(annotation.id == tags[0].reference)
            #expect(tags[1].annotation?.message == "a tag of a tag\n")
            #expect(tags[2].annotation == nil)
            let file = try #require(try repository.tag(named: "of-a-file"))
            #expect(try repository.object(file.target) == .blob)
            #expect(try repository.tag(named: "none") == nil)
            #expect(try repository.tags(prefix: "").count == 5)
        }
    }

    @Test("that are made here are git's own kind, and are made once")
    func creation() async throws {
        let builder = try await RepositoryBuilder()
        let one = try #require(ObjectID(hex: try await builder.commit("one")))
        let repository = try Repository(open: builder.path)
        let tagger = Signature(
            name: "Grace", email: "grace@example.com", date: 1_700_000_123, offsetMinutes: 90)
        let id = try repository.createAnnotatedTag(
            named: "agents.a@1.0.0", target: one, tagger: tagger, message: "why\n")
        #expect(
            try await builder.git("cat-file", "-p", "agents.a@1.0.0") == """
                object \(one)
                type commit
                tag agents.a@1.0.0
                tagger Grace <grace@example.com> 1700000123 +0130

                why
                """)
        #expect(try await builder.git("rev-parse", "agents.a@1.0.0") == id.hex)
        #expect(try await builder.git("fsck", "--strict").isEmpty)
        #expect(throws: GitError.alreadyExists("tag agents.a@1.0.0")) {
            try repository.createAnnotatedTag(
                named: "agents.a@1.0.0", target: one, tagger: tagger, message: "again\n")
        }
        #expect(try await builder.git("rev-parse", "agents.a@1.0.0") == id.hex)
        for name in ["a b", "a..b", "", "-", "a\0b", "a.lock"] where name != "-" {
            #expect(throws: GitError.self, "\(name.debugDescription)") {
                try repository.createAnnotatedTag(named: name, target: one, tagger: tagger, message: "bad\n")
            }
        }
        #expect(throws: GitError.self) {
            try repository.createAnnotatedTag(
                named: "x", target: .zero, tagger: tagger, message: "no target\n")
        }
        #expect(throws: GitError.self) {
            try repository.createAnnotatedTag(
                named: "x", target: one, tagger: Signature(name: "", email: ""), message: "nobody\n")
        }
        #expect(try repository.tags(prefix: "").map(\.name) == ["agents.a@1.0.0"])
    }

    @Test("by a person whose name would end the header's line stay one line")
    func hostileName() async throws {
        let builder = try await RepositoryBuilder()
        let one = try #require(ObjectID(hex: try await builder.commit("one")))
        let repository = try Repository(open: builder.path)
        let tagger = Signature(name: "Eve\nobject 1", email: "eve>@example.com\n", date: 1, offsetMinutes: 0)
        _ = try repository.createAnnotatedTag(named: "x", target: one, tagger: tagger, message: "m\n")
        let text = try await builder.git("cat-file", "-p", "x")
        #expect(text.split(separator: "\n").count == 5)
        #expect(text.contains("tagger Eveobject 1 <eve@example.com> 1 +0000"))
    }

    @Test("of one name, made by eight tasks at once, are made once")
    func race() async throws {
        let builder = try await RepositoryBuilder()
        let one = try #require(ObjectID(hex: try await builder.commit("one")))
        let path = builder.path
        let outcomes = try await withThrowingTaskGroup(of: ObjectID?.self) { group in
            for index in 0..<8 {
                group.addTask {
                    let tagger = Signature(name: "Ada", email: "a@b.c", date: Int64(index), offsetMinutes: 0)
                    return try? Repository(open: path).createAnnotatedTag(
                        named: "x", target: one, tagger: tagger, message: "m\n")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let made = outcomes.compactMap { $0 }
        #expect(made.count == 1)
        #expect(try await builder.git("rev-parse", "x") == made.first?.hex)
    }
}
