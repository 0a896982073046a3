import TandemTensors
import TestSupport
import Testing

/// A dense layer whose output each task weighs in its own way: its gradients in every form.
private struct LayerExample {
  let inputs: [Double]
  var cotangents: [[Double]]
  let (rowCount, outputCount, inputCount): (Int, Int, Int)

  /// Cotangents of sizes that are far apart; `cancelling` makes the rows of each nearly cancel.
  init(
    taskCount: Int, _ rowCount: Int, _ outputCount: Int, _ inputCount: Int, scales: [Double],
    cancelling: Bool, _ source: inout RandomSource
  ) {
    (self.rowCount, self.outputCount, self.inputCount) = (rowCount, outputCount, inputCount)
    // Inputs that are alike, as those above a relu are.
    inputs = (0..<rowCount * inputCount).map { _ in
      Double(Float(cancelling ? 1 + 1e-3 * source.number(-1...1) : source.number(0...1)))
    }
    cotangents = scales.prefix(taskCount).map { scale in
      var numbers = (0..<rowCount * outputCount).map { _ in source.number(-1...1) }
      for column in 0..<outputCount where cancelling {
        let sum = (1..<rowCount).reduce(0) { $0 + numbers[$1 * outputCount + column] }
        numbers[column] = -sum
      }
      return numbers.map { Double(Float($0 * scale)) }
    }
  }

  /// The same with a number in place of one of a task's cotangents.
  func with(cotangent task: Int, _ number: Double) -> Self {
    var changed = self
    changed.cotangents[task][7] = number
    return changed
  }

  /// The gradients in double precision, a row a task.
  var gradients: [[Double]] {
    cotangents.map { cotangent in
      var gradient = [Double](repeating: 0, count: outputCount * inputCount)
      for row in 0..<rowCount {
        for output in 0..<outputCount {
          let factor = cotangent[row * outputCount + output]
          for input in 0..<inputCount {
            gradient[output * inputCount + input] += factor * inputs[row * inputCount + input]
          }
        }
      }
      return gradient
    }
  }

  /// The matrix as a plan computes it, and whether rows are kept.
  func matrix(keepsRows: Bool) throws -> (GradientMatrix, hasRows: Bool) {
    let weight = Parameter(.zeros([outputCount, inputCount]), name: "weight")
    let input = Tensor.placeholder([rowCount, inputCount])
    input.storage?.assign(inputs.map { Float($0) })
    let output = input.matmul(weight.value.transposed)
    let losses = cotangents.map {
      (output * Tensor($0.map { Float($0) }, [rowCount, outputCount])).sum()
    }
    let found = try stackedGradients(of: losses, withRespectTo: [weight.value])
    let source = try #require(TaskGradientSource(found[0], keepsRows: keepsRows))
    let outputs = source.outputs(rows: nil)
    let plan = Plan(stages: [outputs])
    plan.run()
    let block = source.block(at: outputs.indices.map { plan.result($0) })
    let matrix = GradientMatrix(
      taskCount: cotangents.count, columnCount: weight.shape.count, blocks: [(block, 0)])
    return (matrix, source.rowsCount > 0)
  }
}

@Suite struct GradientMatrixTests {
  /// Every entry within 1e-5 of the product of both lengths.
  private func check(_ gramian: [Double], _ rows: [[Double]], limit: Double = 1e-5) throws {
    let lengths = rows.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    for (i, a) in rows.enumerated() {
      for (j, b) in rows.enumerated() {
        let exact = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        let error = abs(gramian[i * rows.count + j] - exact)
        try #require(error <= limit * lengths[i] * lengths[j], "\(i), \(j): \(error), \(exact)")
        try #require(gramian[i * rows.count + j] == gramian[j * rows.count + i])
      }
    }
  }

  private static let scales = [1, 1e-8, 1e4, 1e-4, 30, 1e-6, 1e2, 1]

  @Test(
    "inner products without the gradients are those of the gradients",
    arguments: [(8, 48, 64, 160), (3, 20, 130, 300), (6, 32, 100, 500), (5, 33, 70, 95)])
  func products(taskCount: Int, rowCount: Int, outputCount: Int, inputCount: Int) {
    forAll(count: 3) { source in
      let example = LayerExample(
        taskCount: taskCount, rowCount, outputCount, inputCount, scales: Self.scales,
        cancelling: false, &source)
      let exact = example.gradients
      let (lean, hasRows) = try example.matrix(keepsRows: false)
      try #require(!hasRows)
      let (full, hasAll) = try example.matrix(keepsRows: true)
      try #require(hasAll)
      try check(lean.gramian(), exact)
      try check(full.gramian(), exact)
    }
  }

  @Test(
    "a few rows more than fill four blocks make no fifth",
    arguments: [(8, 129, 24, 300), (3, 131, 110, 300), (8, 195, 40, 400)])
  func fifthBlock(taskCount: Int, rowCount: Int, outputCount: Int, inputCount: Int) {
    forAll(count: 1) { source in
      let example = LayerExample(
        taskCount: taskCount, rowCount, outputCount, inputCount, scales: Self.scales,
        cancelling: false, &source)
      let (lean, hasRows) = try example.matrix(keepsRows: false)
      try #require(!hasRows)
      try check(lean.gramian(), example.gradients)
    }
  }

  // The rows are alike and the cotangents add up to 0: the gradients are a thousandth of what they
  // could be, and S, in single precision, would leave two digits of them.
  @Test("gradients whose rows cancel are multiplied out after all")
  func cancelling() {
    forAll(count: 3) { source in
      let example = LayerExample(
        taskCount: 4, 40, 60, 150, scales: Self.scales, cancelling: true, &source)
      let (lean, hasRows) = try example.matrix(keepsRows: false)
      try #require(!hasRows)
      let (full, _) = try example.matrix(keepsRows: true)
      // As good as the gradients themselves are in single precision.
      try check(lean.gramian(), example.gradients, limit: 1e-3)
      try check(full.gramian(), example.gradients, limit: 1e-3)
    }
  }

  @Test("a weighted sum is the same in both forms, and a weight of 0 leaves its row out")
  func combining() {
    forAll(count: 3) { source in
      let example = LayerExample(
        taskCount: 3, 40, 60, 150, scales: [1, 2, 3], cancelling: false, &source)
      let weights = [0.5, 0, -2]
      let rows = example.gradients
      let exact = rows[0].indices.map { i in
        zip(weights, rows).reduce(0) { $0 + $1.0 * $1.1[i] }
      }
      let bad = example.with(cotangent: 1, .nan)
      for keepsRows in [false, true] {
        let (matrix, _) = try bad.matrix(keepsRows: keepsRows)
        let result = FloatBuffer(count: exact.count)
        matrix.combine(weights, into: result.whole.pointer)
        let errors = zip(result.whole.values, exact).map { abs(Double($0) - $1) }
        try #require(errors.allSatisfy { $0 < 1e-4 })
        if keepsRows {
          let copies = matrix.rows([2, 0], times: [1, 1, -1])
          try #require(copies.count == 2 * exact.count)
          try #require(abs(Double(copies[0]) + rows[2][0]) < 1e-4)
          try #require(abs(Double(copies[exact.count + 1]) - rows[0][1]) < 1e-4)
        }
      }
    }
  }

  @Test("a gradient that is no number is none in both forms")
  func notFinite() {
    forAll(count: 1) { source in
      let example = LayerExample(
        taskCount: 3, 40, 60, 150, scales: [1, 2, 3], cancelling: false, &source)
      for number in [Double.nan, .infinity] {
        let bad = example.with(cotangent: 1, number)
        for keepsRows in [false, true] {
          let gramian = try bad.matrix(keepsRows: keepsRows).0.gramian()
          try #require(gramian[0].isFinite && gramian[8].isFinite && !gramian[4].isFinite)
        }
      }
    }
  }

  @Test("where inner products are enough, the gradients themselves are never in memory")
  func memory() throws {
    let (rowCount, taskCount, width) = (32, 8, 256)
    let weights = (0..<2).map { _ in Parameter(.ones([width, width]), name: "weight") }
    let heads = (0..<taskCount).map { _ in Parameter(.ones([1, width]), name: "head") }
    let trunk = weights.reduce(Tensor.placeholder([rowCount, width])) {
      $0.matmul($1.value.transposed).tanh()
    }
    let losses = heads.map { trunk.matmul($0.value.transposed).square().mean() }
    let found = try stackedGradients(of: losses, withRespectTo: weights.map(\.value))
    func byteCount(keepsRows: Bool) throws -> Int {
      let sources = try found.map {
        try #require(TaskGradientSource($0, keepsRows: keepsRows))
      }
      let plan = Plan(stages: [sources.flatMap { $0.outputs(rows: nil) }])
      return plan.peakByteCount
    }
    let rows = taskCount * 2 * width * width * MemoryLayout<Float>.stride
    let cotangents = taskCount * 2 * rowCount * width * MemoryLayout<Float>.stride
    #expect(try byteCount(keepsRows: true) >= rows)
    #expect(try byteCount(keepsRows: false) < 2 * cotangents)
    #expect(2 * cotangents < rows)
  }

  @Test("blocks of some tasks lie beside columns that no task needs")
  func blocks() throws {
    let buffer = FloatBuffer(count: 10)
    buffer.whole.assign([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    let first = TaskGradientBlock(tasks: [0, 2], rows: BufferSlice(buffer, offset: 0, count: 4))
    let second = TaskGradientBlock(tasks: [1], rows: BufferSlice(buffer, offset: 4, count: 3))
    let matrix = GradientMatrix(
      taskCount: 3, columnCount: 8, blocks: [(first, 1), (second, 4)])
    #expect(matrix.gramian() == [5, 0, 11, 0, 110, 0, 11, 0, 25])
    let sum = FloatBuffer(count: 8)
    sum.whole.assign([9, 9, 9, 9, 9, 9, 9, 9])
    matrix.combine([1, 10, 100], into: sum.whole.pointer)
    #expect(sum.whole.values == [0, 301, 402, 0, 50, 60, 70, 0])
    #expect(
      matrix.rows([1, 2], times: [0, 1, 2]) == [
        0, 0, 0, 0, 5, 6, 7, 0, 0, 6, 8, 0, 0, 0, 0, 0,
      ])
  }
}
