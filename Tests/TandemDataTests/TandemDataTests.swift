import Testing
import TestSupport

@testable import TandemData

@Suite struct DigitsTests {
  @Test("the kernel carries 1,797 scans of 8 × 8")
  func contents() throws {
    let digits = try Digits.data
    #expect(digits.rowCount == 1797)
  }
}
