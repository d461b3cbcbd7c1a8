import CLibgit2

/// A tag: a short name and the object that it leads to.
public struct Tag: Sendable, Hashable {
    /// What an annotated tag says beside its name.
    public struct Annotation: Sendable, Hashable {
        /// Who made the tag, and when; nil in tags that do not say.
        public let tagger: Signature?
        /// The message, as it was written.
        public let message: String
        /// The tag object's own name.
        public let id: ObjectID

        /// Describes what a tag says.
        public init(tagger: Signature?, message: String, id: ObjectID) {
            (self.tagger, self.message, self.id) = (tagger, message, id)
        }
    }

    /// The name after `refs/tags/`.
    public let name: String
    /// What the reference itself points to: a tag object, or the target.
    public let reference: ObjectID
    /// The object at the end of the chain of tag objects; a commit, but for odd tags.
    public let target: ObjectID
    /// The outermost tag object; nil for a lightweight tag.
    public let annotation: Annotation?
}

extension Repository {
    /// The tag of this short name, or nil.
    public func tag(named name: String) throws(GitError) -> Tag? {
        guard let reference = try reference("refs/tags/\(name)") else { return nil }
        return try tag(named: name, at: reference.target)
    }

    /// The tags whose short names begin with `prefix`, by name.
    public func tags(prefix: String) throws(GitError) -> [Tag] {
        let full = "refs/tags/\(prefix)"
        if let found = ReferenceFiles(commonDirectory: commonDirectory)?.references(prefix: full) {
            return try found.map { entry throws(GitError) in
                try Tag(entry) { id throws(GitError) in try tagObject(id, of: entry.name) }
            }
        }
        return try references(prefix: full).map { reference throws(GitError) in
            try tag(named: String(reference.name.dropFirst(10)), at: reference.target)
        }
    }

    private func tag(named name: String, at reference: ObjectID) throws(GitError) -> Tag {
        try Tag(named: name, at: reference) { id throws(GitError) in try tagObject(id, of: name) }
    }

    /// A tag object; nil where there is none of this name.
    private func tagObject(_ id: ObjectID, of name: String) throws(GitError) -> TagObject? {
        var oid = id.oid
        var tag: OpaquePointer?
        let code = git.git_tag_lookup(&tag, pointer, &oid)
        if code == GIT_ENOTFOUND.rawValue { return nil }
        try check(code, functions, "tag \(name)")
        defer { git.git_tag_free(tag) }
        guard let target = ObjectID(git.git_tag_target_id(tag)) else { throw .notFound("tag \(name)") }
        return TagObject(
            target: target, leadsToTag: git.git_tag_target_type(tag) == GIT_OBJECT_TAG,
            tagger: Signature(git.git_tag_tagger(tag)),
            message: git.git_tag_message(tag).map { String(cString: $0) } ?? "")
    }

    /// Makes an annotated tag.
    ///
    /// - Returns: the tag object's name.
    /// - Throws: `GitError.alreadyExists`, `.invalidName`.
    public func createAnnotatedTag(
        named name: String, target: ObjectID, tagger: Signature, message: String
    ) throws(GitError) -> ObjectID {
        try requirePlain(name, message)
        return try withTarget(target, tagger) { (object, tagger) throws(GitError) in
            var created = git_oid()
            try Lock.waiting { () throws(GitError) in
                try check(
                    git.git_tag_create(&created, pointer, name, object, tagger, message, 0), functions,
                    "tag \(name)")
            }
            return ObjectID(created)
        }
    }

    /// Makes the object of an annotated tag; no reference leads to it yet.
    ///
    /// - Returns: the tag object's name.
    /// - Throws: `GitError.invalidName`.
    public func createTagObject(
        named name: String, target: ObjectID, tagger: Signature, message: String
    ) throws(GitError) -> ObjectID {
        try requirePlain(name, message)
        return try withTarget(target, tagger) { (object, tagger) throws(GitError) in
            var created = git_oid()
            try check(
                git.git_tag_annotation_create(&created, pointer, name, object, tagger, message), functions,
                "tag \(name)")
            return ObjectID(created)
        }
    }

    private func withTarget(
        _ target: ObjectID, _ tagger: Signature,
        _ body: (OpaquePointer?, UnsafePointer<git_signature>) throws(GitError) -> ObjectID
    ) throws(GitError) -> ObjectID {
        var oid = target.oid
        var object: OpaquePointer?
        try check(
            git.git_object_lookup(&object, pointer, &oid, GIT_OBJECT_ANY), functions, "object \(target)")
        defer { git.git_object_free(object) }
        return try tagger.withPointer(functions) { tagger throws(GitError) in try body(object, tagger) }
    }
}
