import Foundation
import TandemPlots
import Testing

/// Pictures that someone has looked at, as files beside the tests.
enum Golden {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  /// Expects a figure to be drawn as recorded; `TANDEM_RECORD=1` records it anew.
  static func expect(
    _ figure: any Figure, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let drawn = figure.svg(id: "p1")
    let file = folder.appending(path: "\(name).svg")
    if ProcessInfo.processInfo.environment["TANDEM_RECORD"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try drawn.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    guard recorded != drawn else { return }
    let place = FileManager.default.temporaryDirectory.appending(path: "tandem-\(name).svg")
    try drawn.write(to: place, atomically: true, encoding: .utf8)
    Issue.record(
      "\(name).svg is drawn differently now: look at \(place.path), then TANDEM_RECORD=1 records it",
      sourceLocation: sourceLocation)
  }
}
