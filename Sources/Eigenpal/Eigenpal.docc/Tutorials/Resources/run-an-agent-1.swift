import Eigenpal

let client = try EigenpalClient()
