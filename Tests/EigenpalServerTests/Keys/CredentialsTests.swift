import Foundation
import Testing

@testable import EigenpalServer

@Suite struct CredentialsTests {
    @Test func readsBearer() {
        #expect(Credentials(authorization: "Bearer abc") == .bearer("abc"))
        #expect(Credentials(authorization: "bEARER   abc") == .bearer("abc"))
    }

    @Test func readsThePasswordOfBasic() {
        func basic(_ text: String) -> Credentials? {
            Credentials(authorization: "Basic " + Data(text.utf8).base64EncodedString())
        }
        #expect(basic("eigenpal:key") == .basic(password: "key"))
        #expect(basic(":key") == .basic(password: "key"))
        #expect(basic("user:a:b") == .basic(password: "a:b"))
        #expect(basic("user:") == .basic(password: ""))
        #expect(basic("no colon") == nil)
    }

    @Test(arguments: ["", "Bearer", "Bearer ", "Digest x", "Basic !!!", "Basic", "Basic //8="])
    func refuses(_ field: String) {
        #expect(Credentials(authorization: field) == nil)
    }
}
