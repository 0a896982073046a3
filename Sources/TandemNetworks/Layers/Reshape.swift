public import TandemCatalog
public import TandemTensors

/// `reshape([8, 8])`: the numbers of each row in another shape.
public struct ReshapeMethod: LayerMethod {
  public static let descriptor = MethodDescriptor(
    "reshape", gives: .layer, "the numbers of each row in another shape, in the same order",
    details: ["One size may be -1: it is what the others leave."],
    examples: ["reshape([8, 8]) -> gru(32, returns: last)", "reshape([-1, 4])"],
    [
      ArgumentDescriptor(
        "sizes", .list(.number(NumberRange(lower: -1, upper: 1_000_000, isWhole: true))), .required,
        "the size of each axis of a row")
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public let sizes: [Int]

  public init(_ arguments: Arguments) throws {
    self.arguments = arguments
    sizes = arguments["sizes"]
    guard (1...LayerTemplate.maximumRowRank).contains(sizes.count), !sizes.contains(0),
      sizes.count(where: { $0 < 0 }) <= 1
    else { throw LayerMethodError.unsuitableSizes(sizes) }
  }

  public func bind(to inputShape: Shape, using generator: inout Generator) throws -> BoundLayer {
    let given = sizes.filter { $0 > 0 }.reduce(1) { count, size in
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      return overflows ? .max : product
    }
    let hasGap = sizes.contains(-1)
    guard hasGap ? inputShape.count % given == 0 : inputShape.count == given else {
      throw ShapeError(
        operation: Self.descriptor.name,
        expected: hasGap ? "rows of a multiple of \(given) numbers" : "rows of \(given) numbers",
        actual: [inputShape])
    }
    let row = sizes.map { $0 < 0 ? inputShape.count / given : $0 }
    let layer = Elementwise { input in
      input.reshaped(to: Shape(input.shape.sizes.prefix(1) + row))
    }
    return BoundLayer(Self.descriptor.name, layer, outputShape: Shape(row))
  }
}
