internal import CVectorKernels

/// The cross-entropy of each row's right class: `yᵣ = log Σⱼ exp(xᵣⱼ) − x[r, iᵣ]`.
///
/// Shapes: scores `[rows…, n]` and classes `[rows…, 1] → [rows…, 1]`. A class outside the row gives NaN,
/// and no gradient. The same as a log softmax, picked from, but in one pass.
struct CrossEntropyRows: Operation {
  let name = "cross entropy"

  func outputShape(for inputs: [Shape]) throws -> Shape { try Pick().outputShape(for: inputs) }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let count = inputs[0].shape[-1]
    let rows = CrossEntropyPieces(
      upstream: inputs[0].pointer, scores: inputs[0].pointer, targets: inputs[1].pointer,
      result: output.pointer, rowCount: output.count, count: count)
    parallelFor(rows.pieceCount, of: rows) { context, piece in
      let (rows, range) = CrossEntropyPieces.piece(piece, of: context)
      vk_cross_entropy(
        rows.scores + range.lowerBound * rows.count, rows.targets + range.lowerBound, range.count,
        rows.count, rows.result + range.lowerBound)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(CrossEntropyGradient(), upstream, inputs[0], inputs[1]), nil]
  }
}

/// `uᵣ (softmax(x)ᵣⱼ − [j = iᵣ])`: the gradient u that reaches a cross-entropy, pulled back to scores.
///
/// Shapes: `[rows…, 1]`, scores `[rows…, n]` and classes `[rows…, 1] → [rows…, n]`.
struct CrossEntropyGradient: Operation {
  let name = "cross entropy gradient"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs.count == 3, inputs[0] == inputs[2],
      try Pick().outputShape(for: [inputs[1], inputs[2]]) == inputs[0]
    else {
      throw ShapeError(operation: name, expected: "one class for each row", actual: inputs)
    }
    return inputs[1]
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let rows = CrossEntropyPieces(
      upstream: inputs[0].pointer, scores: inputs[1].pointer, targets: inputs[2].pointer,
      result: output.pointer, rowCount: inputs[0].count, count: output.shape[-1])
    parallelFor(rows.pieceCount, of: rows) { context, piece in
      let (rows, range) = CrossEntropyPieces.piece(piece, of: context)
      let start = range.lowerBound * rows.count
      vk_cross_entropy_gradient(
        rows.upstream + range.lowerBound, rows.scores + start, rows.targets + range.lowerBound,
        range.count, rows.count, rows.result + start)
    }
  }

  /// With s the softmax and v what reaches the result: by u `Σⱼ vⱼ (sⱼ − [j = i])`, by x
  /// `u s (v − Σ v s)`, which is the pullback of a softmax.
  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (u, x, targets) = (inputs[0], inputs[1], inputs[2])
    let isClass = targets.equal(to: targets.clamped(to: 0...Float(max(x.shape[-1] - 1, 0))))
    let masked = upstream * isClass
    let softmax = x.softmax()
    let right = (masked * targets.oneHot(count: x.shape[-1])).sum(
      over: [-1], keepingDimensions: true)
    return [
      (masked * softmax).sum(over: [-1], keepingDimensions: true) - right,
      .applying(SoftmaxGradient(), masked * u, softmax), nil,
    ]
  }
}

/// Rows of a cross-entropy, cut into pieces.
private struct CrossEntropyPieces {
  var upstream: UnsafePointer<Float>
  var scores: UnsafePointer<Float>
  var targets: UnsafePointer<Float>
  var result: UnsafeMutablePointer<Float>
  var rowCount: Int
  /// Scores of a row.
  var count: Int

  init(
    upstream: UnsafeMutablePointer<Float>, scores: UnsafeMutablePointer<Float>,
    targets: UnsafeMutablePointer<Float>, result: UnsafeMutablePointer<Float>, rowCount: Int,
    count: Int
  ) {
    (self.upstream, self.scores, self.targets) = (
      UnsafePointer(upstream), UnsafePointer(scores), UnsafePointer(targets)
    )
    (self.result, self.rowCount, self.count) = (result, rowCount, count)
  }

  /// A row's logarithm and sums cost as much as some hundred numbers.
  private var rowsPerPiece: Int { max(1, 32_768 / (8 * count + 100)) }
  var pieceCount: Int { (rowCount + rowsPerPiece - 1) / rowsPerPiece }

  static func piece(_ index: Int, of context: UnsafeRawPointer) -> (Self, Range<Int>) {
    let rows = context.assumingMemoryBound(to: Self.self).pointee
    let first = index * rows.rowsPerPiece
    return (rows, first..<min(first + rows.rowsPerPiece, rows.rowCount))
  }
}

extension Tensor {
  /// The cross-entropy of the right class of each row, from scores before the softmax:
  /// `[rows…, n]` and classes `[rows…, 1]` give `[rows…, 1]`.
  ///
  /// Equal to `-logSoftmax().picking(targets)`, in one pass there and one back. Classes are whole numbers
  /// held as floats; one outside the row gives NaN, and no gradient.
  public func crossEntropy(_ targets: Tensor) -> Tensor {
    .applying(CrossEntropyRows(), self, targets)
  }
}
