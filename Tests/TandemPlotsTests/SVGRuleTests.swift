import Foundation
import FoundationXML
import Testing

@testable import TandemPlots

/// What every picture has to keep to, so that it looks right wherever a notebook is read.
@Suite struct SVGRuleTests {
  @Test(
    "a picture is well-formed, has its size, ground, words, and no way out",
    arguments: Gallery.all.map(\.name))
  func rules(name: String) throws {
    let figure = try #require(Gallery.all.first { $0.name == name }?.figure)
    let text = figure.svg(id: "p7")
    let document = try SVGReader(text)
    let root = try #require(document.elements.first)
    #expect(root.name == "svg")
    #expect(root.attributes["role"] == "img")
    let width = try #require(root.attributes["width"].flatMap(Double.init))
    let height = try #require(root.attributes["height"].flatMap(Double.init))
    #expect(width <= 640)
    #expect(root.attributes["viewBox"] == "0 0 \(width.svg) \(height.svg)")
    #expect(document.elements.prefix(5).map(\.name) == ["svg", "title", "desc", "style", "rect"])
    let forbidden = ["script", "foreignObject", "image", "use", "clipPath", "a"]
    for element in document.elements {
      #expect(!forbidden.contains(element.name))
      for (attribute, value) in element.attributes {
        #expect(!attribute.lowercased().hasPrefix("on"))
        #expect(!attribute.contains("href"))
        #expect(!value.contains("nan") && !value.contains("inf") || element.name == "text")
        if attribute == "id" { #expect(value.hasPrefix("p7-")) }
        if attribute == "class" {
          #expect(value.split(separator: " ").allSatisfy { $0.hasPrefix("p7-") })
        }
        let decimals = value.split(separator: ".").dropFirst()
        if attribute == "d" || attribute == "x" {
          #expect(decimals.allSatisfy { $0.prefix { $0.isNumber }.count <= 2 })
        }
      }
    }
    let ids = document.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for rule in document.style.split(separator: "}").filter({
      $0.contains("{.") || $0.hasPrefix(".")
    }) {
      #expect(rule.contains(".p7-"))
    }
    #expect(text == figure.svg(id: "p7"))
  }

  @Test("no label reaches out of the picture", arguments: Gallery.all.map(\.name))
  func nothingIsClipped(name: String) throws {
    let figure = try #require(Gallery.all.first { $0.name == name }?.figure)
    let document = try SVGReader(figure.svg(id: "p1"))
    let width = Double(document.elements[0].attributes["width"] ?? "") ?? 0
    let height = Double(document.elements[0].attributes["height"] ?? "") ?? 0
    for element in document.elements where element.name == "text" {
      guard element.attributes["transform"] == nil else { continue }
      let x = Double(element.attributes["x"] ?? "") ?? -1
      let y = Double(element.attributes["y"] ?? "") ?? -1
      let size = Double(element.attributes["font-size"] ?? "") ?? 12
      let long = TextMetrics.width(
        of: element.text, size: size, isBold: element.attributes["font-weight"] == "bold")
      let left =
        switch element.attributes["text-anchor"] {
        case "middle": x - long / 2
        case "end": x - long
        default: x
        }
      #expect(left >= 0 && left + long <= width, "'\(element.text)' at \(left)…\(left + long)")
      #expect(y >= size && y <= height - 4, "'\(element.text)' at \(y)")
    }
  }

  @Test("no two labels of an axis lie on each other", arguments: Gallery.all.map(\.name))
  func nothingOverlaps(name: String) throws {
    let figure = try #require(Gallery.all.first { $0.name == name }?.figure)
    let document = try SVGReader(figure.svg(id: "p1"))
    var rows: [String: [(left: Double, right: Double, text: String)]] = [:]
    for element in document.elements where element.name == "text" {
      guard element.attributes["transform"] == nil, let y = element.attributes["y"],
        let x = element.attributes["x"].flatMap(Double.init)
      else { continue }
      let size = Double(element.attributes["font-size"] ?? "") ?? 12
      let long = TextMetrics.width(
        of: element.text, size: size, isBold: element.attributes["font-weight"] == "bold")
      let anchor = element.attributes["text-anchor"]
      let left = anchor == "middle" ? x - long / 2 : anchor == "end" ? x - long : x
      rows[y, default: []].append((left, left + long, element.text))
    }
    for row in rows.values {
      let sorted = row.sorted { $0.left < $1.left }
      for (a, b) in zip(sorted, sorted.dropFirst()) {
        #expect(a.right <= b.left + 0.5, "'\(a.text)' and '\(b.text)'")
      }
    }
  }

  @Test(
    "any label can be drawn",
    arguments: ["<&>\"'", "\u{0}\u{1B}[31m", "\u{202E}abc", "👩‍👩‍👧", "", "\u{FFFE}", "]]>"])
  func labels(label: String) throws {
    let series = Series(label, values: [1, 2], colorIndex: 0)
    let plot = Plot(
      title: label, subtitle: label, x: Axis(label), y: Axis(label), marks: [LineMark([series])])
    _ = try SVGReader(plot.svg(id: label))
    let boxes = Diagram(
      title: label, columns: [[.init(id: "a", title: label, lines: [label], owner: .shared)]],
      arrows: [])
    _ = try SVGReader(boxes.svg(id: "p1"))
  }

  @Test(
    "any numbers can be drawn",
    arguments: [
      [], [1], [.nan], [.infinity, 1], [0, 0, 0], [1e308, -1e308],
      [.leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude],
      [1e15, 1e15 + 1],
      [-1, .nan, -2], [1e-300, 1e300], [.greatestFiniteMagnitude], [-0.0, 0],
    ] as [[Double]])
  func numbers(values: [Double]) throws {
    for spacing in [Axis.Spacing.linear, .log] {
      let points = values.enumerated().map {
        PlotPoint($0.element, $0.element, spread: abs($0.element) / 3)
      }
      let names = Axis(spacing: .categories(values.map(\.figureText)))
      let axis = Axis("value", spacing: spacing)
      let plots = [
        Plot(
          title: "lines", x: axis, y: axis,
          marks: [LineMark([Series("a", points: points, colorIndex: 9)])]),
        Plot(
          title: "points", x: axis, y: axis,
          marks: [PointMark([Series("a", points: points, colorIndex: 3)])]),
        Plot(
          title: "bars", x: names, y: axis,
          marks: [BarMark([.init("a", values: values, errors: values, colorIndex: 2)])]),
        Plot(
          title: "bars", x: axis, y: names,
          marks: [BarMark([.init("a", values: values, colorIndex: 2)], isHorizontal: true)]),
        Plot(
          title: "heat", x: names, y: names,
          marks: [HeatmapMark([values, values], coloring: .diverging)]),
        Plot(title: "bins", x: axis, marks: [HistogramMark(values, colorIndex: 0)]),
        Plot(title: "rule", x: axis, y: axis, marks: values.map { RuleMark($0, name: "rule") }),
      ]
      for plot in plots {
        let document = try SVGReader(plot.svg(id: "p1"))
        for element in document.elements {
          for (name, value) in element.attributes where name != "aria-labelledby" {
            #expect(
              !value.contains("nan") && !value.contains("inf"), "\(plot.title): \(name)=\(value)")
          }
        }
        #expect(!plot.textDescription.isEmpty)
      }
    }
  }
}

/// The elements of an SVG text in order, with their attributes and text.
final class SVGReader: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""
  }

  struct Malformed: Error { var reason: String }

  private(set) var elements: [Element] = []
  var style: String { elements.first { $0.name == "style" }?.text ?? "" }

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw Malformed(reason: "\(String(describing: parser.parserError)) in \(text)")
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard !elements.isEmpty, text.contains(where: { !$0.isNewline }) else { return }
    elements[elements.count - 1].text += text
  }
}
