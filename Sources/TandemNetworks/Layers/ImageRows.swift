import TandemTensors

/// Rows that are images, `[channels, height, width]`, or signals, `[channels, length]`.
///
/// The operations know images alone: a signal is an image one number high.
struct ImageRows {
  let channelCount: Int
  /// Height and width, or the length.
  let size: [Int]

  /// Takes a shape of rows apart.
  /// - Parameters:
  ///   - shape: The shape of one row.
  ///   - name: The layer that needs it.
  ///   - settings: The layer's settings; a list of them says how many axes there are.
  /// - Throws: `ShapeError`, unless the rows are images or signals and all settings fit them.
  init(_ shape: Shape, for name: String, _ settings: AxisSetting...) throws {
    let ranks = Set(settings.compactMap(\.rank))
    let isFitting = (2...3).contains(shape.rank) && ranks.isSubset(of: [shape.rank - 1])
    guard isFitting, shape.count > 0 else {
      let isSignal = ranks == [1]
      throw ShapeError(
        operation: name,
        expected: "rows shaped " + (isSignal ? "[channels, length]" : "[channels, height, width]"),
        actual: [shape])
    }
    channelCount = shape[0]
    size = Array(shape.sizes.dropFirst())
  }

  /// Checks that a kernel or a window fits.
  /// - Parameters:
  ///   - least: The least size along each axis, height first.
  ///   - name: The layer that needs it.
  /// - Throws: `ShapeError`, if the rows are smaller.
  func require(atLeast least: [Int], for name: String) throws {
    guard zip(size, least.suffix(size.count)).allSatisfy({ $0 >= $1 }) else {
      let least = least.suffix(size.count).map { String(max($0, 1)) }.joined(separator: " × ")
      throw ShapeError(
        operation: name, expected: "channels of at least \(least) numbers",
        actual: [Shape([channelCount] + size)])
    }
  }

  /// Checks that a layer's channels can be cut into groups.
  func require(groups: Int, for name: String) throws {
    guard channelCount % groups == 0 else {
      throw ShapeError(
        operation: name, expected: "a multiple of \(groups) channels",
        actual: [Shape([channelCount] + size)])
    }
  }

  /// A shape of such rows with other sizes.
  /// - Parameters:
  ///   - channels: How many channels they have.
  ///   - size: Height and width.
  ///   - name: The layer that makes them.
  /// - Returns: The shape of one row.
  /// - Throws: `ShapeError`, if a row would have too many numbers.
  func row(_ channels: Int, _ size: [Int], for name: String) throws -> Shape {
    let row = Shape([channels] + size.suffix(self.size.count))
    try LayerTemplate.requireRow(row, for: name)
    return row
  }

  /// A setting along height and width; a signal's height has `neutral`.
  func along(_ setting: AxisSetting, neutral: Int) -> [Int] {
    switch setting {
    case .all(let number): size.count == 2 ? [number, number] : [neutral, number]
    case .each(let numbers): size.count == 2 ? numbers : [neutral] + numbers
    }
  }

  /// Height and width.
  var imageSize: [Int] { size.count == 2 ? size : [1] + size }
}

extension Tensor {
  /// A batch of images, or of signals as images one number high.
  /// - Parameters:
  ///   - rank: How many axes the layer's rows have, channels included.
  ///   - name: The layer.
  /// - Returns: `[batch, channels, height, width]`.
  /// - Throws: `ShapeError`, if the rows have another rank.
  func asImages(rank: Int, for name: String) throws -> Tensor {
    try requireRank(rank + 1, for: name)
    return rank == 3 ? self : reshaped(to: [shape[0], shape[1], 1, shape[2]])
  }

  /// Images as rows of a rank: signals lose their height.
  func asRows(rank: Int) -> Tensor {
    rank == 3 ? self : reshaped(to: [shape[0], shape[1], shape[3]])
  }

  /// Weights of a kernel `[…, length]` as those of one that is one number high.
  var asImageKernel: Tensor {
    shape.rank == 4 ? self : reshaped(to: [shape[0], shape[1], 1, shape[2]])
  }
}
