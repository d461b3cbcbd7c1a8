/// What Git's configuration has to say for the account's server, by Git's own names.
struct GitSettings {
    private let context: ToolContext
    private let account: Account

    init(_ context: ToolContext, account: Account) {
        self.context = context
        self.account = account
    }

    /// The helper, with an empty one before it that takes away those set for other hosts too, and the certificate
    /// authority; for the account's server alone. Order matters.
    ///
    /// - Parameter url: the URL they are for; nil means the whole server.
    /// - Throws: ``ToolError`` for a certificate authority that cannot be read.
    func connection(for url: String) throws(ToolError) -> [(String, String)] {
        var settings = [
            ("credential.\(url).helper", ""),
            ("credential.\(url).helper", CredentialHelper(context, account: account).command),
        ]
        if let file = try Settings(context).certificateAuthorityFile(stored: account.certificateAuthorityFile)
        {
            settings.append(("http.\(url).sslCAInfo", file))
        }
        return settings
    }

    /// The same for one run of git, for the whole server; with what `--insecure` means for it.
    var connection: [(String, String)] {
        get throws(ToolError) {
            var settings = try connection(for: account.address.origin)
            if Settings(context).skipsCertificateCheck(account.address) {
                settings.append(("http.\(account.address.origin).sslVerify", "false"))
            }
            return settings
        }
    }
}
