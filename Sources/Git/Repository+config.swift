import CLibgit2

extension Repository {
    /// The value of a setting such as `user.name`, from the repository's file or the user's; nil where it is not set.
    public func config(_ key: String) throws(GitError) -> String? {
        try requirePlain(key)
        var snapshot: OpaquePointer?
        try check(git.git_repository_config_snapshot(&snapshot, pointer), functions, key)
        defer { git.git_config_free(snapshot) }
        var value: UnsafePointer<CChar>?
        let code = git.git_config_get_string(&value, snapshot, key)
        if code == GIT_ENOTFOUND.rawValue { return nil }
        try check(code, functions, key)
        return value.map { String(cString: $0) }
    }

    /// Sets a value in the repository's own file.
    public func setConfig(_ key: String, _ value: String) throws(GitError) {
        try requirePlain(value)
        try withLocalConfig(key) { config throws(GitError) in
            try check(git.git_config_set_string(config, key, value), functions, key)
        }
    }

    /// Adds one more value of a setting that takes several to the repository's own file.
    public func addConfig(_ key: String, _ value: String) throws(GitError) {
        try requirePlain(value)
        try withLocalConfig(key) { config throws(GitError) in
            // A pattern that no value fits: nothing is replaced.
            try check(git.git_config_set_multivar(config, key, "^$a", value), functions, key)
        }
    }

    /// Takes a setting out of the repository's own file; does nothing where it is not set.
    public func unsetConfig(_ key: String) throws(GitError) {
        try withLocalConfig(key) { config throws(GitError) in
            var code = git.git_config_delete_multivar(config, key, ".*")
            if code == GIT_ENOTFOUND.rawValue { code = 0 }
            try check(code, functions, key)
        }
    }

    private func withLocalConfig(
        _ key: String, _ body: (OpaquePointer?) throws(GitError) -> Void
    ) throws(GitError) {
        try requirePlain(key)
        var config: OpaquePointer?
        try check(git.git_repository_config(&config, pointer), functions, key)
        defer { git.git_config_free(config) }
        var local: OpaquePointer?
        try check(git.git_config_open_level(&local, config, GIT_CONFIG_LEVEL_LOCAL), functions, key)
        defer { git.git_config_free(local) }
        try Lock.waiting { () throws(GitError) in try body(local) }
    }

    /// The author that git would use here, at this moment: `GIT_AUTHOR_NAME` and `GIT_AUTHOR_EMAIL`, then `author.name`
    /// and `author.email`, then `user.name` and `user.email`; nil where one of the two is not set.
    public func identity() throws(GitError) -> Signature? {
        func value(_ variable: String, _ keys: [String]) throws(GitError) -> String? {
            if let value = Environment.value(of: variable) { return value }
            for key in keys {
                if let value = try config(key), !value.isEmpty { return value }
            }
            return nil
        }
        guard let name = try value("GIT_AUTHOR_NAME", ["author.name", "user.name"]),
            let email = try value("GIT_AUTHOR_EMAIL", ["author.email", "user.email"])
        else { return nil }
        return Signature(name: name, email: email)
    }
}
