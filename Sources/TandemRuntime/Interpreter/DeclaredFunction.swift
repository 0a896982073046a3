import TandemCatalog
import TandemLanguage

/// A function that a cell declared: `let f(x = 1) = …` or `weighting w(alpha = 1.5) = …`.
struct DeclaredFunction: ValueObject {
  var name: String
  var parameters: [Parameter]
  var body: Expression
  /// `.weighting` where the body is read as a weighting.
  var declaredKind: DeclarationKind
  /// The values of the names that the body uses, as they were when it was declared.
  var captured: [String: Value]
  /// What checker, completion and help read of it.
  var descriptor: MethodDescriptor
  var origin: ValueOrigin?
  var kind: ValueKind { .function }

  struct Parameter {
    var name: String
    /// What it is where a call leaves it out.
    var value: Value
  }

  /// How many declared functions stand within one another in what it captured.
  var captureDepth: Int {
    let depths = captured.values.compactMap { value -> Int? in
      guard case .object(let object) = value else { return nil }
      return (object as? DeclaredFunction)?.captureDepth
    }
    return 1 + (depths.max() ?? 0)
  }

  var sourceText: String {
    let list = parameters.map { "\($0.name) = \($0.value.sourceText)" }.joined(separator: ", ")
    return "\(declaredKind.rawValue) \(name)(\(list)) = \(body.sourceText)"
  }
}
