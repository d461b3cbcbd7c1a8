extension SecretName {
    /// Whether a variable of this name makes the loader, a shell or an interpreter run other code: whoever can push to the
    /// repository could run theirs wherever its secrets become an environment.
    public var choosesCode: Bool { Self.choosesCode(rawValue) }

    /// Whether a variable of a name does; see ``choosesCode``.
    public static func choosesCode(_ name: String) -> Bool {
        codeChoosing.contains(name) || name.hasPrefix("LD_") || name.hasPrefix("DYLD_")
    }

    private static let codeChoosing: Set<String> = [
        "PATH", "IFS", "ENV", "BASH_ENV", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "PYTHONPATH",
        "PYTHONHOME", "PYTHONSTARTUP", "PERL5LIB", "PERL5OPT", "RUBYLIB", "RUBYOPT", "NODE_OPTIONS",
        "NODE_PATH", "JAVA_TOOL_OPTIONS", "CLASSPATH", "GCONV_PATH", "EDITOR", "VISUAL", "PAGER", "SHELL",
        "GIT_SSH", "GIT_SSH_COMMAND", "GIT_EXEC_PATH", "GIT_ASKPASS", "SSH_ASKPASS",
    ]
}
