internal import CVectorKernels

/// Rows mixed by weights of their own: `y[r, :] = Σₑ w[r, e] xₑ[r, :]`, as a gate mixes experts.
///
/// Shapes: weights `[rows, E]`, then E parts `[rows, n] → [rows, n]`. The parts are read where they lie.
struct Mix: Operation {
  let name = "mix"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs.count > 1, inputs.dropFirst().allSatisfy({ $0 == inputs[1] }),
      inputs[1].rank == 2, inputs[0] == [inputs[1][0], inputs.count - 1]
    else {
      throw ShapeError(
        operation: name, expected: "a weight of each row for each part, and parts of one shape",
        actual: inputs)
    }
    return inputs[1]
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    MixtureWork.run(inputs, of: inputs[0].pointer, into: output.pointer) { mixture, weights, y in
      vk_mix(mixture, weights, y)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (weights, parts) = (inputs[0], Array(inputs.dropFirst()))
    let shares = upstream.shares(by: weights)
    return [try Tensor(MixtureProducts(), [upstream] + parts)] + shares
  }
}

/// The inner products of rows with those of several parts, `y[r, e] = ⟨u[r, :], xₑ[r, :]⟩`: what reaches
/// the weights of a mixture.
///
/// Shapes: u `[rows, n]`, then E parts `[rows, n] → [rows, E]`.
struct MixtureProducts: Operation {
  let name = "mixture products"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs.count > 1, inputs.allSatisfy({ $0 == inputs[0] }), inputs[0].rank == 2 else {
      throw ShapeError(operation: name, expected: "matrices of one shape", actual: inputs)
    }
    return [inputs[0][0], inputs.count - 1]
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    MixtureWork.run(inputs, of: inputs[0].pointer, into: output.pointer) { mixture, u, y in
      vk_mixture_products(mixture, u, y)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (u, parts) = (inputs[0], Array(inputs.dropFirst()))
    let shares = u.shares(by: upstream)
    return [try Tensor(Mix(), [upstream] + parts)] + shares
  }
}

/// A mixture of all operands but the first, cut into pieces of rows.
private struct MixtureWork {
  typealias Kernel =
    @convention(c) (
      UnsafePointer<vk_mixture>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
    ) -> Void

  let mixture: vk_mixture
  let x: UnsafePointer<Float>
  let y: UnsafeMutablePointer<Float>
  let rowsPerPiece: Int
  let kernel: Kernel

  static func rowsPerPiece(_ count: Int) -> Int { max(1, 32_768 / max(count, 1)) }

  static func run(
    _ inputs: [Operand], of x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    _ kernel: @escaping Kernel
  ) {
    let shape = inputs[1].shape
    inputs.withUnsafeBufferPointer { inputs in
      guard let first = inputs.baseAddress, shape[0] > 0 else { return }
      // The kernels read the pointers out of the operands, so that no array is made of them.
      precondition(
        MemoryLayout<Operand>.offset(of: \.pointer) == 0, "an operand begins with its pointer")
      let mixture = vk_mixture(
        parts: first + 1, part_stride: MemoryLayout<Operand>.stride, part_count: inputs.count - 1,
        first_row: 0, row_count: shape[0], count: shape[1])
      let rows = rowsPerPiece(shape[1] * (inputs.count - 1))
      let work = MixtureWork(mixture: mixture, x: x, y: y, rowsPerPiece: rows, kernel: kernel)
      parallelFor((shape[0] + rows - 1) / rows, of: work) {
        $0.assumingMemoryBound(to: MixtureWork.self).pointee.run($1)
      }
    }
  }

  private func run(_ piece: Int) {
    var mixture = mixture
    mixture.first_row = piece * rowsPerPiece
    mixture.row_count = min(rowsPerPiece, self.mixture.row_count - mixture.first_row)
    withUnsafePointer(to: mixture) { kernel($0, x, y) }
  }
}

extension Tensor {
  /// Its rows times each column of weights, what reaches the parts of a mixture: E products of `[rows, n]`
  /// with weights `[rows, E]`.
  fileprivate func shares(by weights: Tensor) -> [Tensor] {
    // Of the transpose each row is read where it lies, and a plan joins the products to what follows.
    let columns = weights.transposed
    return (0..<weights.shape[1]).map { part in
      self * columns.slice(along: 0, from: part, to: part + 1).reshaped(to: [shape[0], 1])
    }
  }

  /// Rows mixed by weights of their own, `y[r, :] = Σₑ w[r, e] xₑ[r, :]`.
  /// - Parameters:
  ///   - parts: E matrices `[rows, n]`, at least one.
  ///   - weights: `[rows, E]`.
  /// - Returns: `[rows, n]`.
  public static func mixture(of parts: [Tensor], by weights: Tensor) -> Tensor {
    do {
      return try Tensor(Mix(), [weights] + parts)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
