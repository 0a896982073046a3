/// The tasks' gradients by one parameter before they are computed: what a plan has to compute.
package struct TaskGradientSource {
  /// Which tasks depend on the parameter, in order.
  package let tasks: [Int]
  private let gradients: Tensor
  /// The cotangents and inputs of a dense layer, where the gradients need not be multiplied out.
  private let factors: (cotangents: Tensor, inputs: Tensor, size: ProductGradients.Size)?

  /// Decides in which form the gradients are computed.
  /// - Parameters:
  ///   - gradient: The gradients; without any there is nothing to compute.
  ///   - keepsRows: Whether someone looks at the gradients themselves, not at their inner products
  ///     and weighted sums alone.
  package init?(_ gradient: StackedGradient, keepsRows: Bool) {
    guard let gradients = gradient.gradients else { return nil }
    tasks = gradient.outputs
    self.gradients = gradients
    factors = keepsRows ? nil : Self.factors(of: gradients)
  }

  /// The sides of a product of stacked cotangents and a layer's inputs, if it pays to keep those.
  private static func factors(
    of gradients: Tensor
  ) -> (Tensor, Tensor, ProductGradients.Size)? {
    guard !gradients.isConstant, let isGathered = isProduct(gradients) else { return nil }
    let (cotangents, inputs) = (gradients.inputs[0], gradients.inputs[1])
    guard cotangents.shape.rank == 3, inputs.shape.rank == 2 else { return nil }
    let size = ProductGradients.Size(
      taskCount: cotangents.shape[0], rowCount: cotangents.shape[1],
      outputCount: cotangents.shape[2], inputCount: inputs.shape[1])
    return size.pays(besideGathering: isGathered) ? (cotangents, inputs, size) : nil
  }

  /// Whether gradients are a stack, turned about, times a matrix, and whether zeros are passed over.
  private static func isProduct(_ gradients: Tensor) -> Bool? {
    if let product = gradients.operation as? MatrixProduct {
      return product.transposesLeft && !product.transposesRight ? false : nil
    }
    if let product = gradients.operation as? GatheredProduct {
      return product.transposesStack ? true : nil
    }
    return nil
  }

  /// How many numbers all rows have; 0 where there are none to keep.
  package var rowsCount: Int { factors == nil ? gradients.shape.count : 0 }

  /// What a plan has to compute.
  /// - Parameter rows: Where the rows go; as long as `rowsCount`.
  /// - Returns: The plan's outputs for this parameter.
  package func outputs(rows: BufferSlice?) -> [Plan.Output] {
    guard let factors else { return [Plan.Output(gradients, to: rows)] }
    return [Plan.Output(factors.cotangents), Plan.Output(factors.inputs)]
  }

  /// The gradients as the plan leaves them.
  /// - Parameter results: Where the plan puts `outputs`.
  /// - Returns: The block of the matrix.
  package func block(at results: [BufferSlice]) -> TaskGradientBlock {
    guard let factors else {
      return TaskGradientBlock(tasks: tasks, form: .rows(results[0]))
    }
    return TaskGradientBlock(
      tasks: tasks,
      form: .products(
        ProductGradients(cotangents: results[0], inputs: results[1], size: factors.size)))
  }
}
