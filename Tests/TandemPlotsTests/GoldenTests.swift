import TandemPlots
import Testing

@Suite struct GoldenTests {
  @Test(
    "each figure is drawn as it was when someone looked at it", arguments: Gallery.all.map(\.name))
  func isDrawnAsRecorded(name: String) throws {
    let figure = try #require(Gallery.all.first { $0.name == name }?.figure)
    try Golden.expect(figure, name)
  }
}
