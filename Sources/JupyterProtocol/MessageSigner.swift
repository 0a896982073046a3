import Crypto
import FoundationEssentials

/// Signs messages, and tells whether a message was signed with the same key.
///
/// The code covers the four dictionaries exactly as they were serialised; an empty key turns signing off.
package struct MessageSigner: Sendable {
  private let code: AuthenticationCode?

  /// Makes a signer for a `signature_scheme` of a connection file, as `hmac-sha256`.
  package init(scheme: String, key: String) throws(UnknownSignatureScheme) {
    guard !key.isEmpty else {
      code = nil
      return
    }
    guard let make = Self.schemes[scheme] else {
      throw UnknownSignatureScheme(scheme: scheme, known: Self.schemes.keys.sorted())
    }
    code = make(SymmetricKey(data: Data(key.utf8)))
  }

  /// The signature frame of a message: lower-case hex, or nothing without a key.
  package func signature(of parts: [[UInt8]]) -> [UInt8] {
    guard let code else { return [] }
    return code.make(parts).flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }
  }

  /// Whether `signature` is that of the parts; takes as long for a near miss as for a far one.
  package func isValid(_ signature: [UInt8], for parts: [[UInt8]]) -> Bool {
    guard let code else { return true }
    guard let bytes = Self.bytes(ofHex: signature) else { return false }
    return code.matches(bytes, parts)
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static func bytes(ofHex text: [UInt8]) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: text.count, by: 2) {
      guard let high = digits.firstIndex(of: text[index]),
        let low = digits.firstIndex(of: text[index + 1])
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }
}

/// A connection file that asks for a signature that we cannot make.
package struct UnknownSignatureScheme: Error, Equatable {
  package var scheme: String
  package var known: [String]
}

extension MessageSigner {
  /// Named as Python's `hashlib` names them, because the protocol does.
  private static let schemes: [String: @Sendable (SymmetricKey) -> AuthenticationCode] = [
    "hmac-sha256": { AuthenticationCode(SHA256.self, key: $0) },
    "hmac-sha384": { AuthenticationCode(SHA384.self, key: $0) },
    "hmac-sha512": { AuthenticationCode(SHA512.self, key: $0) },
    "hmac-sha3_256": { AuthenticationCode(SHA3_256.self, key: $0) },
    "hmac-sha3_384": { AuthenticationCode(SHA3_384.self, key: $0) },
    "hmac-sha3_512": { AuthenticationCode(SHA3_512.self, key: $0) },
    "hmac-sha1": { AuthenticationCode(Insecure.SHA1.self, key: $0) },
    "hmac-md5": { AuthenticationCode(Insecure.MD5.self, key: $0) },
  ]
}

/// An HMAC with its hash function and key inside.
private struct AuthenticationCode: Sendable {
  let make: @Sendable (_ parts: [[UInt8]]) -> [UInt8]
  let matches: @Sendable (_ bytes: [UInt8], _ parts: [[UInt8]]) -> Bool

  init<Hash: HashFunction>(_: Hash.Type, key: SymmetricKey) {
    let code: @Sendable ([[UInt8]]) -> HMAC<Hash>.MAC = { parts in
      var hmac = HMAC<Hash>(key: key)
      for part in parts { hmac.update(data: part) }
      return hmac.finalize()
    }
    make = { Array(code($0)) }
    // This `==` is the one of Crypto, which compares in constant time.
    matches = { bytes, parts in code(parts) == bytes }
  }
}
