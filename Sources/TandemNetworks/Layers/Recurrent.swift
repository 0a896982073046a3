public import TandemTensors

/// Recurrent layers on top of each other, each in one direction or in both.
///
/// Shapes: `[batch, length, inputSize] → [batch, length, size]`, or `[batch, size]` where only the last
/// state is wanted; both directions give `2 · size` numbers, forward ones first. Positions where the pass's
/// mask is 0 are passed over, and their outputs are 0.
public final class Recurrent: Layer {
  /// The cells of each layer, layer by layer; of two directions the forward one comes first.
  public let cells: [RecurrentCell]
  public let directionCount: Int
  public let returnsLast: Bool
  /// The dropout between two layers.
  public let dropout: Float

  public var parameters: [Parameter] { cells.flatMap(\.parameters) }
  public var parameterNames: [String] {
    cells.enumerated().flatMap { index, cell in
      cell.parameters.map { "cells[\(index)].\($0.name)" }
    }
  }

  /// Creates a layer of cells whose sizes fit each other.
  public init(_ cells: [RecurrentCell], directionCount: Int, returnsLast: Bool, dropout: Float) {
    precondition(
      !cells.isEmpty && cells.count.isMultiple(of: directionCount), "a cell for each direction")
    self.cells = cells
    self.directionCount = directionCount
    self.returnsLast = returnsLast
    self.dropout = dropout
  }

  public func callAsFunction(_ input: Tensor, in context: inout ForwardContext) throws -> Tensor {
    try input.requireRank(3, for: "recurrent")
    try input.requireLastDimension(cells[0].inputWeight.shape[1], for: "recurrent")
    let mask = context.mask(for: input).map { mask in
      mask.transposed.reshaped(to: [mask.shape[1], mask.shape[0], 1])
    }
    // Positions come first inside: what a step reads then lies together.
    var value = input.permuted([1, 0, 2])
    for start in stride(from: 0, to: cells.count, by: directionCount) {
      if start > 0, context.isTraining, dropout > 0 {
        value = value.dropout(rate: dropout, seed: context.seed, stream: context.nextStream())
      }
      let directions = cells[start..<start + directionCount]
      let outputs = directions.map { $0.outputs(of: value, mask: mask) }
      if returnsLast, start + directionCount == cells.count {
        // A backward cell has seen all when it reaches the first position.
        let last = zip(directions, outputs).map { cell, outputs in
          cell.isBackward ? outputs[0] : outputs[outputs.count - 1]
        }
        return .concatenated(last, along: -1)
      }
      value = .concatenated(outputs.map { .stacked($0) }, along: -1)
    }
    return (mask.map { value * $0 } ?? value).permuted([1, 0, 2])
  }
}
