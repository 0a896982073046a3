import TestSupport
import Testing

@testable import TandemData

@Suite struct InflateTests {
  @Test("stored, fixed and dynamic blocks come out as they went in", arguments: GZipFixture.all)
  func kinds(fixture: GZipFixture) throws {
    let bytes = Base64.decode(fixture.base64)
    #expect(try String(decoding: GZip.unpack(bytes, limit: 1 << 20), as: UTF8.self) == fixture.text)
  }

  @Test("members that follow one another are one file, zeros at the end are padding")
  func members() throws {
    let first = Base64.decode(GZipFixture.fixed.base64)
    let second = Base64.decode(GZipFixture.stored.base64)
    let both = try GZip.unpack(first + second + [0, 0, 0], limit: 1 << 20)
    #expect(
      String(decoding: both, as: UTF8.self) == GZipFixture.fixed.text + GZipFixture.stored.text)
    #expect(throws: InflateError.damaged("something else after the end")) {
      try GZip.unpack(first + Array(repeating: 7, count: 30), limit: 1 << 20)
    }
  }

  @Test("a file that is cut off anywhere is an error", arguments: GZipFixture.all)
  func cutOff(fixture: GZipFixture) throws {
    let bytes = Base64.decode(fixture.base64)
    for length in 0..<bytes.count {
      #expect(throws: InflateError.self, "\(length) of \(bytes.count) bytes") {
        try GZip.unpack(Array(bytes[..<length]), limit: 1 << 20)
      }
    }
  }

  @Test(
    "a byte that is changed is an error or, in the header, of no matter", arguments: GZipFixture.all
  )
  func damaged(fixture: GZipFixture) throws {
    let bytes = Base64.decode(fixture.base64)
    var errorCount = 0
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        do {
          let text = try GZip.unpack(changed, limit: 1 << 20)
          #expect(String(decoding: text, as: UTF8.self) == fixture.text, "byte \(index) bit \(bit)")
        } catch {
          errorCount += 1
        }
      }
    }
    #expect(errorCount > (bytes.count - 40) * 8)
  }

  @Test("random bytes are an error, not a crash")
  func random() {
    forAll(count: 3000) { source in
      let noise = source.list(0...80) { UInt8(truncatingIfNeeded: $0.next()) }
      let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
      do {
        _ = try GZip.unpack(header + noise, limit: 1 << 16)
        try #require(Bool(false), "random bytes passed the check sum")
      } catch is InflateError {}
    }
  }

  @Test("what unpacks to more than is taken, or is interrupted, ends with an error")
  func limits() throws {
    let bytes = Base64.decode(GZipFixture.dynamic.base64)
    #expect(throws: InflateError.tooLarge) { try GZip.unpack(bytes, limit: 100) }
    let stored = Base64.decode(GZipFixture.stored.base64)
    #expect(throws: InflateError.tooLarge) { try GZip.unpack(stored, limit: 3) }
    #expect(throws: InflateError.interrupted) {
      try GZip.unpack(bytes, limit: 1 << 20) { true }
    }
  }

  @Test("the check sum is CRC-32")
  func checkSum() {
    #expect(CRC32.sum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.sum([]) == 0)
  }

  @Test("codes that cannot be are refused")
  func codes() throws {
    #expect(throws: InflateError.self) { try Huffman(lengths: [1, 1, 1]) }
    #expect(throws: InflateError.self) { try Huffman(lengths: [2, 2]) }
    #expect(throws: Never.self) { try Huffman(lengths: [1, 2, 2]) }
    #expect(throws: Never.self) { try Huffman(lengths: [0, 1, 0]) }
  }
}
