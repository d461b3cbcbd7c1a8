import SourceFormat
import SourceRepository
import SystemPackage

/// `validate`: every rule of the source format, all findings at once.
public enum ValidatePackages {
    /// Validates the packages that arguments name, the one around, or all with the repository's root.
    ///
    /// - Throws: ``ToolError`` where an argument names no package. Findings are an answer, not an error.
    public static func run(
        _ context: ToolContext, packages arguments: [String] = [], all: Bool = false
    ) async throws(ToolError) -> ValidateReport {
        if all, !arguments.isEmpty {
            throw .usage("--all validates every package: name none beside it")
        }
        let checkout = try context.openCheckout()
        guard all else {
            if arguments.isEmpty, checkout.packageHere() == nil {
                throw .usage(
                    "no package is named, and \(context.workingDirectory) is not inside one; "
                        + "name one, such as agents/invoice, or validate all with --all",
                    next: "eigenpal-src validate --all")
            }
            let paths = try PackageArgument.resolveAll(arguments, in: checkout, context)
            return ValidateReport(packages: paths, findings: try findings(of: paths, in: checkout))
        }
        return try everything(in: checkout)
    }

    /// Validates all packages of the working tree, its root, and what stands where no package can be.
    static func everything(in checkout: Checkout) throws(ToolError) -> ValidateReport {
        let files = WorkingFiles(directory: checkout.root.string)
        let paths = try attempt { try PackageCatalog.packages(in: files) }
        let index = try attempt { try ReleaseIndex(repository: checkout.repository) }
        return ValidateReport(
            packages: paths, findings: PackageValidator(files: files, releases: index).validateAll())
    }

    /// What is wrong with some packages of the working tree.
    static func findings(of paths: [PackagePath], in checkout: Checkout) throws(ToolError) -> [Finding] {
        try check(paths, in: checkout).findings
    }

    /// What is wrong with some packages of the working tree, and which of them break a rule.
    static func check(
        _ paths: [PackagePath], in checkout: Checkout
    ) throws(ToolError) -> (findings: [Finding], broken: [PackagePath]) {
        let files = WorkingFiles(directory: checkout.root.string)
        let index = try attempt { try ReleaseIndex(repository: checkout.repository) }
        let validator = PackageValidator(files: files, releases: index)
        var findings: [Finding] = []
        var broken: [PackagePath] = []
        for path in paths {
            let found = validator.validate(path)
            if found.containsErrors { broken.append(path) }
            for finding in found where !findings.contains(finding) { findings.append(finding) }
        }
        return (findings, broken)
    }
}

/// What is wrong with the packages that were looked at.
public struct ValidateReport: Renderable {
    /// Whether nothing breaks a rule; warnings do not.
    public let isValid: Bool
    /// The packages that were validated, in order.
    public let packages: [PackagePath]
    /// What is wrong or doubtful, by file and line.
    public let findings: [Finding]

    /// An answer with these findings.
    init(packages: [PackagePath], findings: [Finding]) {
        isValid = !findings.containsErrors
        self.packages = packages
        self.findings = findings
    }

    /// 1 where a finding is an error.
    public var exitCode: Int32 { isValid ? 0 : 1 }

    /// Each finding with how to mend it below, then the verdict.
    public func lines(_ style: Style) -> [String] {
        var lines: [String] = []
        for finding in findings {
            let place = finding.line.map { "\(finding.file):\($0)" } ?? finding.file
            let severity =
                finding.severity == .error ? style.bad("error") : style.caution(finding.severity.rawValue)
            lines.append("\(place): \(severity): \(finding.message)")
            if let remedy = finding.remedy { lines.append("  \(remedy)") }
        }
        let errors = findings.count { $0.severity == .error }
        let warnings = findings.count - errors
        let subject = packages.count == 1 ? "\(packages[0])" : count(packages.count, "package")
        switch (errors, warnings) {
        case (0, 0): lines.append("\(subject): \(style.good("valid"))")
        case (0, _): lines.append("\(subject): \(style.good("valid")), \(count(warnings, "warning"))")
        case (_, 0): lines.append("\(subject): \(style.bad(count(errors, "error")))")
        default:
            lines.append("\(subject): \(style.bad(count(errors, "error"))), \(count(warnings, "warning"))")
        }
        return lines
    }
}
