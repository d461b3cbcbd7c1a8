import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// `init`: a package from a template, in a checkout that is cloned first where there is none.
public enum Initialize {
    /// What to make, as typed.
    public struct Options: Sendable, Hashable {
        /// `invoice`, `finance/invoice` or `agents/finance/invoice`; nil only clones.
        public var name: String?
        /// The template's name.
        public var template: Templates.Template
        /// The checkout's directory; nil means the one worked in, or the repository's name for a new one.
        public var directory: String?
        /// What the package is for, in one sentence.
        public var description: String?
        /// Writes the `pre-push` hook where nothing is in its way; without it, the checkout remembers that none is wanted.
        public var withHooks: Bool

        /// Options as typed.
        public init(
            name: String? = nil, template: Templates.Template = .agent, directory: String? = nil,
            description: String? = nil, withHooks: Bool = true
        ) {
            self.name = name
            self.template = template
            self.directory = directory
            self.description = description
            self.withHooks = withHooks
        }
    }

    /// Clones where there is no checkout, then writes the package's files; nothing is committed.
    ///
    /// - Throws: ``ToolError`` for a name that is no package's, a package or file that is there already, or a
    ///   directory in another repository.
    public static func run(
        _ context: ToolContext, _ options: Options
    ) async throws(ToolError) -> InitializeReport {
        // A wrong name is found before anything is cloned.
        let path = try options.name.map { name throws(ToolError) in try packagePath(name, options.template) }
        var context = context
        var place = context
        if let directory = options.directory { place.workingDirectory = context.path(directory) }
        var cloned: CloneReport?
        if Files.kind(of: place.workingDirectory) == .directory, case .checkout = try place.place() {
            context = place
            guard path != nil else {
                throw .usage(
                    "name the package to make: this is a checkout already",
                    next: "\(ToolVersion.name) init NAME")
            }
        } else {
            try refuseRepository(around: place)
            let report = try await Clone.run(
                context, directory: options.directory, withHooks: options.withHooks)
            context.workingDirectory = FilePath(report.directory)
            cloned = report
        }
        guard let path else { return InitializeReport(clone: cloned, package: nil, template: nil, files: []) }
        let checkout = try context.openCheckout()
        let root = checkout.root
        if cloned == nil {
            try GitDrivers.install(context, in: try checkout.repository, root: root)
            if !options.withHooks { try InstallHooks.decline(in: try checkout.repository) }
        }
        let package = NewPackage(
            template: options.template, path: path, name: path.segments.last ?? path.description,
            description: options.description)
        do throws(SourceRepositoryError) {
            let files = try Scaffolder.write(package, into: root.string)
            if cloned == nil { InstallHooks.installUnasked(context, isNew: false) }
            return InitializeReport(
                clone: cloned, package: path.description, template: options.template.rawValue, files: files)
        } catch {
            throw ToolError(error)
        }
    }

    /// Refuses to clone into another repository's working tree, where the checkout would be taken for part of it.
    private static func refuseRepository(around place: ToolContext) throws(ToolError) {
        var around = place
        while Files.kind(of: around.workingDirectory) == nil,
            around.workingDirectory.removeLastComponent()
        {}
        let details = ["init does not clone into another repository; nothing was changed"]
        switch try around.place() {
        case .nowhere: return
        case .checkout(let checkout):
            throw ToolError(
                "\(place.workingDirectory) is in the checkout \(checkout.root), and no checkout of its own",
                details: details,
                next: "\(ToolVersion.name) -C \(CredentialHelper.quoted(checkout.root.string)) init NAME")
        case .elsewhere(let root):
            throw ToolError(
                "\(root) is a Git repository, but not an organization's source repository",
                details: details, next: "\(ToolVersion.name) clone DIR")
        }
    }

    /// The package path that a name means: whole where it begins with a root, else in the template's folder.
    static func packagePath(_ name: String, _ template: Templates.Template) throws(ToolError) -> PackagePath {
        do throws(FormatError) {
            let path = try template.path(for: name)
            guard path.kind == template.kind else {
                throw FormatError(
                    code: "invalid_package_path",
                    message: "\(path) is not where a package of the template \(template.rawValue) goes",
                    remedy: "name it alone, or below \(template.folder)/")
            }
            return path
        } catch {
            throw ToolError(error, exitCode: 2)
        }
    }
}

/// What `init` answers.
public struct InitializeReport: Renderable {
    /// The clone that was made first, where there was no checkout.
    public let clone: CloneReport?
    /// The package's path, where one was made.
    public let package: String?
    /// The template it was made from.
    public let template: String?
    /// The files written, relative to the checkout's root.
    public let files: [String]

    /// The clone, each file, and what comes next.
    public func lines(_ style: Style) -> [String] {
        var lines = clone?.lines(style) ?? []
        guard let package, let template else { return lines }
        lines.append("Made \(style.name(package)) from the template \(template)")
        lines += files.map { "  \($0)" }
        lines.append("Next: edit the files, then \(ToolVersion.name) save -m \"feat: add \(package)\"")
        return lines
    }
}
