import TandemDiagnostics
import Testing

/// Lines and offsets of a cell.
@Suite struct SourceTextTests {
  private let source = SourceText(cell: 3, text: "ab\n\nçd\n")

  @Test("lines begin after line ends")
  func lines() {
    #expect(source.lineStarts == [0, 3, 4, 8])
    #expect([0, 2, 3, 4, 6, 7, 8, 99, -1].map(source.line(of:)) == [0, 0, 1, 2, 2, 2, 3, 3, 0])
  }

  @Test("a line's bytes are those before its end")
  func ranges() {
    #expect((0...3).map(source.byteRange(ofLine:)) == [0..<2, 3..<3, 4..<7, 8..<8])
    #expect((0...3).map { source.text(in: source.byteRange(ofLine: $0)) } == ["ab", "", "çd", ""])
  }

  @Test("a cell's number is its key unless it is told another")
  func numbers() {
    #expect(source.number == 3)
    #expect(SourceText(cell: 7, text: "", number: 4).number == 4)
  }

  @Test("the smallest span around two")
  func joined() {
    let span = SourceSpan(cell: 1, lower: 5, upper: 8)
    #expect(
      span.joined(with: SourceSpan(cell: 1, lower: 2, upper: 6))
        == SourceSpan(cell: 1, lower: 2, upper: 8))
  }
}
