public import TandemCatalog

/// What `weighting:` takes: a method that weighs losses, one that combines gradients, or both.
public struct WeightingChoice: ValueObject, Equatable {
  public var weighting: (any Weighting)?
  public var gradientMethod: (any GradientMethod)?
  /// What a person calls it, as `balance` or `lagging(alpha: 2)`; `nil` where it was written in place.
  public var name: String?
  /// The place that made the whole; its methods have places of their own.
  public var origin: ValueOrigin?
  public var kind: ValueKind { .weighting }

  /// Creates a choice; neither means equal weights.
  public init(weighting: (any Weighting)? = nil, gradientMethod: (any GradientMethod)? = nil) {
    self.weighting = weighting
    self.gradientMethod = gradientMethod
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.sourceText == right.sourceText
  }

  /// How it is written: `uncertainty() + pcgrad()`.
  public var sourceText: String {
    let parts = [weighting?.sourceText, gradientMethod?.sourceText].compactMap { $0 }
    return parts.isEmpty ? "equal()" : parts.joined(separator: " + ")
  }

  /// What tables and legends call it.
  public var title: String { name ?? sourceText }

  /// What both methods together have to be given each step.
  public var needs: SignalNeeds {
    (weighting?.needs ?? []).union(gradientMethod?.needs ?? [])
  }

  /// The tasks that the methods name.
  public var namedTasks: [String] {
    (weighting?.namedTasks ?? []) + (gradientMethod?.namedTasks ?? [])
  }

  /// The sum of two choices, `uncertainty() + pcgrad()`: one weighs losses, one combines gradients.
  ///
  /// The gradients that are combined are those of the weighted losses; the order does not matter.
  /// - Parameters:
  ///   - left: What stands before the `+`.
  ///   - right: What stands after it.
  /// - Returns: A choice of both methods, without a name.
  /// - Throws: `WeightingError`, where both do the same.
  public static func combining(_ left: Self, _ right: Self) throws -> Self {
    if left.weighting != nil, right.weighting != nil {
      throw WeightingError.bothWeighLosses(left.title, right.title)
    }
    if left.gradientMethod != nil, right.gradientMethod != nil {
      throw WeightingError.bothCombineGradients(left.title, right.title)
    }
    return Self(
      weighting: left.weighting ?? right.weighting,
      gradientMethod: left.gradientMethod ?? right.gradientMethod)
  }
}

extension CatalogEntry {
  /// The entry of a method that weighs losses.
  static func weighting<Method: Weighting>(_ type: Method.Type) -> Self {
    Self(type.descriptor) { .object(WeightingChoice(weighting: try Method($0))) }
  }

  /// The entry of a method that combines gradients.
  static func gradients<Method: GradientMethod>(_ type: Method.Type) -> Self {
    var descriptor = type.descriptor
    descriptor.combinesGradients = true
    return Self(descriptor) { .object(WeightingChoice(gradientMethod: try Method($0))) }
  }
}
