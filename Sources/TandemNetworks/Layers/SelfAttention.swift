public import TandemTensors

/// Multi-head attention of the positions of a row to each other.
///
/// `Q, K, V = x Wᵢᵀ + bᵢ` for three parts of the input weight, `y = attend(Q, K, V) Wₒᵀ + bₒ`, where each
/// head attends with its share of the columns: `softmax(Q Kᵀ / √e) V`. Positions where the pass's mask is
/// 0 are not looked at.
/// Shapes: `[batch, length, size] → [batch, length, size]`; with `innerSize` columns of queries
/// `input_weight` is `[3 · innerSize, size]` and `output_weight` `[size, innerSize]`: the layout of
/// PyTorch's `MultiheadAttention`.
/// Source: Vaswani et al., NeurIPS 2017.
/// Differs: a position for which nothing is left to look at gets the output bias, not NaN.
public final class SelfAttention: Layer {
  public let inputWeight: Parameter
  public let inputBias: Parameter?
  public let outputWeight: Parameter
  public let outputBias: Parameter?
  public let headCount: Int
  public let dropoutRate: Float
  public let isCausal: Bool
  public var parameters: [Parameter] {
    [inputWeight, inputBias, outputWeight, outputBias].compactMap { $0 }
  }

  /// Draws the input weights from U(−√(6/(n + m)), √(6/(n + m))) for their n columns and m rows, the output
  /// weights from U(−1/√n, 1/√n); the biases start at zero.
  public init(
    size: Int, innerSize: Int, headCount: Int, dropoutRate: Float = 0, isCausal: Bool = false,
    hasBias: Bool = true, using generator: inout Generator
  ) {
    let bound = (6 / Float(size + 3 * innerSize)).squareRoot()
    inputWeight = Parameter(
      .uniform(-bound...bound, [3 * innerSize, size], using: &generator), name: "input_weight")
    let outputBound = 1 / Float(innerSize).squareRoot()
    outputWeight = Parameter(
      .uniform(-outputBound...outputBound, [size, innerSize], using: &generator),
      name: "output_weight")
    inputBias = hasBias ? Parameter(.zeros([3 * innerSize]), name: "input_bias") : nil
    outputBias = hasBias ? Parameter(.zeros([size]), name: "output_bias") : nil
    self.headCount = headCount
    self.dropoutRate = dropoutRate
    self.isCausal = isCausal
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    try input.requireRank(3, for: "attention")
    try input.requireLastDimension(inputWeight.shape[1], for: "attention")
    var projected = input.matmul(inputWeight.value.transposed)
    if let inputBias { projected = projected + inputBias.value }
    var dropout: (Float, UInt64, UInt64)?
    if context.isTraining, dropoutRate > 0 {
      dropout = (dropoutRate, context.seed, context.nextStream())
    }
    let attended = try projected.attention(
      headCount: headCount, mask: context.mask(for: input), isCausal: isCausal, dropout: dropout)
    let output = attended.matmul(outputWeight.value.transposed)
    return outputBias.map { output + $0.value } ?? output
  }

  /// Multiplications and additions for one row of some positions.
  static func floatingPointOperations(length: Int, size: Int, innerSize: Int) -> Int {
    8 * length * size * innerSize + 4 * length * length * innerSize
  }
}
