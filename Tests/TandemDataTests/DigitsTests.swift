import TandemCatalog
import TestSupport
import Testing

@testable import TandemData

@Suite struct DigitsTests {
  @Test("the kernel carries 1,797 images of 8 × 8 and their labels")
  func contents() throws {
    let digits = try Digits.data
    #expect(digits.rowCount == 1797)
    #expect(digits.columnNames == ["pixels", "label"])
    #expect(digits.inputColumns(excluding: ["label"]).map(\.label) == ["pixels"])
    #expect(digits.sourceText == "digits()")
    let pixels = try digits["pixels"]
    #expect(pixels.type == .arrays([1, 8, 8]))
    #expect(pixels.cells.prefix(16) == [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0])
    #expect(try digits["label"].cells.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    let summary = pixels.summary
    #expect(summary.figures?.min == 0)
    #expect(summary.figures?.max == 16)
    // The data set's own documentation gives these counts.
    #expect(
      try digits["label"].summary.bins.map(\.count)
        == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    #expect(abs((summary.figures?.mean ?? 0) - 4.884164579855314) < 1e-9)
  }

  @Test("the binary carries the file that lies beside its source, byte for byte")
  func file() throws {
    let path = TestFolders.root + "/Sources/TandemData/Bundled/digits.csv.gz"
    let unpacked = try FileContents(path: path) { false }.bytes
    #expect(unpacked.count == 264_712)
    #expect(try GZip.unpack(Base64.decode(Digits.file), limit: 1 << 20) == unpacked)
  }

  @Test("all data of 'digits()' is of the same rows")
  func sameRows() throws {
    let sum = try Column.apply(
      .add, .column(Digits.data["label"]), .column(Digits.data["label"]))
    #expect(sum.cells[9] == 18)
  }
}
