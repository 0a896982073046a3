/// The rectangle that a pool looks at, and how it moves over images.
public struct PoolWindow: Hashable, Sendable {
  public var rows: Axis
  public var columns: Axis

  /// The window along one dimension.
  public struct Axis: Hashable, Sendable {
    public var size: Int
    /// From one place to the next.
    public var stride: Int
    /// Places before the first number and after the last.
    public var padding: Int

    /// Creates an axis; the windows lie side by side if `stride` is left out.
    public init(size: Int, stride: Int? = nil, padding: Int = 0) {
      self.size = size
      self.stride = stride ?? size
      self.padding = padding
    }

    /// How many places the window has; below 1 if it does not fit.
    public func placeCount(in count: Int) -> Int {
      let room = count + 2 * padding - size
      return room < 0 ? 0 : room / stride + 1
    }

    /// The numbers that the window covers at a place.
    func numbers(at place: Int, of count: Int) -> Range<Int> {
      let start = place * stride - padding
      return max(start, 0)..<max(min(start + size, count), 0)
    }

    /// The places at which the window covers a number.
    func places(covering number: Int, of placeCount: Int) -> Range<Int> {
      let first = number + padding - size + 1
      let lower = first <= 0 ? 0 : (first + stride - 1) / stride
      return lower..<max(lower, min((number + padding) / stride + 1, placeCount))
    }
  }

  /// Creates a window.
  public init(rows: Axis, columns: Axis) {
    self.rows = rows
    self.columns = columns
  }

  /// The shape that a pool makes of images.
  func outputShape(for images: Shape, _ name: String) throws -> Shape {
    guard images.rank == 4 else {
      throw ShapeError(
        operation: name, expected: "images shaped [batch, channels, height, width]",
        actual: [images])
    }
    let size = [rows.placeCount(in: images[2]), columns.placeCount(in: images[3])]
    guard size[0] > 0, size[1] > 0 else {
      throw ShapeError(
        operation: name, expected: "images at least as large as the window", actual: [images])
    }
    return Shape([images[0], images[1]] + size)
  }
}
