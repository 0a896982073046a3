internal import CVectorKernels

/// Gradients by the weight of a dense layer that are not multiplied out: `Gₖ = δₖᵀ X`.
///
/// Shapes: cotangents δ `[K, B, M]`, the layer's inputs X `[B, N]`, each gradient `[M, N]`.
///
/// Their inner products follow from δ and X alone, `⟨Gⱼ, Gₖ⟩ = ⟨δⱼ, S δₖ⟩` with `S = X Xᵀ`, which costs
/// less than the gradients where the rows B are fewer than the inputs N; and a weighted sum of them is
/// one product, `(Σ wₖ δₖ)ᵀ X`.
struct ProductGradients {
  let cotangents: BufferSlice
  let inputs: BufferSlice
  let size: Size

  struct Size: Equatable {
    /// K, B, M and N.
    var taskCount: Int
    var rowCount: Int
    var outputCount: Int
    var inputCount: Int

    /// Multiplications and additions for the gradients themselves.
    private var workOfRows: Double {
      2 * Double(taskCount) * Double(rowCount) * Double(outputCount) * Double(inputCount)
    }

    /// Those for S and its products with the cotangents, of which five eighths are needed, and for the
    /// weighted sum.
    private var workOfProducts: Double {
      let square = Double(rowCount) * Double(rowCount)
      return 1.25 * square * (Double(inputCount) + Double(taskCount) * Double(outputCount))
        + 2 * Double(rowCount) * Double(outputCount) * Double(inputCount)
    }

    /// Whether it pays not to multiply the gradients out; where that passes over zeros, as behind a
    /// relu, it takes some six tenths of the work.
    func pays(besideGathering isGathered: Bool) -> Bool {
      let work = isGathered ? 0.6 * workOfRows : workOfRows
      return work > 1e6 && work > 1.1 * workOfProducts
    }

    var scratchCount: Int {
      let stack = taskCount * rowCount * outputCount
      return rowCount * rowCount + max(stack, taskCount * inputCount)
    }
  }

  private var stride: Int { size.rowCount * size.outputCount }

  /// Adds the gradients' inner products to `result`, `[K, K]`.
  ///
  /// S is multiplied in single precision. Where a gradient is small beside what its cotangents and the
  /// inputs could make together (the rows cancel each other, as near a minimum), that would cost
  /// digits, and the gradients are multiplied out after all, some outputs at a time.
  /// - Parameters:
  ///   - result: Where they are added.
  ///   - scratch: `size.scratchCount` numbers to work in.
  ///   - doubles: Memory to work in.
  func addGramian(
    to result: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Float>,
    doubles: DoubleScratch
  ) {
    let count = size.taskCount
    let trace = multiplyInputs(into: scratch)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count * (count + 1)) { sums in
      guard let half = sums.baseAddress else { return }
      half.initialize(repeating: 0, count: count * (count + 1))
      addHalf(to: half, squares: half + count * count, scratch: scratch, doubles: doubles)
      guard isPrecise(half, squares: half + count * count, trace: trace) else {
        return addGramianOfRows(to: result, scratch: scratch, doubles: doubles)
      }
      for i in 0..<count {
        for j in 0..<count { result[i * count + j] += half[i * count + j] + half[j * count + i] }
      }
    }
  }

  /// Adds `⟨δⱼ, U δₖ⟩` to `half`, `[K, K]`, and `|δₖ|²` to `squares`; U is the first of the scratch.
  private func addHalf(
    to half: UnsafeMutablePointer<Double>, squares: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutablePointer<Float>, doubles: DoubleScratch
  ) {
    if let gathered = GatheredInnerProducts(cotangents.pointer, size, triangle: scratch) {
      return gathered.add(to: half, squares: squares, scratch: doubles)
    }
    let products = scratch + size.rowCount * size.rowCount
    multiplyCotangents(with: scratch, into: products)
    InnerProducts.add(
      rows(cotangents.pointer), rows(products), columnCount: stride, to: half, scratch: doubles)
    for task in 0..<size.taskCount {
      let cotangent = cotangents.pointer + task * stride
      squares[task] += vk_dot(cotangent, cotangent, stride)
    }
  }

  private func rows(_ pointer: UnsafePointer<Float>) -> NumberRows {
    NumberRows(pointer: pointer, count: size.taskCount, stride: stride)
  }

  // `⟨δⱼ, S δₖ⟩ = ⟨δⱼ, U δₖ⟩ + ⟨U δⱼ, δₖ⟩` where `S = U + Uᵀ`: blocks below the diagonal are not needed.
  private func forEachBlock(_ product: (Range<Int>) -> Product) {
    let quarter = (size.rowCount + ProductGroup.capacity - 1) / ProductGroup.capacity
    let height = max((quarter + 15) / 16 * 16, 32)
    ProductGroup((size.rowCount + height - 1) / height) { index in
      product(index * height..<min((index + 1) * height, size.rowCount))
    }.run()
  }

  /// Writes the blocks of U; below the diagonal, those on it have 0.
  /// - Returns: The trace of S.
  private func multiplyInputs(into square: UnsafeMutablePointer<Float>) -> Double {
    let (count, width) = (size.rowCount, size.inputCount)
    forEachBlock { block in
      let x = inputs.pointer + block.lowerBound * width
      return Product(
        Matrix(x, columnCount: width), Matrix(x, columnCount: width, isTransposed: true),
        into: square + block.lowerBound * (count + 1), resultColumnCount: count,
        size: ProductSize(
          rows: block.count, columns: count - block.lowerBound, inner: width))
    }
    var trace = 0.0
    for row in 0..<count {
      (square + row * count).update(repeating: 0, count: row)
      trace += Double(square[row * (count + 1)])
      square[row * (count + 1)] *= 0.5
    }
    return trace
  }

  /// Writes `U δₖ` for each task.
  private func multiplyCotangents(
    with square: UnsafeMutablePointer<Float>, into products: UnsafeMutablePointer<Float>
  ) {
    let (count, width) = (size.rowCount, size.outputCount)
    forEachBlock { block in
      let start = block.lowerBound
      return Product(
        Matrix(square + start * (count + 1), columnCount: count),
        Matrix(cotangents.pointer + start * width, columnCount: width),
        into: products + start * width,
        size: ProductSize(rows: block.count, columns: width, inner: count - start),
        batch: ProductBatch(
          count: size.taskCount, leftStride: 0, rightStride: stride, resultStride: stride))
    }
  }

  /// Whether rounding left enough of the products; `half` holds half of each gradient's square.
  ///
  /// Rounding errs by about 6e-8 of `tr(S) |δₖ|²`, over the root of how many numbers are added up.
  private func isPrecise(
    _ half: UnsafePointer<Double>, squares: UnsafePointer<Double>, trace: Double
  ) -> Bool {
    let rowCount = Double(size.rowCount)
    let limit = 16 * min(rowCount, Double(stride).squareRoot())
    return (0..<size.taskCount).allSatisfy { task in
      let square = 2 * half[task * (size.taskCount + 1)]
      return squares[task] == 0 || (square.isFinite && square * limit >= trace * squares[task])
    }
  }

  /// Adds the inner products of the gradients themselves.
  private func addGramianOfRows(
    to result: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Float>,
    doubles: DoubleScratch
  ) {
    let (width, inputCount) = (size.outputCount, size.inputCount)
    let height = max(stride / inputCount, 1)
    for start in Swift.stride(from: 0, to: width, by: height) {
      let count = min(height, width - start)
      multiply(
        Matrix(cotangents.pointer + start, columnCount: width, isTransposed: true),
        Matrix(inputs.pointer, columnCount: inputCount), into: scratch,
        size: ProductSize(rows: count, columns: inputCount, inner: size.rowCount),
        batch: ProductBatch(
          count: size.taskCount, leftStride: stride, rightStride: 0,
          resultStride: count * inputCount))
      InnerProducts.add(
        NumberRows(pointer: scratch, count: size.taskCount, stride: count * inputCount),
        columnCount: count * inputCount, to: result, scratch: doubles)
    }
  }

  /// Writes the weighted sum of the gradients to `output`, `[M, N]`.
  func combine(
    _ weights: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    WeightedSum.write(rows(cotangents.pointer), weights, columnCount: stride, into: scratch)
    multiply(
      Matrix(scratch, columnCount: size.outputCount, isTransposed: true),
      Matrix(inputs.pointer, columnCount: size.inputCount), into: output,
      size: ProductSize(
        rows: size.outputCount, columns: size.inputCount, inner: size.rowCount))
  }
}
