import TandemCatalog
import TandemData
import TandemLearning
import TandemPlots

extension Prediction: Displayable {
  private static let rowLimit = 20

  func rendering(by renderer: Renderer) -> Rendering {
    let isLabels = !probabilities.isEmpty && !namesClasses
    var headings: [DisplayTable.Heading] = [
      .init("row", isNumber: true),
      .init(ControlText.cut(task, to: 40), isNumber: levels.isEmpty),
    ]
    if isLabels {
      headings += levels.prefix(8).map { .init(ControlText.cut($0, to: 16), isNumber: true) }
    } else if !probabilities.isEmpty {
      headings.append(.init("probability", isNumber: true))
    }
    var table = DisplayTable(headings)
    for (index, row) in rowNumbers.enumerated().prefix(Self.rowLimit) {
      var cells: [DisplayTable.Cell] = [.init("\(row)", .faint), .init(text(at: index), .strong)]
      if probabilities.indices.contains(index) {
        let chances = probabilities[index]
        cells +=
          isLabels
          ? chances.prefix(8).map { .init(FigureText.percent($0), .faint) }
          : [.init(FigureText.percent(chances.max() ?? .nan), .faint)]
      }
      table.add(cells)
    }
    let count = FigureText.count(rowNumbers.count, "row")
    let head = "prediction of \(ControlText.cut(task, to: 60)) for \(count)"
    let rest = rowNumbers.count - Self.rowLimit
    let more = rest > 0 ? "… and \(FigureText.count(rest, "more row"))" : nil
    return Rendering(
      text: [head, table.text, more].compactMap { $0 }.joined(separator: "\n"),
      html: [
        HTMLText.paragraph(HTMLText.escaped(head)), table.html,
        more.map { HTMLText.paragraph($0, isFaint: true) },
      ].compactMap { $0 }.joined(separator: "\n"))
  }

  /// Whether the values are classes; else they are what holds of several labels.
  private var namesClasses: Bool {
    if case .categories(_, let names) = values { names == levels } else { true }
  }

  private func text(at index: Int) -> String {
    guard index < values.count else { return "–" }
    switch values {
    case .numbers(let numbers): return numbers[index].figureText
    case .truths(let truths):
      return truths[index].isNaN ? "–" : truths[index] == 1 ? "true" : "false"
    case .categories(let codes, let names):
      return names.indices.contains(codes[index])
        ? ControlText.cut(names[codes[index]], to: 40) : "–"
    case .arrays: return "–"
    }
  }
}
