import SourceFormat

extension PackageValidator {
    /// The cycles among packages that can be reached from some of them, each once, by the dependencies of the manifests
    /// in these files, at whatever versions. A package that depends on itself directly is told with its manifest.
    func cycleFindings(from starts: [PackagePath]) -> [Finding] {
        var search = CycleSearch()
        for start in starts { search.visit(start) { self.manifest(of: $0).manifest?.dependencies ?? [] } }
        return search.cycles.map { cycle in
            // Told at the package that is validated where it is part of the cycle, else at the first by name.
            let members = rotated(cycle, toFront: starts.count == 1 ? starts[0] : nil)
            let names = (members + [members[0]]).map(\.dottedName).joined(separator: " → ")
            let next = members.count > 1 ? members[1] : members[0]
            let line = manifest(of: members[0]).manifest?.dependencies.first { $0.path == next }?.line
            return Finding(
                file: members[0].manifestPath, line: line, code: "dependency_cycle",
                message: "the packages depend on each other: \(names)",
                remedy: "Take one dependency out of the circle")
        }
    }

    private func rotated(_ cycle: [PackagePath], toFront path: PackagePath?) -> [PackagePath] {
        let front = path.flatMap(cycle.firstIndex(of:)) ?? cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
        return Array(cycle[front...] + cycle[..<front])
    }
}

/// A depth-first search that tells a cycle for each edge that leads back to where the search is.
///
/// The way is kept in a list of its own, so that a long chain of packages costs memory and not stack.
private struct CycleSearch {
    /// Each cycle's packages in the order of their dependencies.
    private(set) var cycles: [[PackagePath]] = []
    private var finished: Set<PackagePath> = []

    mutating func visit(_ start: PackagePath, dependencies: (PackagePath) -> [Dependency]) {
        guard !finished.contains(start) else { return }
        var way: [PackagePath] = [start]
        var depths: [PackagePath: Int] = [start: 0]
        var pending: [ArraySlice<Dependency>] = [dependencies(start)[...]]
        while let package = way.last {
            guard let dependency = pending[pending.count - 1].popFirst() else {
                way.removeLast()
                pending.removeLast()
                depths[package] = nil
                finished.insert(package)
                continue
            }
            if let depth = depths[dependency.path] {
                cycles.append(Array(way[depth...]))
            } else if !finished.contains(dependency.path) {
                depths[dependency.path] = way.count
                way.append(dependency.path)
                pending.append(dependencies(dependency.path)[...])
            }
        }
    }
}
