/// A whole picture: its size, its ground, what it says to those who cannot see it, and its elements.
struct SVGDocument {
  var width: Double
  var height: Double
  var title: String
  var description: String
  var elements: [SVGElement]

  static let fontFamily = "DejaVu Sans, Helvetica, Arial, sans-serif"

  /// The picture as text; all ids and class names begin with `id`.
  func text(id: String) -> String {
    let prefix = Self.cleaned(id)
    let ground = SVGElement.rectangle(x: 0, y: 0, width: width, height: height, fill: .ground)
    let content = [ground] + elements
    var paints: Set<PaintUse> = []
    for element in content { element.collectPaints(into: &paints) }
    let rules = paints.filter(\.paint.isDarkAware).map { $0.rule(prefix: prefix) }.sorted()
    var output = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width.svg) \(height.svg)" \
      width="\(width.svg)" height="\(height.svg)" role="img" \
      aria-labelledby="\(prefix)-title \(prefix)-desc" font-family="\(Self.fontFamily)">
      <title id="\(prefix)-title">\(XMLText.escaped(title))</title>
      <desc id="\(prefix)-desc">\(XMLText.escaped(description))</desc>
      <style>@media (prefers-color-scheme: dark){\(rules.joined())}</style>

      """
    for element in content { element.write(to: &output, prefix: prefix) }
    return output + "</svg>\n"
  }

  /// The id with only what may stand in a class name.
  private static func cleaned(_ id: String) -> String {
    let kept = id.unicodeScalars.filter { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        || scalar == "-"
    }
    let name = String(String.UnicodeScalarView(kept))
    return name.first?.isLetter == true ? name : "p\(name)"
  }
}
