import TandemTensors

/// Where a task's coded targets go before a step.
struct TargetInput {
  private let values: Tensor
  /// 1 where a loss is there; `nil` where all are.
  private let mask: Tensor?
  /// One by what the losses that are there count together; `nil` where all count the same.
  private let share: Tensor?

  /// Makes room for the targets of some rows.
  init(_ target: CodedTarget, rowCount: Int) {
    values = .placeholder([rowCount, target.size])
    mask = target.isMasked ? .placeholder([rowCount, target.lossSize]) : nil
    share = target.counts == nil ? nil : .placeholder([])
  }

  /// The mean loss over the targets that are there: the losses' sum by what they count together.
  ///
  /// An output without a target is not looked at, whatever it is: an infinite one times 0 would be NaN,
  /// in the loss as in its gradient.
  func loss(_ loss: any Loss, of outputs: Tensor) throws -> Tensor {
    let seen = mask.map { outputs.passed(where: $0) } ?? outputs
    let losses = try loss.values(outputs: seen, targets: values)
    guard let share else { return losses.mean() }
    return (mask.map { losses.passed(where: $0) } ?? losses).sum() * share
  }

  /// Fills in the targets of some rows.
  /// - Returns: Whether there is one that counts.
  func fill(_ rows: [Int], of target: CodedTarget) -> Bool {
    guard let start = values.storage?.pointer else { return false }
    var place = start
    for row in rows {
      for number in target.values[row * target.size..<(row + 1) * target.size] {
        place.pointee = number.isNaN ? 0 : number
        place += 1
      }
    }
    guard let counts = target.counts else { return !rows.isEmpty }
    var total: Float = 0
    var index = 0
    for row in rows {
      for count in counts[row * target.lossSize..<(row + 1) * target.lossSize] {
        mask?.storage?.pointer[index] = count > 0 ? 1 : 0
        total += count
        index += 1
      }
    }
    share?.storage?.pointer[0] = total > 0 ? 1 / total : 0
    return total > 0
  }
}
