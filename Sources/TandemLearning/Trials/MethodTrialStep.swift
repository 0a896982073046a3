/// What the methods of a trial decided in a step.
package struct MethodTrialStep: Sendable, Equatable {
  /// What each loss weighs.
  package var lossWeights: [Double]
  /// What each weighted loss's gradient weighs; `nil` where the direction is no weighted sum of them.
  package var gradientWeights: [Double]?
  /// By what the gradients of each task's own parts are multiplied; `nil` for the loss's weight alone.
  package var ownFactors: [Double]?
  /// Against what the shared parameters move, `[P]`; empty where no gradients were given.
  package var direction: [Double]
  /// What a person should know of the step.
  package var notes: [MethodNote]

  /// What each gradient weighs in the direction, both methods together; `nil` as above.
  package var weights: [Double]? {
    gradientWeights.map { zip(lossWeights, $0).map { $0 * $1 } }
  }

  /// Puts together what was decided.
  init(
    lossWeights: [Double], combination: Combination, jacobian: [Double], notes: [MethodNote]
  ) {
    self.lossWeights = lossWeights
    self.notes = notes
    ownFactors = combination.ownFactors
    switch combination.direction {
    case .vector(let numbers): direction = numbers
    case .weights(let weights):
      gradientWeights = weights
      let width = jacobian.count / max(weights.count, 1)
      direction = [Double](repeating: 0, count: width)
      for (task, weight) in weights.enumerated() {
        let factor = weight * lossWeights[task]
        // A weight of 0 passes over a gradient; 0 times a number that overflowed would be none.
        guard factor != 0 else { continue }
        for place in 0..<width { direction[place] += factor * jacobian[task * width + place] }
      }
    }
  }
}
