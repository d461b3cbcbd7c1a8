/// What a matcher found: a rule, where the secret itself lies, and what of it tells it from others.
struct Candidate {
    let rule: Int
    let range: Range<Int>
    /// The name of one of the organization's own secrets.
    var name: String?
}
