import TandemCatalog
import TandemDiagnostics
import TandemLanguage
import TandemLearning
import TandemNetworks

extension Interpreter {
  /// `a -> b -> c`.
  func layers(_ parts: [Expression], at span: SourceSpan, in scope: Scope) throws -> Value {
    var layers: [any LayerMethod] = []
    for part in parts {
      let value = try evaluate(part, in: scope)
      guard case .object(let object) = value, let template = object as? LayerTemplate else {
        throw Diagnostic(
          "not-a-layer", "'->' joins layers", at: part.span, label: "this is \(value.kind.phrase)")
      }
      layers += template.layers
    }
    let limit = LayerTemplate.maximumLayerCount
    let template = LayerTemplate(layers)
    guard template.layerCount <= limit else {
      throw Diagnostic.tooManyLayers(limit: limit, at: span)
    }
    return stamped(.object(template), span)
  }

  /// `layers * 3`, and `a + b` of weightings.
  func objectOperation(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ places: OperatorPlaces
  ) throws -> Value {
    switch (operation, left, right) {
    case (.multiply, .object(let object), .number(let count)),
      (.multiply, .number(let count), .object(let object)):
      guard let template = object as? LayerTemplate else { break }
      let span = left.kind == .number ? places.left : places.right
      guard let times = Int(exactly: count), times >= 1 else {
        throw Diagnostic.wrongRepetition(count.sourceText, at: span)
      }
      guard let repeated = template.repeated(times) else {
        throw Diagnostic.tooManyLayers(limit: LayerTemplate.maximumLayerCount, at: span)
      }
      return stamped(.object(repeated), places.whole)
    case (.add, .object(let a), .object(let b)):
      guard let first = a as? WeightingChoice, let second = b as? WeightingChoice else { break }
      do {
        return stamped(.object(try WeightingChoice.combining(first, second)), places.whole)
      } catch {
        throw explained(error, at: places.whole)
      }
    default: break
    }
    throw Diagnostic.unsuitableOperands(operation, left, right, places)
  }
}
