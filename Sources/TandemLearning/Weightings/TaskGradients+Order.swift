extension TaskGradients {
  /// Finds weights with the tasks in an order of the gradients' own, so that the order in which they are
  /// written cannot matter.
  ///
  /// Rounding depends on which number comes first, and where gradients nearly depend on each other everything
  /// depends on rounding; also which of two equal constraints a solver takes. The longest gradient comes
  /// first, of equally long ones that with the larger inner products: the same tasks are always
  /// computed in the same order, and equal gradients may change places.
  /// - Parameters:
  ///   - figures: A number for each task that the method looks at too.
  ///   - weigh: Gives a weight for each task of the gradients that it gets, which have no rows, and of the figures.
  /// - Returns: The weights in the tasks' own order.
  func inOrder(
    with figures: [Double], _ weigh: (TaskGradients, [Double]) throws -> [Double]
  ) rethrows -> [Double] {
    let order = order(figures)
    guard zip(order, order.indices).contains(where: { $0 != $1 }) else {
      return try weigh(self, figures)
    }
    let gradients = TaskGradients(
      signals: signals.reordered(order), losses: order.map { losses[$0] },
      gramian: order.flatMap { row in order.map { self[row, $0] } })
    let weights = try weigh(gradients, order.map { figures[$0] })
    var result = weights
    for (place, task) in order.enumerated() { result[task] = weights[place] }
    return result
  }

  /// As above, for a method that looks at the gradients and losses alone.
  func inOrder(_ weigh: (TaskGradients) throws -> [Double]) rethrows -> [Double] {
    try inOrder(with: losses) { gradients, _ in try weigh(gradients) }
  }

  /// The tasks by the length of their gradients, their inner products, the figures and the losses.
  func order(_ figures: [Double]) -> [Int] {
    let tasks = Array(0..<taskCount)
    let squares = tasks.map { self[$0, $0] }
    let areAlike = Set(squares).count < taskCount
    let products = areAlike ? tasks.map { row in tasks.map { self[row, $0] }.sorted(by: >) } : []
    return tasks.sorted { a, b in
      if squares[a] != squares[b] { return squares[a] > squares[b] }
      if products[a] != products[b] { return products[b].lexicographicallyPrecedes(products[a]) }
      if figures[a] != figures[b] { return figures[a] > figures[b] }
      return losses[a] != losses[b] ? losses[a] > losses[b] : a < b
    }
  }
}

extension StepSignals {
  /// The same step with the tasks in another order; what is filed by the run's order stays.
  func reordered(_ order: [Int]) -> Self {
    func moved<Figure>(_ figures: [Figure]) -> [Figure] {
      figures.count == order.count ? order.map { figures[$0] } : figures
    }
    var other = self
    other.tasks = moved(tasks)
    other.indices = moved(indices)
    other.losses = moved(losses)
    other.initialLosses = moved(initialLosses)
    other.epochLosses = moved(epochLosses)
    other.bestLosses = moved(bestLosses)
    other.validationLosses = moved(validationLosses)
    other.metrics = moved(metrics)
    other.gradientNorms = moved(gradientNorms)
    other.randoms = moved(randoms)
    other.forms = moved(forms)
    other.jacobian = Rows.selected(order, of: jacobian, width: jacobian.count / max(1, taskCount))
    return other
  }
}
