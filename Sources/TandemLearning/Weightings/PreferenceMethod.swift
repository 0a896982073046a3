import TandemCatalog

/// A gradient method that weighs the gradients, and whose argument `preference:` says how much each task counts.
public protocol PreferenceMethod: GradientMethod {
  /// Weighs the gradients of at least two tasks; in which order the tasks stand must not matter.
  /// - Parameters:
  ///   - gradients: The weighted losses' gradients in the shared part.
  ///   - numbers: How much each task of the step counts: at least 0, not all 0; 1 / K each without a preference.
  ///   - context: Where notes for the person go.
  /// - Returns: A weight for each gradient.
  func weights(
    for gradients: TaskGradients, preferring numbers: [Double], in context: inout MethodContext
  ) -> [Double]
}

extension PreferenceMethod {
  private var preference: Preference { Preference(arguments[value: "preference"]) }

  public var namedTasks: [String] { preference.namedTasks }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext) throws
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    let numbers = try preference.numbers(for: gradients.signals)
    return .weights(
      gradients.inOrder(with: numbers) { weights(for: $0, preferring: $1, in: &context) })
  }
}
