import HTTPTypes

extension APIError {
    /// What a failure of the store means for a request.
    init(_ error: StoreError) {
        switch error {
        case .busy:
            self.init(
                .serviceUnavailable, code: "store_busy", "The server's store is busy.",
                headers: [.retryAfter: "1"])
        case .full:
            self.init(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), code: "disk_full",
                "The server's disk is full; nothing was changed.")
        case .conflict, .newerVersion, .failed:
            self.init(
                .internalServerError, code: "store_failed", "The server's store failed; nothing was changed.",
                hint: "The server's log has the reason, under the request id.")
        }
        cause = "\(error)"
    }
}
