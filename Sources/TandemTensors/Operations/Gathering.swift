/// Rows of a table by their numbers: `yᵢ = table[idᵢ]`.
///
/// Shapes: `[rows, size…]` and ids `[any…] → [any…, size…]`. Ids are whole numbers held as floats and
/// are rounded to the nearest; one outside the table gives a row of NaN, `emptyRow` a row of zeros.
struct Gather: Operation {
  /// A row that stands for nothing: zeros whatever the table holds, and no gradient.
  var emptyRow: Int?
  let name = "gather"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0].rank > 0 else {
      throw ShapeError(operation: name, expected: "a table of rows", actual: inputs)
    }
    return Shape(inputs[1].sizes + inputs[0].sizes.dropFirst())
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let rowCount = inputs[0].shape.sizes[0]
    let size = rowCount > 0 ? inputs[0].count / rowCount : output.count / max(inputs[1].count, 1)
    for index in 0..<inputs[1].count {
      let y = output.pointer + index * size
      guard let row = rowNumber(inputs[1].pointer[index], below: rowCount) else {
        y.update(repeating: .nan, count: size)
        continue
      }
      if row == emptyRow {
        y.update(repeating: 0, count: size)
      } else {
        y.update(from: inputs[0].pointer + row * size, count: size)
      }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let scatter = ScatterAdd(table: inputs[0].shape, emptyRow: emptyRow)
    return [.applying(scatter, upstream, inputs[1]), nil]
  }
}

/// A table of zeros to whose rows numbers are added: the gradient of `Gather`.
///
/// Shapes: `[any…, size…]` and ids `[any…] → [rows, size…]`. Rows of one id are added in their order,
/// whatever the number of threads; an id outside the table, and `emptyRow`, adds nothing.
struct ScatterAdd: Operation {
  let table: Shape
  var emptyRow: Int?
  let name = "scatter add"

  func outputShape(for inputs: [Shape]) throws -> Shape {
    guard inputs[0].sizes == inputs[1].sizes + table.sizes.dropFirst() else {
      throw ShapeError(operation: name, expected: "a row \(table) for each id", actual: inputs)
    }
    return table
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    guard output.count > 0 else { return }
    let size = table.count / table.sizes[0]
    // Each piece owns some of the table's rows and looks through all ids for them.
    let rows = max((table.sizes[0] + Self.pieceLimit - 1) / Self.pieceLimit, 1 << 14 / size, 1)
    let work = Work(
      upstream: inputs[0].pointer, ids: inputs[1].pointer, idCount: inputs[1].count,
      table: output.pointer, rowCount: table.sizes[0], size: size, rowsOfPiece: rows,
      emptyRow: emptyRow)
    parallelFor((table.sizes[0] + rows - 1) / rows, of: work) {
      $0.assumingMemoryBound(to: Work.self).pointee.run($1)
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(Gather(emptyRow: emptyRow), upstream, inputs[1]), nil]
  }

  private static let pieceLimit = 16

  private struct Work {
    let upstream: UnsafePointer<Float>
    let ids: UnsafePointer<Float>
    let idCount: Int
    let table: UnsafeMutablePointer<Float>
    let rowCount: Int
    let size: Int
    let rowsOfPiece: Int
    let emptyRow: Int?

    func run(_ piece: Int) {
      let rows = piece * rowsOfPiece..<min((piece + 1) * rowsOfPiece, rowCount)
      (table + rows.lowerBound * size).update(repeating: 0, count: rows.count * size)
      for index in 0..<idCount {
        guard let row = rowNumber(ids[index], below: rowCount), rows.contains(row), row != emptyRow
        else { continue }
        let (x, y) = (upstream + index * size, table + row * size)
        for i in 0..<size { y[i] += x[i] }
      }
    }
  }
}

/// A float as the number of a row; `nil` if there is none.
@inline(__always)
private func rowNumber(_ id: Float, below count: Int) -> Int? {
  let row = id.rounded()
  return row >= 0 && row < Float(count) ? Int(row) : nil
}

extension Tensor {
  /// Rows of this table by their numbers: `[rows, size…]` and ids `[any…]` give `[any…, size…]`.
  /// - Parameters:
  ///   - ids: Whole numbers held as floats; one outside the table gives a row of NaN.
  ///   - emptyRow: The row that stands for nothing: zeros whatever the table holds, and no gradient.
  /// - Returns: A row for each id.
  public func gathering(_ ids: Tensor, emptyRow: Int? = nil) -> Tensor {
    .applying(Gather(emptyRow: emptyRow), self, ids)
  }
}
