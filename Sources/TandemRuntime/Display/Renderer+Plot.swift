package import TandemCatalog
import TandemData
import TandemLearning
import TandemPlots

/// What `plot` cannot draw; values only, the builtin finds the words.
package enum PlotError: Error, Equatable {
  /// A value that is no list of numbers, column, curves or anything else that has a picture.
  case notDrawable(argument: String, kind: ValueKind)
  /// `plot(x, y)` with lists or columns of two lengths.
  case unequalLengths(x: Int, y: Int)
  /// A `kind:` that the value cannot be drawn as.
  case unsuitableKind(String, kind: ValueKind)
  /// More bars in a row than can be told apart.
  case tooManyBars(Int, limit: Int)
}

extension Renderer {
  /// What `plot(…)` gives.
  /// - Parameters:
  ///   - x: Curves, numbers, a column, or a value that has a picture of its own.
  ///   - y: Numbers or a column over `x`, or `nil`.
  ///   - kind: `lines`, `points`, `bars` or `heat`; `nil` for what suits the value.
  ///   - log: The axes with powers of ten at equal distances: `x`, `y`.
  ///   - title: The headline; `nil` for one made from the value.
  /// - Returns: A `FigureValue`.
  /// - Throws: `PlotError`.
  package func plot(
    x: Value, y: Value?, kind: String?, log: [String], title: String?
  ) throws(PlotError) -> Value {
    let request = PlotRequest(kind: kind, log: log, title: title)
    let figure: any Figure
    if let y {
      figure = try request.plot(x, over: y)
    } else if case .object(let object) = x {
      figure = try self.figure(of: object, request)
    } else {
      figure = try request.plot(x)
    }
    let sources = [x.sourceText, y?.sourceText].compactMap { $0 }.joined(separator: ", ")
    return .object(FigureValue(figure, sourceText: "plot(\(sources))"))
  }

  private func figure(of object: any ValueObject, _ request: PlotRequest) throws(PlotError)
    -> any Figure
  {
    let title = request.title
    switch object {
    case let curves as Curves:
      guard let kind = request.kind, kind != "lines" else {
        return curves.plot(by: self, title: title, log: request.log)
      }
      return try request.plot(curves, by: self)
    case let run as Run where request.kind == nil || request.kind == "lines":
      return run.lossPlot(by: self, title: title, log: request.log)
    case let column as Column: return try request.plot(column)
    case let data as Dataset where request.kind == nil:
      guard let image = data.imageColumn, var tiles = data.tiles(of: image) else { break }
      tiles.title = title ?? tiles.title
      return tiles
    case let comparison as Comparison where request.kind == nil && !comparison.rows.isEmpty:
      return comparison.chart(by: self, title: title)
    case let combination as MethodCombination where request.kind == nil:
      guard let plot = combination.figure(by: self, title: title) else { break }
      return plot
    case let lineup as MethodLineup where request.kind == nil:
      guard let plot = lineup.figure(by: self, title: title) else { break }
      return plot
    case let toy as ToyTrajectories where request.kind == nil:
      return toy.figure(by: self, title: title)
    case let architecture as any Architecture where request.kind == nil:
      return ArchitectureDiagram(architecture).figure(by: self, title: title)
    case let model as Model where request.kind == nil: return model.diagram(by: self, title: title)
    case let value as FigureValue: return request.retitled(value.figure)
    default: break
    }
    if let kind = request.kind, drawableKinds.contains(object.kind) {
      throw .unsuitableKind(kind, kind: object.kind)
    }
    throw .notDrawable(argument: "x", kind: object.kind)
  }

  private var drawableKinds: Set<ValueKind> {
    [.run, .data, .comparison, .architecture, .model, .combination, .trajectories]
  }
}
