/// A weighting that cannot be, or a step for which it has no weights.
public enum WeightingError: Error, Equatable {
  /// A formula gave a weight that is negative or not finite: what it uses, and which step it was.
  case invalidWeight(task: String, weight: Double, signals: [String: Double])
  /// A weighting names a task that the run does not have.
  case unknownTask(String, tasks: [String])
  /// `a + b`, where both weigh losses.
  case bothWeighLosses(String, String)
  /// `a + b`, where both combine gradients.
  case bothCombineGradients(String, String)
  /// A preference with no number for a task of the run, or not one number a task.
  case incompletePreference(missing: String?, count: Int, tasks: [String])
  /// A method whose weights are to be averaged, and which gives a direction instead.
  case givesNoWeights(String)
  /// A method that averages gradients over steps, at the representation, whose rows are others in each;
  /// with what is written in `unless` it averages none.
  case averagesGradients(String, unless: String)
  /// A method gave an answer that is no number, at this step.
  case notFinite(method: String, step: Int)
  /// A preference whose numbers are all 0, or one that is negative.
  case invalidPreference([Double])
}
