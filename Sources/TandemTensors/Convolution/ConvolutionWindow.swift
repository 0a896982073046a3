/// How a kernel moves over images: along the rows and along the columns, and in how many groups.
public struct ConvolutionWindow: Hashable, Sendable {
  /// How it moves down the image.
  public var rows: Axis
  /// How it moves across the image.
  public var columns: Axis
  /// Into how many groups the channels are cut; each output channel sees those of its own group.
  public var groupCount: Int

  /// How a kernel moves along one dimension.
  public struct Axis: Hashable, Sendable {
    /// From one place to the next.
    public var stride: Int
    /// Zeros before the first number.
    public var paddingBefore: Int
    /// Zeros after the last number.
    public var paddingAfter: Int
    /// From one tap of the kernel to the next.
    public var dilation: Int

    /// Creates an axis; `paddingAfter` is `padding` too if it is left out.
    public init(stride: Int = 1, padding: Int = 0, paddingAfter: Int? = nil, dilation: Int = 1) {
      self.stride = stride
      paddingBefore = padding
      self.paddingAfter = paddingAfter ?? padding
      self.dilation = dilation
    }

    /// How many numbers a kernel covers.
    public func extent(of kernelSize: Int) -> Int { dilation * (kernelSize - 1) + 1 }

    /// How many places a kernel has; below 1 if it does not fit.
    public func placeCount(in size: Int, of kernelSize: Int) -> Int {
      let room = size + paddingBefore + paddingAfter - extent(of: kernelSize)
      return room < 0 ? 0 : room / stride + 1
    }
  }

  /// Creates a window.
  public init(rows: Axis = Axis(), columns: Axis = Axis(), groupCount: Int = 1) {
    self.rows = rows
    self.columns = columns
    self.groupCount = groupCount
  }
}
