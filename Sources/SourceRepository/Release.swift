import Git
import SourceFormat

/// One release of a package: an annotated tag `<dotted name>@<X.Y.Z>`, or a tag that is shaped like one.
public struct Release: Sendable, Hashable {
    /// The tag's name in its parts.
    public let tag: ReleaseTag
    /// The commit that was released.
    public let commit: ObjectID
    /// Who tagged it, when, and with what words; nil for a lightweight tag, which is shaped like a release and is
    /// none.
    public let annotation: Tag.Annotation?

    /// Describes a release.
    public init(tag: ReleaseTag, commit: ObjectID, annotation: Tag.Annotation?) {
        self.tag = tag
        self.commit = commit
        self.annotation = annotation
    }

    /// The package.
    public var path: PackagePath { tag.path }
    /// The version.
    public var version: SemanticVersion { tag.version }
    /// Whether the tag is annotated: only then it is a release.
    public var isAnnotated: Bool { annotation != nil }
}
