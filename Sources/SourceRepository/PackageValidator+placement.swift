import SourceFormat

extension PackageValidator {
    /// What a walk through the roots found where it cannot be.
    func placementFindings(_ survey: PackageSurvey) -> [Finding] {
        var findings = survey.failures.map { unreadable($0.path, $0.error) }
        findings += survey.misplaced.map(misplaced)
        findings += survey.misnamed.map(misnamed)
        findings += survey.links.map { path in
            Finding(
                file: path, code: "symbolic_link",
                message: "a symbolic link stands where a package would, and links are not followed",
                remedy: "Put the files themselves in its place")
        }
        findings += survey.orphans.map { path in
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            return Finding(
                file: path, code: "missing_manifest",
                message: "the folder \(folder) has no \(PackageFileName.manifest), so it is no package",
                remedy: "Add \(folder)/\(PackageFileName.manifest) with schemaVersion and name")
        }
        return findings
    }

    /// What lies near the roots, and yet outside: in a folder named like a root but for its case, or beside them.
    func strayFindings() -> [Finding] {
        guard let entries = try? files.entries(in: "") else { return [] }
        return entries.compactMap { entry in
            if PackageRoot(rawValue: entry.name) != nil {
                if entry.isDirectory { return nil }
                return Finding(
                    file: entry.name, code: "invalid_package_path",
                    message: "\(entry.name) is a package root, and must be a folder",
                    remedy: "Put a folder in its place")
            }
            guard entry.isDirectory, !entry.name.hasPrefix(".") else { return nil }
            if let root = PackageRoot(rawValue: entry.name.lowercased()) {
                return Finding(
                    file: entry.name, code: "invalid_package_path",
                    message: "the folder \(entry.name) is no package root: its name has capitals",
                    remedy: "Rename it: git mv \(entry.name) \(root.rawValue)")
            }
            let manifest = "\(entry.name)/\(PackageFileName.manifest)"
            guard self.entry(at: manifest)?.isFile == true else { return nil }
            let roots = PackageRoot.allCases.map { "\($0.rawValue)/" }.joined(separator: ", ")
            return Finding(
                severity: .warning, file: manifest, code: "invalid_package_path",
                message: "a manifest outside the package roots is not read",
                remedy: "Move the folder below one of \(roots)")
        }
    }

    /// The finding for an `eigenpal.yml`.
    func misnamed(_ path: String) -> Finding {
        Finding(
            file: path, code: "misspelled_manifest",
            message: "the manifest is named \(PackageFileName.misspelledManifest), which is not read",
            remedy: "Rename it: git mv \(path) \(path.dropLast(3))yaml")
    }

    private func misplaced(_ path: String) -> Finding {
        let parts = path.split(separator: "/").map(String.init)
        let folder = parts.dropLast().joined(separator: "/")
        guard parts.count > 2 else {
            return Finding(
                file: path, code: "invalid_package_path",
                message: "a package needs a folder of its own below \(folder)/",
                remedy: "Move it into one: \(folder)/<name>/\(PackageFileName.manifest)")
        }
        do throws(FormatError) {
            _ = try PackagePath(parsing: folder)
        } catch {
            return Finding(error, file: path)
        }
        return Finding(
            file: path, code: "invalid_package_path", message: "a package cannot be here",
            remedy: "Move the folder below a package root")
    }
}
