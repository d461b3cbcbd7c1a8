import SourceFormat
import SourceRepository

extension PlanReport {
    /// What the encoder writes too, which takes longer for a thousand packages than to plan them.
    public var compactJSON: [UInt8]? {
        var json = CompactJSON()
        json.object { json in
            json.member("commit", plan.commit)
            json.key("excluded")
            json.array { json in
                for path in plan.excluded { json.string(path.description) }
            }
            json.member("isShallow", plan.isShallow)
            json.key("packages")
            json.array { json in
                for package in plan.packages { json.value(package) }
            }
        }
        return json.bytes
    }
}

extension CompactJSON {
    fileprivate mutating func value(_ package: PackagePlan) {
        object { json in
            json.member("bump", package.bump?.rawValue)
            json.member("changelog", package.changelog)
            json.key("commits")
            json.array { json in
                for commit in package.commits { json.value(commit) }
            }
            if let current = package.current {
                json.key("current")
                json.object { json in
                    json.member("commit", current.commit)
                    json.member("isInHistory", current.isInHistory)
                    json.member("version", current.version.description)
                }
            }
            json.member("isManifestValid", package.isManifestValid)
            json.member("next", package.next?.description)
            json.key("outdatedDependents")
            json.array { json in
                for dependent in package.outdatedDependents { json.value(dependent) }
            }
            json.member("path", package.path.description)
            json.key("reasons")
            json.array { json in
                for reason in package.reasons { json.value(reason) }
            }
        }
    }

    private mutating func value(_ commit: PlannedCommit) {
        object { json in
            json.member("bump", commit.bump?.rawValue)
            json.member("commit", commit.commit)
            json.member("isBreaking", commit.isBreaking)
            json.member("isCancelled", commit.isCancelled)
            json.member("isConventional", commit.isConventional)
            json.member("scope", commit.scope)
            json.member("summary", commit.summary)
            json.member("type", commit.type)
        }
    }

    private mutating func value(_ dependent: OutdatedDependent) {
        object { json in
            json.member("follows", dependent.follows)
            json.member("path", dependent.path.description)
            json.member("version", dependent.version.description)
        }
    }

    private mutating func value(_ reason: PlanReason) {
        object { json in
            switch reason {
            case .commits(let count):
                json.member("count", count)
                json.member("kind", "commits")
            case .requested:
                json.member("kind", "requested")
            case .dependency(let path, let from, let to):
                json.member("from", from.description)
                json.member("kind", "dependency")
                json.member("package", path.description)
                json.member("to", to.description)
            }
        }
    }
}
