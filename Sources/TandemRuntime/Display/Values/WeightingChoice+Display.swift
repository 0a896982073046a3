import TandemCatalog
import TandemLearning

extension WeightingChoice: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    let methods = [weighting as (any CatalogMethod)?, gradientMethod].compactMap { $0 }
    let head = name.map { "weighting \($0) = \(sourceText)" } ?? sourceText
    var html = [HTMLText.paragraph(HTMLText.code(ControlText.cut(head, to: 300)))]
    var text = [ControlText.cut(head, to: 300)]
    for method in methods {
      let page = WeightingPage(method)
      html.append(page.html)
      text.append(page.text)
    }
    return Rendering(text: text.joined(separator: "\n"), html: html.joined(separator: "\n"))
  }
}

/// What a weighting says about itself: formula, meaning, paper.
struct WeightingPage {
  private let method: any CatalogMethod
  private let descriptor: MethodDescriptor

  init(_ method: any CatalogMethod) {
    self.method = method
    descriptor = type(of: method).descriptor
  }

  var html: String {
    var lines = formulas.map {
      "<p style=\"margin:.6em 0 .6em 2em;font-family:serif;font-size:120%\">\($0.html)</p>"
    }
    lines.append(HTMLText.paragraph(HTMLText.escaped(descriptor.summary)))
    if let source = sourceHTML { lines.append(HTMLText.paragraph(source, isFaint: true)) }
    if let differs = descriptor.differs {
      lines.append(HTMLText.paragraph(HTMLText.escaped("Differs: \(differs)"), isFaint: true))
    }
    return lines.joined(separator: "\n")
  }

  var text: String {
    var lines = formulas.map { "  \($0.text)" }
    lines.append("  \(descriptor.summary)")
    let paper = descriptor.paper.map { "arXiv:\($0)" }
    let source = [descriptor.source, paper].compactMap { $0 }.joined(separator: ", ")
    if !source.isEmpty { lines.append("  \(source)") }
    if let differs = descriptor.differs { lines.append("  differs: \(differs)") }
    return lines.joined(separator: "\n")
  }

  private var sourceHTML: String? {
    let paper = descriptor.paper.map { number in
      "<a href=\"https://arxiv.org/abs/\(HTMLText.escaped(number))\">arXiv:\(HTMLText.escaped(number))</a>"
    }
    let parts = [descriptor.source.map(HTMLText.escaped), paper].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The method's formula, and what the person wrote in its place.
  private var formulas: [TypesetFormula] {
    switch method {
    case let own as FormulaWeighting:
      let result = own.normalizes ? descriptor.formula ?? "" : "wₖ = fₖ"
      return [
        TypesetFormula(left: "fₖ", own.formula), TypesetFormula(unicode: result),
      ]
    case let fixed as FixedWeighting where !fixed.formulas.isEmpty:
      return fixed.formulas.map { TypesetFormula(left: "w", of: $0.task, $0.formula) }
    default: return descriptor.formula.map { [TypesetFormula(unicode: $0)] } ?? []
    }
  }
}
