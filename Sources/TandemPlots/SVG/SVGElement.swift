/// An element of an SVG picture: a name, attributes in order, colours by role, and what it contains.
public struct SVGElement: Sendable {
  var name: String
  private(set) var attributes: [(name: String, value: String)] = []
  var fill: Paint?
  var stroke: Paint?
  var children: [SVGElement] = []
  var text: String?

  init(_ name: String, fill: Paint? = nil, stroke: Paint? = nil, _ children: [SVGElement] = []) {
    self.name = name
    self.fill = fill
    self.stroke = stroke
    self.children = children
  }

  /// Sets an attribute; `nil` leaves it out.
  mutating func set(_ name: String, _ value: String?) {
    guard let value else { return }
    if let index = attributes.firstIndex(where: { $0.name == name }) {
      attributes[index].value = value
    } else {
      attributes.append((name, value))
    }
  }

  /// The element with an attribute more.
  func with(_ name: String, _ value: String?) -> Self {
    var copy = self
    copy.set(name, value)
    return copy
  }

  /// All colour roles that the element and its children use.
  func collectPaints(into paints: inout Set<PaintUse>) {
    if let fill { paints.insert(PaintUse(paint: fill, isStroke: false)) }
    if let stroke { paints.insert(PaintUse(paint: stroke, isStroke: true)) }
    for child in children { child.collectPaints(into: &paints) }
  }

  /// Appends the element as text; `prefix` begins all class names.
  func write(to output: inout String, prefix: String) {
    if name == "g", attributes.isEmpty, fill == nil, stroke == nil {
      for child in children { child.write(to: &output, prefix: prefix) }
      return
    }
    output += "<\(name)"
    var classes: [String] = []
    if let fill {
      output += " fill=\"\(fill.light)\""
      if fill.isDarkAware { classes.append("\(prefix)-f\(fill.code)") }
    } else if stroke != nil, name == "path" {
      output += " fill=\"none\""
    }
    if let stroke {
      output += " stroke=\"\(stroke.light)\""
      if stroke.isDarkAware { classes.append("\(prefix)-s\(stroke.code)") }
    }
    if !classes.isEmpty { output += " class=\"\(classes.joined(separator: " "))\"" }
    for attribute in attributes {
      output += " \(attribute.name)=\"\(XMLText.escaped(attribute.value))\""
    }
    if children.isEmpty, text == nil {
      output += "/>\n"
      return
    }
    output += ">"
    if let text {
      output += XMLText.escaped(text)
    } else {
      output += "\n"
    }
    for child in children { child.write(to: &output, prefix: prefix) }
    output += "</\(name)>\n"
  }
}

/// A place in the picture, in pixels from the left and from the top.
struct Position: Sendable, Equatable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

extension SVGElement {
  static func group(_ children: [SVGElement]) -> Self { Self("g", children) }

  static func path(_ data: String, stroke: Paint, width: Double) -> Self {
    Self("path", stroke: stroke).with("d", data).with("stroke-width", width.svg)
  }

  static func path(_ data: String, fill: Paint) -> Self {
    Self("path", fill: fill).with("d", data)
  }

  static func line(_ start: Position, _ end: Position, stroke: Paint, width: Double) -> Self {
    Self("line", stroke: stroke).with("x1", start.x.svg).with("y1", start.y.svg)
      .with("x2", end.x.svg).with("y2", end.y.svg).with("stroke-width", width.svg)
  }

  static func circle(_ center: Position, radius: Double, fill: Paint) -> Self {
    Self("circle", fill: fill).with("cx", center.x.svg).with("cy", center.y.svg)
      .with("r", radius.svg)
  }

  static func rectangle(
    x: Double, y: Double, width: Double, height: Double, radius: Double = 0, fill: Paint
  ) -> Self {
    Self("rect", fill: fill).with("x", x.svg).with("y", y.svg).with("width", width.svg)
      .with("height", height.svg).with("rx", radius > 0 ? radius.svg : nil)
  }

  /// Which side of a text stands at its position.
  enum Anchor: String { case start, middle, end }

  static func text(
    _ text: String, at position: Position, size: Double = 12, anchor: Anchor = .start,
    paint: Paint = .ink, isBold: Bool = false
  ) -> Self {
    var element = Self("text", fill: paint).with("x", position.x.svg).with("y", position.y.svg)
      .with("font-size", size.svg)
      .with("text-anchor", anchor == .start ? nil : anchor.rawValue)
      .with("font-weight", isBold ? "bold" : nil)
    element.text = text
    return element
  }
}

/// Path data.
enum SVGPath {
  /// A line through points.
  static func lines(_ points: [Position]) -> String {
    var path = ""
    var last = ""
    for point in points {
      let text = "\(point.x.svg),\(point.y.svg)"
      if text == last { continue }
      path += (path.isEmpty ? "M" : "L") + text
      last = text
    }
    return path
  }
}

extension Double {
  /// The number with at most two decimals, without trailing zeros, as coordinates are written.
  var svg: String {
    let hundredths = Int((Swift.min(Swift.max(self, -1e9), 1e9) * 100).rounded())
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    let decimals = rest % 10 == 0 ? "\(rest / 10)" : (rest < 10 ? "0\(rest)" : "\(rest)")
    return "\(sign)\(whole).\(decimals)"
  }
}
