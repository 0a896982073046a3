package import TandemCatalog

/// What a session's names stand for, as far as it is known before a cell runs.
package struct SessionNames: Sendable {
  /// Names of values; `last` is among them once a cell has had a value.
  package var values: [String: ValueFacts]
  /// Functions that cells declared: a `let` or a `weighting` with parameters.
  ///
  /// They stand before the catalog's function of the same name.
  package var functions: [String: MethodDescriptor]

  package init(
    values: [String: ValueFacts] = [:], functions: [String: MethodDescriptor] = [:]
  ) {
    self.values = values
    self.functions = functions
  }
}

/// What is known of a value before it is computed; nothing that is `nil` is ever an error.
package struct ValueFacts: Sendable, Equatable {
  package var kind: ValueKind?
  /// The columns of data.
  package var columns: [String]?
  /// The labels of a record.
  package var labels: [String]?

  package init(_ kind: ValueKind? = nil, columns: [String]? = nil, labels: [String]? = nil) {
    self.kind = kind
    self.columns = columns
    self.labels = labels
  }

  package static let unknown = Self()
}

/// A default that is not a plain value yet: it prints as it was written.
struct WrittenDefault: ValueObject {
  var kind: ValueKind { .formula }
  var sourceText: String
  var origin: ValueOrigin?
}

extension MethodDescriptor {
  /// The function that a `let` or a `weighting` with parameters makes; its arguments are these.
  ///
  /// `defaults` are the values of the parameters' defaults, once they are known.
  package init(declaredBy declaration: Declaration, defaults: [String: Value] = [:]) {
    let parameters = (declaration.parameters ?? []).map { parameter in
      let name = parameter.label.name
      let value =
        defaults[name] ?? parameter.value.constant
        ?? .object(WrittenDefault(sourceText: parameter.value.sourceText, origin: nil))
      return ArgumentDescriptor(name, .any, .optional(default: value), "a parameter")
    }
    self.init(
      declaration.name.name, gives: declaration.kind == .weighting ? .weighting : nil,
      declaration.value.sourceText, parameters)
  }
}
