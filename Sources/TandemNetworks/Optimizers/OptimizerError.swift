/// Settings of an optimizer that do not fit together.
public enum OptimizerError: Error, Equatable {
  /// Nesterov's form looks ahead along a momentum that is 0.
  case nesterovWithoutMomentum
}
