import TandemLearning

extension MethodNote {
  /// What the method found and what it did, in one line: "the gradient of 'ink' is 0: it was left out".
  var words: String { "\(finding.words): \(response.words)" }
}

extension MethodNote.Finding {
  var words: String {
    switch self {
    case .stationary: "no direction lowers all losses"
    case .zeroGradient(let task): "the gradient of '\(task)' is 0"
    case .dependentGradients: "the tasks' gradients depend on each other"
    case .infeasible: "what the method asks for does not exist for these gradients"
    case .nonpositiveLoss(let task):
      "the loss of '\(task)' is not above 0, as the method needs it to be"
    case .zeroWeights: "every task weighs 0"
    case .nothingShared: "nothing that is trained is shared by two tasks"
    case .separateRows:
      "the tasks' inputs are not the same rows, so that no two gradients meet at the representation"
    case .absent(let task?): "'\(task)', which the method follows, took no part in a step"
    case .absent(nil): "the run's first task, which the method follows, took no part in a step"
    case .unlabelled(let task): "'\(task)' has no label among the rows looked at beside the step's"
    }
  }
}

extension MethodNote.Response {
  var words: String {
    switch self {
    case .rested: "what is shared does not move"
    case .tookMean: "the mean of the gradients was taken"
    case .tookPreferred: "the gradients were weighed by the preference"
    case .tookSum: "the sum of the gradients was taken"
    case .leftOut: "it was left out"
    case .tookShortest: "the shortest of many answers was taken"
    case .keptWeights: "the weights of the step before were kept"
    case .tookNearest: "the nearest number that has an answer was taken"
    case .projectedMean: "the mean of the gradients was projected to where no loss rises"
    case .followedFirst: "the gradient of the task that comes first was followed"
    case .trainedNothing: "nothing was trained in that step"
    case .sawNoConflict: "they were taken as if none were against another"
    }
  }
}
