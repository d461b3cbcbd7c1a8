import Eigenpal

extension Settings {
    /// How the API's client reaches the server: certificate authority and name of this tool.
    func clientConfiguration(for account: Account) throws(ToolError) -> ClientConfiguration {
        var configuration = ClientConfiguration()
        configuration.environment = environment
        configuration.isOneShot = true
        configuration.userAgentSuffix = "\(ToolVersion.name)/\(ToolVersion.current)"
        configuration.certificateAuthorityFile = try certificateAuthorityFile(
            stored: account.certificateAuthorityFile)
        return configuration
    }
}
