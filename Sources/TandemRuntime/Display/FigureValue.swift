package import TandemCatalog
package import TandemPlots

/// A figure as a value of the language: what `plot(…)` gives.
package struct FigureValue: ValueObject {
  package var figure: any Figure
  package var sourceText: String
  package var origin: ValueOrigin?
  package var kind: ValueKind { .plot }

  package init(_ figure: any Figure, sourceText: String) {
    self.figure = figure
    self.sourceText = sourceText
  }
}

extension FigureValue: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    Rendering(text: figure.textDescription, picture: renderer.picture(of: figure))
  }
}
