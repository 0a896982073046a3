/// What reaches a tensor in a backward sweep: the sum of what each of its uses pulls back.
///
/// Slices of one tensor, as gates or the steps of a sequence, pull back zeros around their own stretch.
/// Where the stretches do not overlap they are put side by side, once, instead of adding up as many
/// tensors of the whole size.
struct GradientSum {
  private var whole: Tensor?
  /// Pads along one dimension, with what each holds.
  private var parts: [(pad: Pad, stretch: Tensor)] = []

  /// Adds the gradient that one use pulls back.
  mutating func add(_ gradient: Tensor) {
    if let pad = gradient.operation as? Pad, pad.size == parts.first?.pad.size ?? pad.size,
      pad.dimension == parts.first?.pad.dimension ?? pad.dimension
    {
      parts.append((pad, gradient.inputs[0]))
    } else {
      whole = whole.map { $0 + gradient } ?? gradient
    }
  }

  /// The sum; `nil` before anything was added.
  var total: Tensor? {
    var total = whole
    for row in rows {
      let joined = Self.joined(row)
      total = total.map { $0 + joined } ?? joined
    }
    return total
  }

  /// The parts in rows of stretches that follow each other without overlapping.
  private var rows: [[(pad: Pad, stretch: Tensor)]] {
    var rows: [[(pad: Pad, stretch: Tensor)]] = []
    for part in parts.sorted(by: { $0.pad.start < $1.pad.start }) {
      let row = rows.firstIndex { Self.end(of: $0[$0.count - 1]) <= part.pad.start }
      if let row { rows[row].append(part) } else { rows.append([part]) }
    }
    return rows
  }

  private static func end(of part: (pad: Pad, stretch: Tensor)) -> Int {
    part.pad.start + part.stretch.shape.sizes[part.pad.dimension]
  }

  /// Stretches side by side, with zeros between them.
  private static func joined(_ row: [(pad: Pad, stretch: Tensor)]) -> Tensor {
    let (dimension, size) = (row[0].pad.dimension, row[0].pad.size)
    if row.count == 1 { return .applying(row[0].pad, row[0].stretch) }
    var stretches: [Tensor] = []
    var end = 0
    func fill(to start: Int) {
      guard start > end else { return }
      var shape = row[0].stretch.shape
      shape.sizes[dimension] = start - end
      stretches.append(.zeros(shape))
    }
    for part in row {
      fill(to: part.pad.start)
      stretches.append(part.stretch)
      end = Self.end(of: part)
    }
    fill(to: size)
    return .concatenated(stretches, along: dimension)
  }
}

extension Tensor {
  /// The sum of gradients of one tensor, of which there is at least one.
  static func summed(_ gradients: [Tensor]) -> Tensor {
    var sum = GradientSum()
    for gradient in gradients { sum.add(gradient) }
    return sum.total ?? gradients[0]
  }
}
