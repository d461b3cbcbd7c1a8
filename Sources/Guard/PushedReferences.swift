import Git
import SourceFormat
import SourceRepository

/// The references that a push moves: releases as the server will have them, and `main`, which never loses a commit.
struct PushedReferences {
    private let scene: PushCheck.Scene
    private let updates: [PushUpdate]

    init(_ scene: PushCheck.Scene, _ updates: [PushUpdate]) { (self.scene, self.updates) = (scene, updates) }

    /// What the server would refuse, and releases out of order.
    func check() throws(SourceRepositoryError) -> [GuardFinding] {
        let main = "refs/heads/\(scene.mainBranch)"
        guard updates.contains(where: { $0.name == main || $0.tag != nil }) else { return [] }
        let repository = try inGit { () throws(GitError) in try scene.store.repository }
        let policy = PushPolicy(repository: repository, mainReference: main)
        let asked = updates.map { ReferenceUpdate(name: $0.name, old: $0.old, new: $0.new) }
        var findings = try policy.refusals(before: asked, mainThere: scene.remoteMain).map { refusal in
            GuardFinding(
                check: refusal.reference.hasPrefix("refs/tags/") ? .release : .branch,
                rule: refusal.code.rawValue, place: .reference(refusal.reference),
                message: ([refusal.reason] + refusal.details).joined(separator: "\n"))
        }
        for update in updates where !update.isDeletion && update.old == .zero {
            guard let tag = update.tag.flatMap({ try? ReleaseTag(parsing: $0) }) else { continue }
            let index = try ReleaseIndex(repository: repository, path: tag.path)
            let others = index.releases(of: tag.path).map(\.version).filter { version in
                !updates.contains { $0.tag == ReleaseTag(path: tag.path, version: version).name }
            }
            guard let highest = others.max(), tag.version < highest else { continue }
            findings.append(
                GuardFinding(
                    check: .release, rule: "release_out_of_order", severity: .warning,
                    place: .reference(update.name),
                    message: "\(tag) comes after \(highest), which is higher"))
        }
        return findings
    }
}
