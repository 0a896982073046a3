import JupyterProtocol
import Testing

@Suite struct SignatureTests {
  let key = "a0b1-key"
  let parts = [
    #"{"msg_id": "1", "msg_type": "kernel_info_request"}"#, "{}", "{}", #"{"code": "é"}"#,
  ]
  .map { Array($0.utf8) }

  // Each from Python's `hmac` with the same key and parts.
  @Test(
    "a signature is the one that Python's clients make",
    arguments: [
      ("hmac-sha256", "5d30fb889a759c5209cb99096a32a644e31908e9e0f6594a876fe80c02ab1612"),
      (
        "hmac-sha384",
        "be94ef8f42212e1b8c1a35623c9a2b7f9f4fc985463774007369a68eb29ba90e78507c000773a3e4739d4a01a590ac07"
      ),
      (
        "hmac-sha512",
        "9d4d0ae953a74c3328fe7cb68ae6873a5fe38b2b8ce492ecebb0d4f4edf81649282965e3619a6fc8cdbe825bbbd17e41b9024d7716909a94adab5174478c8a5b"
      ),
      ("hmac-sha3_256", "b3e4adbaa1a9ab50ac776417590c7f425589672d24f893a09230db10643cddc7"),
      ("hmac-sha1", "3deefaf442c71ed56b0afc075bf4800cc78f9836"),
      ("hmac-md5", "eefaa94f8fae64e9562199cb7dfcb1bb"),
    ])
  func matchesPython(scheme: String, expected: String) throws {
    let signer = try MessageSigner(scheme: scheme, key: key)
    #expect(signer.signature(of: parts) == Array(expected.utf8))
    #expect(signer.isValid(Array(expected.utf8), for: parts))
  }

  @Test("a signature that differs in one place, in length or in case is refused")
  func refusals() throws {
    let signer = try MessageSigner(scheme: "hmac-sha256", key: key)
    let right = signer.signature(of: parts)
    for index in right.indices {
      var wrong = right
      wrong[index] ^= 1
      #expect(!signer.isValid(wrong, for: parts))
    }
    #expect(!signer.isValid(right.dropLast(2), for: parts))
    #expect(!signer.isValid([], for: parts))
    #expect(
      !signer.isValid(Array(String(decoding: right, as: UTF8.self).uppercased().utf8), for: parts))
    #expect(!signer.isValid(right, for: parts.reversed()))
  }

  @Test("an empty key means no signature and no check")
  func emptyKey() throws {
    let signer = try MessageSigner(scheme: "hmac-sha256", key: "")
    #expect(signer.signature(of: parts).isEmpty)
    #expect(signer.isValid([1, 2, 3], for: parts))
  }

  @Test("a scheme that is not known is an error that lists those that are")
  func unknownScheme() throws {
    let error = try #require(throws: UnknownSignatureScheme.self) {
      try MessageSigner(scheme: "hmac-rot13", key: key)
    }
    #expect(error.scheme == "hmac-rot13")
    #expect(error.known.contains("hmac-sha256"))
  }
}
