/// The smallest loss whose logarithm or inverse a method takes; one below counts as this.
///
/// Its inverse is a weight that Float32 still holds.
let smallestLoss = 1e-30

extension StepSignals {
  /// The losses for a method that takes logarithms or inverses of them.
  /// - Parameters:
  ///   - losses: A loss for each task of the step.
  ///   - context: Where a loss of 0 or below is noted, and that the task is left out.
  /// - Returns: A loss of at least `smallestLoss` for each task, `nil` for one of 0 or below.
  func positive(_ losses: [Double], in context: inout MethodContext) -> [Double?] {
    zip(losses, tasks).map { loss, task in
      guard loss > 0 else {
        context.note(.nonpositiveLoss(task: task), .leftOut)
        return nil
      }
      return max(loss, smallestLoss)
    }
  }
}
