internal import CVectorKernels

/// The product of each matrix of a stack with one matrix, where the stacked matrices have their zeros in
/// the same places: what a gate, as a relu's, has let through of the gradients of several tasks.
///
/// Shapes: `[K, B, M]` and `[M, N] → [K, B, N]`; `[K, B, M]` and `[B, N] → [K, M, N]` with
/// `transposesStack`. The numbers are those of a matrix product, but places that are 0 in the whole
/// stack are passed over: behind a relu half the work. What the matrix holds there does not matter, be
/// it infinite.
struct GatheredProduct: TiledOperation {
  var transposesStack = false
  let name = "gathered matmul"

  /// The longest sum: as many rows of the matrix are kept together.
  static let largestInner = Int(vk_pack_capacity) / Int(vk_gathered_width)

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let (stack, matrix) = (inputs[0], inputs[1])
    guard stack.rank == 3, matrix.rank == 2, stack[transposesStack ? 1 : 2] == matrix[0],
      matrix[0] <= Self.largestInner
    else {
      throw ShapeError(operation: name, expected: "a stack [K, B, M] and [M, N]", actual: inputs)
    }
    return [stack[0], stack[transposesStack ? 2 : 1], matrix[1]]
  }

  // The numbers of each row of a result, their places, and how many there are.
  func scratchCount(for inputs: [Shape]) -> Int {
    inputs[0].count + inputs[0][1] * inputs[0][2] + inputs[0][transposesStack ? 2 : 1]
  }

  func run(
    _ inputs: [Operand], into output: Operand, in context: RunContext, epilogue: TileEpilogue?
  ) {
    run(inputs, into: output, gate: nil, in: context, epilogue: epilogue)
  }

  /// Computes the numbers; with a gate `[B, N]`, those where it is not above 0 become 0.
  func run(
    _ inputs: [Operand], into output: Operand, gate: UnsafePointer<Float>?, in context: RunContext,
    epilogue: TileEpilogue? = nil
  ) {
    guard output.count > 0 else { return }
    let work = GatheredWork(
      self, inputs, output, scratch: context.scratch, gate: gate, epilogue: epilogue)
    if work.isCutByRows {
      parallelFor(work.bandCount, of: work) { context, piece in
        context.assumingMemoryBound(to: GatheredWork.self).pointee.computeBand(piece)
      }
      return
    }
    parallelFor(work.gatherCount, of: work) { context, piece in
      context.assumingMemoryBound(to: GatheredWork.self).pointee.gatherBand(piece)
    }
    parallelFor(work.panelCount, of: work) { context, piece in
      context.assumingMemoryBound(to: GatheredWork.self).pointee.computePanel(piece)
    }
  }

  // As if nothing were 0.
  func arithmeticCount(for inputs: [Shape], output: Shape) -> Double? {
    2 * Double(output.count) * Double(inputs[1][0])
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let (stack, matrix) = (inputs[0], inputs[1])
    if transposesStack {
      return [
        matrix.matmul(upstream.transposed), stack.matmul(upstream).summed(to: matrix.shape),
      ]
    }
    let rowCount = stack.shape[0] * stack.shape[1]
    let rows = stack.reshaped(to: [rowCount, stack.shape[2]])
    return [
      upstream.matmul(matrix.transposed),
      rows.transposed.matmul(upstream.reshaped(to: [rowCount, matrix.shape[1]])),
    ]
  }
}

/// A product while it is computed: the numbers are gathered for each row of the results, and multiplied
/// with panels of the matrix.
private struct GatheredWork {
  let stack: Operand
  let matrix: Operand
  let output: Operand
  let isTransposed: Bool
  /// The gathered numbers, row by row, then their places, then how many there are.
  private let values: UnsafeMutablePointer<Float>
  private let places: UnsafeMutablePointer<Int32>
  private let counts: UnsafeMutablePointer<Int32>
  private let gate: UnsafePointer<Float>?
  private let epilogue: TileEpilogue?

  private static let width = Int(vk_gathered_width)
  /// Rows whose results are handed over together, while they are in the nearest cache.
  private static let tileHeight = 16
  private static let gatherHeight = 64
  /// Rows of a piece, where the matrix has too few panels to be cut by them.
  private static let bandHeight = 32

  private var taskCount: Int { output.shape[0] }
  /// Rows and columns of a result, and how long a sum is.
  private var rowCount: Int { output.shape[1] }
  private var columnCount: Int { output.shape[2] }
  private var inner: Int { matrix.shape[0] }

  var panelCount: Int { (columnCount + Self.width - 1) / Self.width }
  var isCutByRows: Bool { panelCount < 4 }
  var gatherCount: Int { (rowCount + Self.gatherHeight - 1) / Self.gatherHeight }
  var bandCount: Int { (rowCount + Self.bandHeight - 1) / Self.bandHeight }

  init(
    _ operation: GatheredProduct, _ inputs: [Operand], _ output: Operand,
    scratch: UnsafeMutablePointer<Float>, gate: UnsafePointer<Float>?, epilogue: TileEpilogue?
  ) {
    (stack, matrix) = (inputs[0], inputs[1])
    self.output = output
    self.gate = gate
    self.epilogue = epilogue
    isTransposed = operation.transposesStack
    let (rowCount, inner) = (output.shape[1], inputs[1].shape[0])
    values = scratch
    places = UnsafeMutableRawPointer(scratch + inputs[0].count)
      .bindMemory(to: Int32.self, capacity: rowCount * (inner + 1))
    counts = places + rowCount * inner
  }

  func gatherBand(_ piece: Int) {
    let first = piece * Self.gatherHeight
    gather(first..<min(first + Self.gatherHeight, rowCount))
  }

  func computePanel(_ panel: Int) { multiply(0..<rowCount, panel: panel) }

  func computeBand(_ piece: Int) {
    let first = piece * Self.bandHeight
    let rows = first..<min(first + Self.bandHeight, rowCount)
    gather(rows)
    for panel in 0..<panelCount { multiply(rows, panel: panel) }
  }

  private func gather(_ rows: Range<Int>) {
    let first = rows.lowerBound
    if isTransposed {
      vk_gather_nonzero_columns(
        stack.pointer + first, taskCount, rowCount * inner, rowCount, inner, rows.count,
        places + first * inner, values + first * inner * taskCount, counts + first)
      return
    }
    for row in rows {
      let count = vk_gather_nonzero(
        stack.pointer + row * inner, taskCount, rowCount * inner, inner, places + row * inner,
        values + row * inner * taskCount)
      counts[row] = Int32(count)
    }
  }

  private func multiply(_ rows: Range<Int>, panel index: Int) {
    let column = index * Self.width
    let columns = min(Self.width, columnCount - column)
    guard let panel = vk_pack_buffer() else { return }
    copyPanel(column, columns, to: panel)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.tileHeight) {
      let tile = start..<min(start + Self.tileHeight, rows.upperBound)
      for row in tile {
        vk_multiply_gathered(
          places + row * inner, values + row * inner * taskCount, Int(counts[row]), taskCount,
          panel, gate.map { $0 + row * columnCount + column }, columns,
          output.pointer + row * columnCount + column, rowCount * columnCount)
      }
      guard let epilogue else { continue }
      for task in 0..<taskCount {
        epilogue.body(epilogue.context, task, tile.lowerBound, tile.count, column, columns)
      }
    }
  }

  /// Copies some columns together, as wide as a panel is.
  private func copyPanel(_ column: Int, _ columns: Int, to panel: UnsafeMutablePointer<Float>) {
    if columns == Self.width {
      vk_pack(matrix.pointer + column, columnCount, inner, columns, panel)
      return
    }
    for row in 0..<inner {
      let to = panel + row * Self.width
      to.update(repeating: 0, count: Self.width)
      to.update(from: matrix.pointer + row * columnCount + column, count: columns)
    }
  }
}

extension Tensor {
  /// The product of a stack with a matrix, if the stack has been through a gate that is the same for
  /// all its matrices, and there is so much to do that it pays to look for zeros.
  func gatheredProduct(with matrix: Tensor, transposed: Bool) -> Tensor? {
    guard shape.rank == 3, matrix.shape.rank == 2, operation is Gate,
      inputs[1].shape.rank < 3, shape[0] >= 4,
      matrix.shape[0] <= GatheredProduct.largestInner, matrix.shape[1] >= 32,
      shape.count * matrix.shape[1] >= 1_000_000
    else { return nil }
    return .applying(GatheredProduct(transposesStack: transposed), self, matrix)
  }
}
