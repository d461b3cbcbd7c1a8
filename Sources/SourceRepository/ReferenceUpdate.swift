import Git

/// One reference that a push asks to create, move or delete.
public struct ReferenceUpdate: Sendable, Hashable {
    /// The full name, `refs/heads/main`.
    public let name: String
    /// The object that the client took the reference to be at; ``Git/ObjectID/zero`` for none.
    public let old: ObjectID
    /// The object that it shall be at; ``Git/ObjectID/zero`` to delete it.
    public let new: ObjectID

    /// Describes an update.
    public init(name: String, old: ObjectID, new: ObjectID) {
        self.name = name
        self.old = old
        self.new = new
    }

    /// Whether the reference shall go away.
    public var isDeletion: Bool { new == .zero }
}

/// Why a push may not do what it asks for one reference. One refusal refuses the whole push.
public struct PushRefusal: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of refusal, stable for programs.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The reference is neither a branch nor a tag.
        case referenceNotAllowed = "reference_not_allowed"
        /// The push names the reference twice.
        case duplicateReference = "duplicate_reference"
        /// The reference is not where the client took it to be: another push was first.
        case referenceChanged = "reference_changed"
        /// A branch would point at something that is not a commit.
        case notACommit = "not_a_commit"
        /// `main` would be deleted.
        case mainDeleted = "main_deleted"
        /// `main` would lose commits.
        case mainRewound = "main_rewound"
        /// A tag is named like a release, and its package or version is not one.
        case invalidReleaseName = "invalid_release_name"
        /// A release would be deleted.
        case releaseDeleted = "release_deleted"
        /// A release would be moved.
        case releaseMoved = "release_moved"
        /// A release would be a lightweight tag.
        case releaseNotAnnotated = "release_not_annotated"
        /// A release would be of something that is not a commit.
        case releaseNotACommit = "release_not_a_commit"
        /// A release would be of a commit that is not on `main`.
        case releaseOffMain = "release_off_main"
        /// The released package breaks a rule at the released commit.
        case releaseInvalid = "release_invalid"
    }

    /// The full name of the reference, as the client sent it.
    public let reference: String
    /// What kind of refusal it is.
    public let code: Code
    /// Why, and how to mend it; safe to show on a terminal.
    public let reason: String
    /// What is wrong in files, one finding a line; safe to show on a terminal.
    public let details: [String]

    /// Describes a refusal.
    public init(reference: String, code: Code, reason: String, details: [String] = []) {
        self.reference = reference
        self.code = code
        self.reason = reason
        self.details = details
    }

    /// The reference and the reason.
    public var description: String { "\(reference): \(reason)" }
}
