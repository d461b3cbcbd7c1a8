/// What a tag object says.
struct TagObject {
    /// The object it leads to.
    let target: ObjectID
    /// Whether that is a tag object, too.
    let leadsToTag: Bool
    /// Who made it, and when; nil in tags that do not say.
    let tagger: Signature?
    /// The message, as it was written.
    let message: String
}

extension Tag {
    /// The tag of a reference as its file has it.
    ///
    /// - Parameter read: a tag object by its name; nil where there is none of this name.
    init(
        _ entry: ReferenceFiles.Entry, reading read: (ObjectID) throws(GitError) -> TagObject?
    ) throws(GitError) {
        let name = String(entry.name.dropFirst(10))
        guard !entry.isPeelingKnown || entry.peeled != nil else {
            self.init(name: name, reference: entry.target, target: entry.target, annotation: nil)
            return
        }
        try self.init(named: name, at: entry.target, reading: read)
    }

    /// The tag whose reference points to an object: the chain of tag objects from there on is followed to its end.
    ///
    /// - Parameter read: a tag object by its name; nil where there is none of this name.
    init(
        named name: String, at reference: ObjectID,
        reading read: (ObjectID) throws(GitError) -> TagObject?
    ) throws(GitError) {
        var annotation: Annotation?
        var current = reference
        // A chain of tag objects is as long as someone made it; no honest one is longer than this.
        for _ in 0..<16 {
            guard let object = try read(current) else {
                self.init(name: name, reference: reference, target: current, annotation: annotation)
                return
            }
            annotation =
                annotation ?? Annotation(tagger: object.tagger, message: object.message, id: current)
            current = object.target
            guard object.leadsToTag else {
                self.init(name: name, reference: reference, target: current, annotation: annotation)
                return
            }
        }
        throw .invalidName("tag \(name): a chain of more than 16 tag objects")
    }
}
