package import TandemCatalog
import TandemLearning
package import TandemPlots

/// Turns values into what a front end shows; one a session, so that a task keeps its hue.
package final class Renderer {
  private var colors: [String: Int] = [:]
  private var pictureCount = 0

  package init() {}

  /// The colour index of a task, the same all through the session.
  package func color(of task: String) -> Int {
    if let known = colors[task] { return known }
    let index = colors.count
    colors[task] = index
    return index
  }

  /// How a value shows.
  package func rendering(of value: Value) -> Rendering {
    if case .object(let object) = value, let displayable = object as? any Displayable {
      return displayable.rendering(by: self)
    }
    if case .architecture = value.kind, case .object(let object as any Architecture) = value {
      return rendering(of: object)
    }
    if case .record(let record) = value, let table = RecordTable.table(of: record) {
      return Rendering(text: table.text, html: table.html)
    }
    return Rendering(text: PlainValueText.text(of: value))
  }

  /// A figure as a picture with an id that no other picture has.
  /// - Parameters:
  ///   - figure: What to draw.
  ///   - isBrief: Whether another picture will soon take its place, so that a name for good is no use.
  /// - Returns: The picture, with what to say where it cannot be seen.
  package func picture(of figure: any Figure, isBrief: Bool = false) -> Rendering.Picture {
    pictureCount += 1
    if isBrief {
      return Rendering.Picture(
        svg: figure.svg(id: "p\(pictureCount)"), altText: figure.altText,
        text: figure.textDescription)
    }
    // The hash keeps ids apart when cells of two sessions stand in one notebook.
    let hash = String(Self.hash(of: figure.svg(id: "p")), radix: 16)
    return Rendering.Picture(
      svg: figure.svg(id: "p\(pictureCount)-\(hash)"), altText: figure.altText,
      text: figure.textDescription)
  }

  /// FNV-1a over the text's bytes, cut to 24 bits: short, and the same on every machine.
  private static func hash(of text: String) -> UInt64 {
    let full = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    return (full ^ (full >> 32)) & 0xff_ffff
  }
}
